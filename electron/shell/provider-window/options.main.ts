import type { BrowserWindowConstructorOptions } from 'electron';
import { webPreferences } from '../windows/options.main.ts';

/** SEC-09, SEC-50: as closed as our own window, without its preload, in a session of its own. */
export function providerWindowOptions(title: string, partition: string): BrowserWindowConstructorOptions {
  const closed = { ...webPreferences('') };
  delete closed.preload;
  return {
    title: `Sign in: ${title}`,
    width: 560,
    height: 720,
    minWidth: 420,
    minHeight: 520,
    show: false,
    autoHideMenuBar: true,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    backgroundColor: '#ffffff',
    webPreferences: { ...closed, partition },
  };
}
