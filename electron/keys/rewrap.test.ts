import { describe, expect, it } from 'vitest';
import { rewrapAll, type KeyedStore } from './rewrap.ts';

/** A store of so many keys, of which some do not open; counts how often it was asked. */
function store(keys: number, broken = 0): KeyedStore & { asked: number } {
  let [left, bad] = [keys, broken];
  return {
    asked: 0,
    waiting: () => Promise.resolve(left + bad),
    rewrap(most) {
      this.asked += 1;
      const done = Math.min(most, left);
      left -= done;
      const damaged = Math.min(most - done, bad);
      bad -= damaged;
      return Promise.resolve({ done, damaged, finished: left + bad === 0 });
    },
  };
}

describe('wrapping all keys anew', () => {
  const never = new AbortController().signal;

  it('goes through every store and tells how far it is', async () => {
    const told: [number, number][] = [];
    const stores = [store(4500), store(0), store(10, 2)];
    const result = await rewrapAll(stores, {
      signal: never,
      onProgress: ({ done, total }) => void told.push([done, total]),
    });
    expect(result).toEqual({ done: 4510, damaged: 2, finished: true });
    expect(stores.map(({ asked }) => asked)).toEqual([3, 1, 1]);
    expect(told).toEqual([
      [2000, 4512],
      [4000, 4512],
      [4500, 4512],
      [4500, 4512],
      [4510, 4512],
    ]);
  });

  it('stops behind the batch that is going on, and goes on from there', async () => {
    const stop = new AbortController();
    const one = store(5000);
    const onProgress = (): void => stop.abort();
    expect(await rewrapAll([one], { signal: stop.signal, onProgress })).toEqual({
      ...{ done: 2000, damaged: 0, finished: false },
    });
    expect(await rewrapAll([one], { signal: never, onProgress })).toMatchObject({
      ...{ done: 3000, finished: true },
    });
  });

  it('hands on what goes wrong', async () => {
    const failing = { ...store(1), rewrap: () => Promise.reject(new Error('disk')) };
    await expect(rewrapAll([failing], { signal: never, onProgress: () => undefined })).rejects.toThrow(
      'disk',
    );
  });
});
