import { writeSync } from 'node:fs';
import type Electron from 'electron';
import { owner } from './owner.ts';
import type { DialogPart } from './parts.ts';

/** Electron lets a window stand before the options; the stand-in's dialogs stand alone. */
function optionsOf(args: readonly unknown[]): Electron.OpenDialogOptions & Electron.SaveDialogOptions {
  return args.at(-1) as Electron.OpenDialogOptions & Electron.SaveDialogOptions;
}

export const dialog: DialogPart = {
  showOpenDialog: async (...args: unknown[]): Promise<Electron.OpenDialogReturnValue> => {
    const { title = 'Open', filters = [], defaultPath = '' } = optionsOf(args);
    const extensions = filters.flatMap((filter) => filter.extensions);
    const path = await owner.call('askPerson', { kind: 'open', title, suggested: defaultPath, extensions });
    return { canceled: path === undefined, filePaths: path === undefined ? [] : [path] };
  },
  showSaveDialog: async (...args: unknown[]): Promise<Electron.SaveDialogReturnValue> => {
    const { title = 'Save', filters = [], defaultPath = '' } = optionsOf(args);
    const extensions = filters.flatMap((filter) => filter.extensions);
    const path = await owner.call('askPerson', { kind: 'save', title, suggested: defaultPath, extensions });
    return { canceled: path === undefined, filePath: path ?? '' };
  },
  // Electron's box blocks until it is read, and the program may end right after it.
  showErrorBox: (title, content) => {
    writeSync(process.stderr.fd, `${title}: ${content}\n`);
  },
};
