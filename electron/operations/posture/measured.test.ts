import { expect, it } from 'vitest';
import { canIsolate, forkProcess } from '../../core/index.ts';
import { lookAtChildren } from './children.ts';
import { thisMachine } from './machine.ts';

/** Long enough for a busy machine to start a child. */
const LIMIT_MS = 20_000;

it.skipIf(!canIsolate())(
  'a child that really runs is measured to be in no network',
  { timeout: LIMIT_MS * 2 },
  async () => {
    const before = lookAtChildren(thisMachine, process.pid);
    const channel = forkProcess(new URL('../../testing/waiting.child.ts', import.meta.url), 'waiting');
    try {
      // It speaks once it runs, so that it is looked at behind the program that set it apart.
      await new Promise<void>((resolve, reject) => {
        channel.onMessage(() => {
          resolve();
        });
        channel.onClose(reject);
        setTimeout(reject, LIMIT_MS, new Error('the child did not start'));
      });
      const now = lookAtChildren(thisMachine, process.pid);
      expect({ running: now.running - before.running, apart: now.apart - before.apart }).toEqual({
        running: 1,
        apart: 1,
      });
    } finally {
      await channel.close();
    }
  },
);
