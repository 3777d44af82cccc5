import { expect, test } from 'vitest';
import { openWindow, protectScreens } from './main-window.main.ts';

type AnyWindow = ReturnType<Parameters<typeof protectScreens>[0]['getAllWindows']>[number];

/** A window that keeps what is asked of it, in order. */
function windowThatListens(asked: string[], isDestroyed = false) {
  return {
    isDestroyed: () => isDestroyed,
    setContentProtection: (on: boolean) => {
      asked.push(on ? 'protect' : 'open');
    },
    once: () => undefined,
    show: () => undefined,
    loadURL: () => {
      asked.push('load');
      return Promise.resolve();
    },
  } as unknown as AnyWindow;
}

test('a window is protected before it shows anything', async () => {
  const asked: string[] = [];
  const windows = Object.assign(
    function makeWindow() {
      return windowThatListens(asked);
    },
    { getAllWindows: () => [] },
  );
  await openWindow(windows as unknown as Parameters<typeof openWindow>[0], '/app/window.preload.cjs');
  expect(asked).toEqual(['protect', 'load']);
});

test('the profile decides for every window, and what is not said is protected', () => {
  for (const [screens, wanted] of [
    ['protected', 'protect'],
    ['open', 'open'],
    [undefined, 'protect'],
  ] as const) {
    const asked: string[] = [];
    const all = [windowThatListens(asked), windowThatListens(asked, true), windowThatListens(asked)];
    protectScreens({ getAllWindows: () => all }, screens);
    expect(asked).toEqual([wanted, wanted]);
  }
});
