import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository, which is also the application's folder. */
export const root = join(import.meta.dirname, '../..');

/** Program of an Electron runtime, where one is present: installed, or named by Electron's own variable. */
export function electronProgram(): string | undefined {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
  const pathFile = join(root, 'node_modules/electron/path.txt');
  const names = existsSync(pathFile)
    ? [readFileSync(pathFile, 'utf8').trim()]
    : ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  return names.map((name) => join(folder, name)).find((file) => existsSync(file));
}

/** Which host the specs run on, in the words that the runner prints. */
export function describeHost(): string {
  const program = electronProgram();
  return program === undefined
    ? 'the Chromium stand-in, no Electron runtime is present'
    : `Electron, ${program}`;
}
