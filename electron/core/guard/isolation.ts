import { spawnSync } from 'node:child_process';
import { ISOLATION_PROGRAM, ISOLATION_TRIAL, isolationArguments } from './isolation-program.ts';

const TRIAL_LIMIT_MS = 2000;
let works: boolean | undefined;

/**
 * Whether children of ours can be put into a network namespace without an interface here, tried once.
 * Needs Linux and, for anybody but root, a kernel that lets people make user namespaces.
 */
export function canIsolate(): boolean {
  return (works ??= process.platform === 'linux' && tryIsolation());
}

function tryIsolation(): boolean {
  const args = [...isolationArguments(process.getuid?.()), ISOLATION_TRIAL];
  const { status } = spawnSync(ISOLATION_PROGRAM, args, {
    stdio: 'ignore',
    timeout: TRIAL_LIMIT_MS,
    env: {},
  });
  return status === 0;
}

/** Program and arguments that start one of our entries, isolated where that can be had. */
export function childCommand(entryFile: string): { readonly program: string; readonly args: string[] } {
  if (!canIsolate()) return { program: process.execPath, args: [entryFile] };
  const args = [...isolationArguments(process.getuid?.()), process.execPath, entryFile];
  return { program: ISOLATION_PROGRAM, args };
}
