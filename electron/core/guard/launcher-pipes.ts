import { readlinkSync } from 'node:fs';
import { Socket } from 'node:net';

/** Under which numbers the launcher leaves the ends of the sign-in process's two pipes. */
const [ANSWERS, QUESTIONS] = [6, 7] as const;

/**
 * The pipes to the sign-in process, which the launcher started outside of this program's network namespace;
 * undefined where it started none. They are pipes of this machine: nothing else can be reached through them.
 */
export function signInPipes(): { readonly input: Socket; readonly output: Socket } | undefined {
  if (process.platform !== 'linux' || !isPipe(ANSWERS, 'answers') || !isPipe(QUESTIONS, 'questions'))
    return undefined;
  const input = new Socket({ fd: ANSWERS, readable: true, writable: false });
  const output = new Socket({ fd: QUESTIONS, readable: false, writable: true });
  // Neither keeps the program from ending.
  input.unref();
  output.unref();
  return { input, output };
}

/** Anything else may be open under this number where no launcher was. The pipe's name is gone by now. */
function isPipe(file: number, name: string): boolean {
  try {
    return new RegExp(String.raw`/swarm-sign-in\.\w+/${name} \(deleted\)$`).test(
      readlinkSync(`/proc/self/fd/${file}`),
    );
  } catch {
    return false;
  }
}
