import { spawn } from 'node:child_process';
import { childEnvironment } from './environment.ts';
import { logCommand, type LogLine } from './log-program.ts';

/** A log that does not take a line by then is taken for deaf. */
const LIMIT_MS = 5000;

/**
 * Writes one line into the log of the operating system, for the hospital's own forwarder.
 *
 * @param first words before the others, such as another socket; tests alone give any
 * @returns whether the log took it; never throws
 */
export function tellSystemLog(line: LogLine, first: readonly string[] = []): Promise<boolean> {
  const command = logCommand(line, process.platform, process.env.SystemRoot);
  if (command === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    try {
      const child = spawn(command.program, [...first, ...command.args], {
        ...{ stdio: 'ignore', env: childEnvironment(), windowsHide: true },
        ...{ timeout: LIMIT_MS, killSignal: 'SIGKILL' },
      });
      child.once('error', () => {
        resolve(false);
      });
      child.once('exit', (code) => {
        resolve(code === 0);
      });
    } catch {
      resolve(false);
    }
  });
}
