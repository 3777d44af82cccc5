import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../shared/domain/index.ts';
import { CategoryKeys } from './storage/category-keys.ts';
import { seal } from './storage/sealing.ts';
import { TestLibrary } from './test-library.ts';

/** Keys of datasets under newer epochs of the category's key. */
describe('keys of datasets', () => {
  let test: TestLibrary;
  beforeEach(async () => {
    test = await TestLibrary.make();
  });
  afterEach(() => test.destroy());

  const newer = randomBytes(32);
  const first = () => ({ epoch: 1, key: Uint8Array.from(test.key) });
  const second = () => ({ epoch: 2, key: Uint8Array.from(newer) });
  const keyFile = (id: DatasetId): string => join(test.root, id, 'dataset.key');
  const others = async (id: DatasetId): Promise<Buffer[]> => {
    const names = (await readdir(join(test.root, id))).filter((name) => name !== 'dataset.key').sort();
    return Promise.all(names.map((name) => readFile(join(test.root, id, name))));
  };

  it('are wrapped anew one by one, open all the while, and leave every other file as it was', async () => {
    const ids = [(await test.import('a,b\n1,2\n')).id, (await test.import('a,b\n3,4\n')).id];
    const before = await Promise.all(ids.map(others));
    expect(await test.library.keysWaiting()).toBe(0);
    test.library.adoptKeys(second(), [first()]);
    expect(await test.library.keysWaiting()).toBe(2);
    expect(await test.library.rewrapKeys(1)).toEqual({ done: 1, damaged: 0, finished: false });
    await test.reopen({ keys: new CategoryKeys(second(), [first()]) });
    expect(await test.library.keysWaiting()).toBe(1);
    expect(await Promise.all(ids.map((id) => test.columns(id, 1)))).toEqual([
      { a: ['1'], b: ['2'] },
      { a: ['3'], b: ['4'] },
    ]);
    expect(await test.library.rewrapKeys(10)).toEqual({ done: 1, damaged: 0, finished: true });
    expect(await Promise.all(ids.map(others))).toEqual(before);

    await test.reopen({ keys: new CategoryKeys(second()) });
    expect((await test.library.list()).damaged).toEqual([]);
    await test.reopen({ keys: new CategoryKeys(first()) });
    expect((await test.library.list()).damaged.length).toBe(2);
  });

  it('are new for what comes later, and for an import that began before', async () => {
    let adopted = false;
    const { id } = await test.import('a,b\n1,2\n', {
      onProgress: () => {
        if (!adopted) test.library.adoptKeys(second(), [first()]);
        adopted = true;
      },
    });
    expect([adopted, await test.library.keysWaiting()]).toEqual([true, 0]);
    await test.reopen({ keys: new CategoryKeys(second()) });
    expect(await test.columns(id, 1)).toEqual({ a: ['1'], b: ['2'] });
  });

  it('from before epochs open as the first, and are taken along', async () => {
    const { id } = await test.import('a,b\n1,2\n');
    // What such a file held: the sealed key alone. The key is known here because it is put in.
    const own = randomBytes(32);
    await writeFile(keyFile(id), seal(test.key, [test.workspace, id, 'key'], own));
    test.library.adoptKeys(second(), [first()]);
    expect(await test.library.keysWaiting()).toBe(1);
    expect(await test.library.rewrapKeys(10)).toEqual({ done: 1, damaged: 0, finished: true });
    expect((await readFile(keyFile(id))).readUInt32BE(0)).toBe(2);
  });

  it('that do not open are left as they are and stop nobody else; a wrong epoch does not help', async () => {
    const ids = [(await test.import('a,b\n1,2\n')).id, (await test.import('a,b\n3,4\n')).id];
    const [bad, good] = ids as [DatasetId, DatasetId];
    const whole = await readFile(keyFile(bad));
    const renamed = Buffer.from(whole);
    renamed.writeUInt32BE(7, 0);
    for (const broken of [whole.subarray(0, 20), whole.subarray(0, whole.length - 1), renamed]) {
      await writeFile(keyFile(bad), broken);
      await test.reopen();
      expect((await test.library.list()).damaged).toEqual([bad]);
    }
    const flipped = Buffer.from(whole);
    flipped[30]! ^= 1;
    await writeFile(keyFile(bad), flipped);
    await test.reopen({ keys: new CategoryKeys(second(), [first()]) });
    expect(await test.library.rewrapKeys(10)).toEqual({ done: 1, damaged: 1, finished: true });
    expect(await readFile(keyFile(bad))).toEqual(flipped);
    expect(await test.columns(good, 1)).toEqual({ a: ['3'], b: ['4'] });
    await rm(keyFile(bad));
    expect(await test.library.keysWaiting()).toBe(0);
  });

  it('of epochs before are wiped when newer ones come, and all of them at the end', () => {
    const [old, fresh] = [first(), second()];
    const keys = new CategoryKeys(old);
    keys.adopt(fresh, [first()]);
    expect(old.key.every((byte) => byte === 0)).toBe(true);
    keys.wipe();
    expect(fresh.key.every((byte) => byte === 0)).toBe(true);
  });
});
