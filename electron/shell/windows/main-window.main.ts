import type { BrowserWindow } from 'electron';
import { drop } from '../../core/index.ts';
import type { Notify } from '../application.ts';
import { NOTICE_CHANNEL } from '../ipc/channels.ts';
import { START_PAGE } from '../pages/origin.ts';
import { windowOptions } from './options.main.ts';

type ShownWindows = Pick<typeof BrowserWindow, 'getAllWindows'>;

type Windows = Pick<typeof BrowserWindow, 'getAllWindows'> &
  (new (
    options: Electron.BrowserWindowConstructorOptions,
  ) => Pick<BrowserWindow, 'loadURL' | 'once' | 'setContentProtection' | 'show'>);

/**
 * Opens a window on the start page and resolves when the page has loaded. From its first picture on, its
 * content is kept out of screenshots, recordings and shared screens, until the profile is known to allow them.
 */
export async function openWindow(windows: Windows, preloadFile: string): Promise<void> {
  const window = new windows(windowOptions(preloadFile));
  window.setContentProtection(true);
  window.once('ready-to-show', () => {
    window.show();
  });
  await window.loadURL(START_PAGE);
}

/**
 * SEC-48: does with every window what the profile says of screenshots. Windows (`WDA_EXCLUDEFROMCAPTURE`) and
 * macOS (`NSWindowSharingNone`) heed it; on Linux Electron can do nothing, and what is not said is protected.
 */
export function protectScreens(windows: ShownWindows, screens: 'protected' | 'open' = 'protected'): void {
  for (const window of windows.getAllWindows())
    if (!window.isDestroyed()) window.setContentProtection(screens !== 'open');
}

/** Brings the open window to the front; a second start of the program ends up here. */
export function focusWindow(windows: Pick<typeof BrowserWindow, 'getAllWindows'>): void {
  const [window] = windows.getAllWindows();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

/**
 * Sends notices to every open window. When a session ends the page clears itself on the notice, and is
 * then loaded anew, so that nothing of the session stays in its memory.
 */
export function notifier(windows: Pick<typeof BrowserWindow, 'getAllWindows'>): Notify {
  let signedIn = false;
  return (name, body) => {
    const state = name === 'session.changed' && 'state' in body ? body.state : undefined;
    const ended = signedIn && state !== undefined && state !== 'signed_in';
    if (state !== undefined) signedIn = state === 'signed_in';
    for (const window of windows.getAllWindows()) {
      if (window.isDestroyed()) continue;
      window.webContents.send(NOTICE_CHANNEL, name, body);
      // A window that closes in this moment needs no new page.
      if (ended) drop(window.loadURL(START_PAGE).catch(() => undefined));
    }
  };
}
