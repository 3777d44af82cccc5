import type Electron from 'electron';

/**
 * The parts of Electron's API that the stand-in offers, taken from Electron's own declarations: a part
 * that Electron renames or changes stops compiling here, and the application cannot use a part that
 * is not listed without the stand-in's build failing. Events are checked where they are emitted.
 */
export type AppPart = Pick<
  Electron.App,
  | 'commandLine'
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getPath'
  | 'getVersion'
  | 'isPackaged'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'whenReady'
>;
export type WebContentsPart = Pick<
  Electron.WebContents,
  'id' | 'isDestroyed' | 'reload' | 'send' | 'setWindowOpenHandler'
>;
export type BrowserWindowPart = Pick<
  Electron.BrowserWindow,
  | 'close'
  | 'focus'
  | 'id'
  | 'isDestroyed'
  | 'isMinimized'
  | 'loadURL'
  | 'restore'
  | 'setContentProtection'
  | 'show'
> & { readonly webContents: WebContentsPart };
export type IpcMainPart = Pick<Electron.IpcMain, 'handle' | 'removeHandler'>;
export type ProtocolPart = Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'>;
export type ClipboardPart = Pick<Electron.Clipboard, 'clear' | 'readText' | 'writeText'>;
export type DialogPart = Pick<Electron.Dialog, 'showErrorBox' | 'showOpenDialog' | 'showSaveDialog'>;
export type SafeStoragePart = Pick<
  Electron.SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;
export type UtilityProcessPart = Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'postMessage'>;
export type SessionPart = Pick<
  Electron.Session,
  | 'clearStorageData'
  | 'enableNetworkEmulation'
  | 'setBluetoothPairingHandler'
  | 'setCertificateVerifyProc'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'setUSBProtectedClassesHandler'
> & {
  readonly protocol: Pick<Electron.Protocol, 'handle' | 'unhandle'>;
  readonly webRequest: Pick<Electron.WebRequest, 'onBeforeRequest'>;
};
