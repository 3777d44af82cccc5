import { fork } from 'node:child_process';
import { once } from 'node:events';

const LIMIT_MS = 120_000;

/**
 * Runs a module of this folder in a process that ends by force at a step, as `kill-at.ts` knows them.
 *
 * @returns how it ended: `[null, 'SIGKILL']` where it came to the step
 */
export async function killedAt(
  step: string,
  module: `${string}.child.ts`,
  args: readonly string[],
): Promise<unknown[]> {
  const child = fork(new URL(module, import.meta.url), args, {
    execArgv: ['--import', new URL('./kill-at.ts', import.meta.url).href],
    env: { ...process.env, SWARM_KILL_AT: step },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const late = setTimeout(() => child.kill('SIGTERM'), LIMIT_MS);
  try {
    return (await once(child, 'exit')) as unknown[];
  } finally {
    clearTimeout(late);
  }
}
