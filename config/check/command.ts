import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** After this long the command and all it started are killed. */
  readonly limitMs: number;
}

export interface CommandResult {
  /** Undefined when the limit was reached. */
  readonly code: number | undefined;
  /** Standard output and error as they came. */
  readonly output: string;
}

/** A command is over with its own process: what it leaves behind may keep its output open for ever. */
const LAST_WORDS_MS = 2000;

/** Runs a command in a process group of its own and ends the whole group with it, so that it cannot hang its caller. */
export function runCommand(
  program: string,
  args: readonly string[],
  { cwd, env, limitMs }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (output += text));
    }
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      endGroup(child.pid);
    }, limitMs);
    // A group of its own does not hear the terminal's Ctrl+C.
    const endWithUs = (): void => {
      endGroup(child.pid);
    };
    process.once('exit', endWithUs);
    const finish = (code: number): void => {
      clearTimeout(limit);
      process.off('exit', endWithUs);
      endGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code: late ? undefined : code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('exit', (code) => {
      const done = (): void => {
        clearTimeout(wait);
        child.off('close', done);
        finish(code ?? 1);
      };
      const wait = setTimeout(done, LAST_WORDS_MS);
      child.on('close', done);
    });
  });
}

/** As the leader of its group, the child's number is the group's; the group outlives it while a member lives. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined || process.platform === 'win32') return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
