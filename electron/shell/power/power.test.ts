import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { lockOnPowerEvents } from './power.main.ts';

type PowerMonitor = Parameters<typeof lockOnPowerEvents>[0];

test('whatever leaves the workstation unattended locks it', () => {
  const monitor = new EventEmitter();
  const reasons: string[] = [];
  lockOnPowerEvents(monitor as unknown as PowerMonitor, {
    lock: (reason) => {
      reasons.push(reason);
      return Promise.resolve();
    },
  });
  for (const event of ['suspend', 'lock-screen', 'user-did-resign-active', 'shutdown', 'resume']) {
    monitor.emit(event);
  }
  expect(reasons).toEqual([
    'the workstation went to sleep',
    'the screen was locked',
    'another user took the screen',
    'the workstation shuts down',
  ]);
});
