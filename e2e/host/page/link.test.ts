import { describe, expect, test } from 'vitest';
import { linkWorlds } from './link.ts';

/** Exposes from the preload's side and hands over what the page gets. */
function expose(value: unknown): Record<string, (...args: unknown[]) => unknown> {
  const carrier = new EventTarget();
  const page = linkWorlds(carrier, 'page');
  const seen: Record<string, unknown> = {};
  page.onExpose((key, exposed) => (seen[key] = exposed));
  linkWorlds(carrier, 'preload').expose('api', value);
  return seen.api as Record<string, (...args: unknown[]) => unknown>;
}

describe('linkWorlds', () => {
  test('calls at once, with data copied', () => {
    const given = { list: [1, { deep: true }] };
    const api = expose({ echo: (value: unknown) => value });
    const back = api.echo!(given);
    expect(back).toEqual(given);
    expect(back).not.toBe(given);
  });

  test('carries promises, kept and broken', async () => {
    const api = expose({
      kept: () => Promise.resolve({ ok: true }),
      broken: () => Promise.reject(new Error('no')),
    });
    await expect(api.kept!()).resolves.toEqual({ ok: true });
    await expect(api.broken!()).rejects.toThrow('no');
  });

  test('carries listeners in and their release out', () => {
    const listeners = new Set<(value: string) => void>();
    const api = expose({
      listen: (listener: (value: string) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    const heard: string[] = [];
    const stop = api.listen!((value: string) => heard.push(value)) as () => void;
    for (const listener of listeners) listener('one');
    stop();
    for (const listener of listeners) listener('two');
    expect({ heard, left: listeners.size }).toEqual({ heard: ['one'], left: 0 });
  });

  test('an exception keeps its message and nothing else', () => {
    const api = expose({
      fail: () => {
        throw Object.assign(new Error('refused'), { secret: 1 });
      },
    });
    expect(() => api.fail!()).toThrow(new Error('refused'));
  });

  test('what cannot be copied is refused', () => {
    const api = expose({ echo: (value: unknown) => value, odd: () => Symbol('s') });
    expect(() => api.echo!(Symbol('s'))).toThrow('could not be cloned');
    expect(() => api.odd!()).toThrow('could not be cloned');
  });
});
