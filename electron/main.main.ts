import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron';
import { drop } from './core/index.ts';
import {
  APP_SCHEMES,
  closeOnFailure,
  fileChooser,
  focusWindow,
  hardenAllContents,
  hardenProcess,
  hardenSession,
  lockOnPowerEvents,
  menuTemplate,
  notifier,
  openWindow,
  protectScreens,
  ProviderWindows,
  registerVerbs,
  saveFileChooser,
  servePages,
  systemClipboard,
  systemKeychain,
  utilityProcessLauncher,
  type ShellApplication,
} from './shell/index.ts';

/** Sign-in with an account of the hospital opens a window that is not ours. */
const providerWindows = new ProviderWindows(BrowserWindow, (partition) => session.fromPartition(partition));
const ourWindows = {
  getAllWindows: () =>
    BrowserWindow.getAllWindows().filter(({ webContents }) => !providerWindows.owns(webContents.id)),
};

/** The Electron entry: harden, lock, compose, open a window. */
closeOnFailure(app, dialog);
hardenProcess(app);
hardenAllContents(app, (contentsId, address) => providerWindows.mayNavigate(contentsId, address));
protocol.registerSchemesAsPrivileged(APP_SCHEMES);
if (app.requestSingleInstanceLock()) drop(start());
else app.quit();

/** The application's parts load while Chromium starts; the first message of the page waits for them. */
async function start(): Promise<void> {
  const composing = compose();
  composing.catch(() => 'is reported below, once a dialog can be shown');
  closeInOrder(composing);
  await app.whenReady();

  const root = app.getAppPath();
  const template = menuTemplate(process.platform);
  Menu.setApplicationMenu(template === null ? null : Menu.buildFromTemplate(template));
  hardenSession(session.defaultSession);
  servePages(protocol, join(root, 'out/renderer'));
  registerVerbs(ipcMain, BrowserWindow, composing);
  await openWindow(BrowserWindow, join(root, 'out/electron/window.preload.cjs'));
  const application = await composing;
  protectScreens(BrowserWindow, application.screens);
  lockOnPowerEvents(powerMonitor, application);
}

async function compose(): Promise<ShellApplication> {
  const { composeApplication } = await import('./compose.ts');
  return composeApplication({
    resourcesFolder: join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'resources'),
    userFolder: app.getPath('userData'),
    // The stand-in for Electron is plain Node, which names no Electron version.
    host: process.versions.electron === undefined ? 'stand-in' : 'electron',
    appVersion: app.getVersion(),
    keychain: systemKeychain(safeStorage, process.platform, () => app.whenReady()),
    launchProcess: utilityProcessLauncher(utilityProcess),
    openProviderWindow: providerWindows.open,
    chooseFile: fileChooser(dialog),
    chooseSaveFile: saveFileChooser(dialog),
    notify: notifier(ourWindows),
    clipboard: systemClipboard(clipboard),
  });
}

/** Ends work and closes the workspace before the program goes, however it is asked to. */
function closeInOrder(composing: Promise<ShellApplication>): void {
  let closed = false;
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('second-instance', () => {
    focusWindow(ourWindows);
  });
  app.on('render-process-gone', (_event, contents, { reason }) => {
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    drop(
      composing
        .then((application) => application.lock('the window failed'))
        .then(() => {
          contents.reload();
        }),
    );
  });
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    drop(
      composing
        .then((application) => application.close())
        .then(() => {
          closed = true;
          app.quit();
        }),
    );
  });
}
