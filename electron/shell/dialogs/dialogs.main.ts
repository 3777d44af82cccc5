import { basename, extname, isAbsolute } from 'node:path';
import type { Dialog } from 'electron';
import type { ChooseFile, ChooseSaveFile } from '../application.ts';

/** Choosing an existing file through the system's own dialog; recent-file lists are not fed. */
export function fileChooser(dialog: Pick<Dialog, 'showOpenDialog'>): ChooseFile {
  return async ({ title, extensions }) => {
    const { canceled, filePaths } = await dialog.showOpenDialog({
      title,
      properties: ['openFile', 'dontAddToRecent'],
      filters: [{ name: title, extensions: [...extensions] }],
    });
    const [path] = filePaths;
    return canceled || path === undefined || !isAbsolute(path) ? undefined : path;
  };
}

/** Choosing where to save. The suggested name is cut to its last part, so that it cannot lead elsewhere. */
export function saveFileChooser(dialog: Pick<Dialog, 'showSaveDialog'>): ChooseSaveFile {
  return async ({ title, suggestedName }) => {
    const name = basename(suggestedName);
    const extension = extname(name).slice(1);
    const { canceled, filePath } = await dialog.showSaveDialog({
      title,
      defaultPath: name,
      properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
    });
    return canceled || !isAbsolute(filePath) ? undefined : filePath;
  };
}
