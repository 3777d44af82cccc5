import type { PowerMonitor } from 'electron';
import { drop } from '../../core/index.ts';
import type { ShellApplication } from '../application.ts';

/** SEC-12: an unattended workstation is a locked one. Covers sleep, screen lock, shutdown and user switch. */
export function lockOnPowerEvents(
  powerMonitor: Pick<PowerMonitor, 'on'>,
  application: Pick<ShellApplication, 'lock'>,
): void {
  powerMonitor.on('suspend', () => {
    drop(application.lock('the workstation went to sleep', 'as_granted'));
  });
  powerMonitor.on('lock-screen', () => {
    drop(application.lock('the screen was locked', 'as_granted'));
  });
  powerMonitor.on('user-did-resign-active', () => {
    drop(application.lock('another user took the screen', 'as_granted'));
  });
  powerMonitor.on('shutdown', () => {
    drop(application.lock('the workstation shuts down'));
  });
}
