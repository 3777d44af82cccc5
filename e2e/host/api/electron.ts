import type Electron from 'electron';
import { Emitter } from './emitter.ts';
import { standInSession } from './session.ts';
import type { ClipboardPart, IpcMainPart, ProtocolPart, SafeStoragePart } from './parts.ts';

/** What `import ... from 'electron'` means in the stand-in's main process. */
export { app } from './app.ts';
export { BrowserWindow } from './windows.ts';
export { dialog } from './dialog.ts';
export { session } from './session.ts';
export { utilityProcess } from './utility-process.ts';

type InvokeHandler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

export const invokeHandlers = new Map<string, InvokeHandler>();
export const ipcMain: IpcMainPart = {
  handle: (channel, handler) => {
    if (invokeHandlers.has(channel)) throw new Error(`a handler for \`${channel}\` is registered already`);
    invokeHandlers.set(channel, handler as InvokeHandler);
  },
  removeHandler: (channel) => {
    invokeHandlers.delete(channel);
  },
};

export const privilegedSchemes: Electron.CustomScheme[] = [];
export const protocol: ProtocolPart = {
  registerSchemesAsPrivileged: (schemes) => {
    privilegedSchemes.push(...schemes);
  },
  handle: (scheme, handler) => {
    standInSession.protocol.handle(scheme, handler);
  },
};

export const powerMonitor = new Emitter<Electron.PowerMonitor>();

/** Of this process alone: other programs see nothing of it. */
let held = '';
export const clipboard: ClipboardPart = {
  clear: () => {
    held = '';
  },
  readText: () => Promise.resolve(held),
  writeText: (text) => {
    held = text;
    return Promise.resolve();
  },
};

/** There is no key store of the system behind the stand-in. */
export const safeStorage: SafeStoragePart = {
  getSelectedStorageBackend: () => 'unknown',
  isAsyncEncryptionAvailable: () => Promise.resolve(false),
  encryptStringAsync: () => Promise.reject(new Error('the stand-in has no key store')),
  decryptStringAsync: () => Promise.reject(new Error('the stand-in has no key store')),
};

/** Chromium's window has no menu of ours. */
export const Menu = {
  setApplicationMenu: (menu: object | null): void => {
    if (menu !== null) throw new Error('the stand-in shows no menu');
  },
  buildFromTemplate: (template: readonly object[]): object => ({ items: template }),
};
