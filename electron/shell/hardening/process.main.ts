import type { App } from 'electron';
import { CHROMIUM_SWITCHES } from './switches.ts';

/** SEC-09: what has to be set before Electron is ready. */
export function hardenProcess(app: Pick<App, 'commandLine' | 'enableSandbox'>): void {
  app.enableSandbox();
  for (const [name, value] of CHROMIUM_SWITCHES) {
    if (value === '') app.commandLine.appendSwitch(name);
    else app.commandLine.appendSwitch(name, value);
  }
}
