import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronProgram } from './host.ts';
import { appForFile, type AppForFile } from './per-file.ts';

/** An application whose main process has a wall clock that a spec sets ahead; everything else is as it is. */
export interface AppWithClock {
  readonly one: AppForFile;
  /** Sets the clock further ahead. */
  pass(seconds: number): Promise<void>;
}

export function appWithClock(): AppWithClock {
  let file = '';
  let ahead = 0;
  const pass = async (seconds: number): Promise<void> => {
    ahead += seconds;
    await writeFile(file, String(ahead * 1000));
  };
  const one = appForFile(
    async (folder) => {
      file = join(folder, 'ahead');
      await pass(0);
    },
    () => {
      const clock = `
        import { readFileSync } from 'node:fs';
        const now = Date.now;
        Date.now = () => now() + Number(readFileSync(${JSON.stringify(file)}, 'utf8'));`;
      return ['env', `NODE_OPTIONS=--import=data:text/javascript,${encodeURIComponent(clock)}`];
    },
  );
  return { one, pass };
}

/** The stand-in alone, on Linux, starts its main process by a command of ours. */
export const canSetClock = process.platform === 'linux' && electronProgram() === undefined;
