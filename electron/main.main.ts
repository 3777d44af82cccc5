import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  session,
  utilityProcess,
} from 'electron';
import { composeApplication } from './compose.ts';
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
  registerVerbs,
  saveFileChooser,
  servePages,
  utilityProcessLauncher,
  type ShellApplication,
} from './shell/index.ts';

/** The Electron entry: harden, lock, compose, open a window. */
closeOnFailure(app, dialog);
hardenProcess(app);
hardenAllContents(app);
protocol.registerSchemesAsPrivileged(APP_SCHEMES);
if (app.requestSingleInstanceLock()) drop(app.whenReady().then(start));
else app.quit();

async function start(): Promise<void> {
  const root = app.getAppPath();
  const template = menuTemplate(process.platform);
  Menu.setApplicationMenu(template === null ? null : Menu.buildFromTemplate(template));
  hardenSession(session.defaultSession);
  servePages(protocol, join(root, 'out/renderer'));

  const application = await composeApplication({
    resourcesFolder: join(app.isPackaged ? process.resourcesPath : root, 'resources'),
    userFolder: app.getPath('userData'),
    // The stand-in for Electron is plain Node, which names no Electron version.
    host: process.versions.electron === undefined ? 'stand-in' : 'electron',
    appVersion: app.getVersion(),
    launchProcess: utilityProcessLauncher(utilityProcess),
    chooseFile: fileChooser(dialog),
    chooseSaveFile: saveFileChooser(dialog),
    notify: notifier(BrowserWindow),
  });
  registerVerbs(ipcMain, BrowserWindow, application);
  lockOnPowerEvents(powerMonitor, application);
  closeInOrder(application);
  await openWindow(BrowserWindow, join(root, 'out/electron/window.preload.cjs'));
}

/** Ends work and closes the workspace before the program goes, however it is asked to. */
function closeInOrder(application: ShellApplication): void {
  let closed = false;
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('second-instance', () => {
    focusWindow(BrowserWindow);
  });
  app.on('render-process-gone', (_event, contents, { reason }) => {
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    drop(
      application.lock('the window failed').then(() => {
        contents.reload();
      }),
    );
  });
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    drop(
      application.close().then(() => {
        closed = true;
        app.quit();
      }),
    );
  });
}
