import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../shared/domain/index.ts';
import { agreeToPerson, changePassword, proposePerson, removePerson } from './change.ts';
import { openKeys, readKeyFileView, type OpenedKeys } from './index.ts';
import { contentKeysOf, type KeyFile } from './key-file.ts';
import {
  createContentKeyring,
  openContent,
  sealContent,
  wipeContent,
  withNewEpoch,
  type ContentKeyring,
} from './keyrings.ts';
import { makeSheets } from './recovery.ts';
import { openSheets } from './recovery-open.ts';
import { beginRotation, endRotation } from './rotation.ts';
import {
  keyFileForTests,
  TEST_DEVICE as deviceSecrets,
  TEST_PASSWORD_COST as passwordCost,
  TEST_WORKSPACE as workspaceId,
} from '../testing/key-file/index.ts';

const MADE_AT_MS = Date.UTC(2026, 8, 1);
const LATER_MS = MADE_AT_MS + 91 * 86_400_000;
const FIXTURE = join(import.meta.dirname, 'fixtures', 'keys-format-1.json');

const keyFile = keyFileForTests({ madeAtMs: MADE_AT_MS, nowMs: LATER_MS });
const { idOf } = keyFile;
let folder: string;
let path: string;
let original: string;

beforeAll(() => {
  ({ folder, path } = keyFile);
});
beforeEach(async () => {
  original = await readFile(path, 'utf8');
});

const request = (role: string, nowMs = LATER_MS, file = path) => keyFile.request(role, { nowMs, path: file });
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** The keys of a keyring by epoch, told by their hashes. */
const told = ({ contentDbKey, former, ...newest }: ContentKeyring) => ({
  db: sha(contentDbKey),
  epochs: [newest, ...former].map(({ epoch, categories }) => [epoch, sha(categories.datasets)]),
});
const contentOf = async (role: string): Promise<ReturnType<typeof told>> => {
  const opened: OpenedKeys = await openKeys(request(role));
  try {
    return told(opened.content!);
  } finally {
    opened.close();
  }
};
const fileNow = async (): Promise<KeyFile> => JSON.parse(await readFile(path, 'utf8')) as KeyFile;

describe('a rotation of the content keys', () => {
  it('gives a new epoch to every holder and keeps the ones before behind it', async () => {
    const before = await contentOf('operator');
    const keyring = await beginRotation(request('compliance'));
    const now = told(keyring);
    expect(now.db).toBe(before.db);
    expect(now.epochs).toHaveLength(2);
    expect(now.epochs[1]).toEqual(before.epochs[0]);
    expect(now.epochs[0]?.[1]).not.toBe(before.epochs[0]?.[1]);
    expect(await contentOf('operator')).toEqual(now);
    expect(await contentOf('compliance')).toEqual(now);
    const { contentKeys } = await readKeyFileView(path);
    expect(contentKeys).toEqual({
      ...{ epoch: 2, sinceMs: LATER_MS },
      rewrapping: { by: idOf('compliance'), sinceMs: LATER_MS },
    });
    wipeContent(keyring);
  });

  it('is one at a time, ends once, and leaves evidence keys and public keys alone', async () => {
    const before = await fileNow();
    wipeContent(await beginRotation(request('operator')));
    await expect(beginRotation(request('compliance'))).rejects.toMatchObject({ code: 'wrong_usage' });
    const { metadata } = await openKeys(request('viewer'));
    await expect(endRotation({ path, metadata }, 1)).rejects.toMatchObject({ code: 'wrong_usage' });
    await endRotation({ path, metadata }, 2);
    await endRotation({ path, metadata }, 2);
    const after = await fileNow();
    expect(after.contentKeys).toEqual({ epoch: 2, sinceMs: LATER_MS });
    expect([after.keyrings.metadata, after.publicKeys]).toEqual([
      before.keyrings.metadata,
      before.publicKeys,
    ]);
    wipeContent(await beginRotation(request('compliance')));
    expect((await contentOf('operator')).epochs.map(([epoch]) => epoch)).toEqual([3, 2, 1]);
  });

  it('is for content holders: admin and viewer are refused, before and while one is under way', async () => {
    for (const role of ['admin', 'viewer'])
      await expect(beginRotation(request(role))).rejects.toMatchObject({ code: 'not_allowed' });
    wipeContent(await beginRotation(request('operator')));
    for (const role of ['admin', 'viewer']) {
      await expect(beginRotation(request(role))).rejects.toMatchObject({ code: 'not_allowed' });
      expect((await openKeys(request(role))).content).toBeUndefined();
    }
    expect((await fileNow()).people.map(({ wraps }) => wraps.content !== undefined)).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('refuses a wrong password, a file that was changed, and one that is cut short; nothing is written', async () => {
    const wrong = { ...request('operator'), password: 'not the password' };
    await expect(beginRotation(wrong)).rejects.toMatchObject({ code: 'wrong_password' });
    const file = await fileNow();
    const changes: ((broken: KeyFile) => unknown)[] = [
      (broken) => (broken.contentKeys!.sinceMs += 1),
      (broken) => (broken.contentKeys!.rewrapping = { by: idOf('admin'), sinceMs: 0 }),
      (broken) => (broken.keyrings.content = broken.keyrings.metadata),
      (broken) => (broken.people[1]!.wraps.content = broken.people[2]!.wraps.content!),
      (broken) => delete broken.contentKeys,
    ];
    for (const change of changes) {
      const broken = structuredClone(file);
      change(broken);
      const text = JSON.stringify(broken);
      await writeFile(path, text);
      await expect(beginRotation(request('operator'))).rejects.toMatchObject({ code: 'damaged' });
      expect(await readFile(path, 'utf8')).toBe(text);
    }
    await writeFile(path, original.slice(0, original.length / 2));
    await expect(beginRotation(request('operator'))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('is refused on another device', async () => {
    const elsewhere = { ...deviceSecrets, load: () => Promise.resolve([Buffer.alloc(32, 8)]) };
    await expect(beginRotation({ ...request('operator'), deviceSecrets: elsewhere })).rejects.toMatchObject({
      code: 'foreign_file',
    });
    expect(await readFile(path, 'utf8')).toBe(original);
  });

  it('shuts out who left: their place in an old copy opens nothing of the new epoch', async () => {
    const nora = '9b0c3d7e-5a51-4c0e-8f59-5c3f6f3d1a10' as PersonId;
    const password = 'four words of nora';
    await proposePerson(request('admin'), {
      change: 'new',
      id: nora,
      name: 'Nora',
      role: 'operator',
      password,
    });
    await agreeToPerson(request('compliance'), nora);
    const copy = join(folder, 'copy.json');
    await writeFile(copy, await readFile(path, 'utf8'));
    await removePerson(request('admin'), nora);
    const keyring = await beginRotation(request('compliance'));
    const kept = (await openKeys({ ...request('operator'), path: copy, personId: nora, password })).content!;
    expect(told(kept).epochs).toEqual(told(keyring).epochs.slice(1));
    // With the old keyring key in hand, the new keyring does not open.
    const grafted = JSON.parse(await readFile(copy, 'utf8')) as KeyFile;
    grafted.keyrings.content = (await fileNow()).keyrings.content;
    await writeFile(copy, JSON.stringify(grafted));
    await expect(
      openKeys({ ...request('operator'), path: copy, personId: nora, password }),
    ).rejects.toMatchObject({ code: 'damaged' });
  });

  it('leaves the sealed sheets good, and passwords changed meanwhile', async () => {
    const printed: string[] = [];
    await makeSheets(request('compliance'), {
      ...{ count: 3, threshold: 2, witness: idOf('admin') },
      print: ({ sheets }) => {
        printed.push(...sheets.map(({ groups }) => groups.join('-')));
        return Promise.resolve();
      },
    });
    wipeContent(await beginRotation(request('compliance')));
    await changePassword(request('operator'), 'another set of words');
    const opened = await openSheets({ path, workspaceId, sheets: printed.slice(1), deviceSecrets });
    await opened.giveAccess(idOf('operator'), 'found the way back in', { nowMs: LATER_MS, passwordCost });
    opened.close();
    const again = await openKeys({ ...request('operator'), password: 'found the way back in' });
    expect(told(again.content!)).toEqual(await contentOf('compliance'));
    again.close();
  });

  it('wipes the keys before when a session takes the new ones', async () => {
    const opened = await openKeys(request('operator'));
    const before = opened.content!;
    opened.adoptContent(await beginRotation(request('operator')));
    expect(before.contentDbKey.every((byte) => byte === 0)).toBe(true);
    expect(before.categories.datasets.every((byte) => byte === 0)).toBe(true);
    expect(told(opened.content!)).toEqual(await contentOf('compliance'));
    opened.dropContent();
    const late = withNewEpoch(createContentKeyring());
    opened.adoptContent(late);
    expect(opened.content).toBeUndefined();
    expect(late.categories.datasets.every((byte) => byte === 0)).toBe(true);
    opened.close();
  });
});

describe('a keyring of many epochs', () => {
  it('comes back as it was sealed and forgets the oldest after forty', () => {
    let keyring = createContentKeyring();
    for (let at = 0; at < 50; at += 1) keyring = withNewEpoch(keyring);
    const key = Buffer.alloc(32, 1);
    expect(told(openContent(key, workspaceId, sealContent(key, workspaceId, keyring)))).toEqual(
      told(keyring),
    );
    expect([keyring.epoch, keyring.former.length, keyring.former.at(-1)?.epoch]).toEqual([51, 40, 11]);
  });
});

describe('a key file from before epochs', () => {
  const before = {
    db: 'b16da6e4db3a4aa076b59f525226448fca036a1a48961f5335df91f3801bbd61',
    epochs: [[1, '7aff399af18bb68c585fb5cfee1012f105c392028021d220070ce66f8ced03e1']],
  };
  const own = (file: KeyFile, role: string) => ({
    ...request(role),
    personId: file.people.find((slot) => slot.role === role)!.id,
  });

  it('opens as the first epoch, since the first people came, and is left as it is', async () => {
    const text = await readFile(FIXTURE, 'utf8');
    await writeFile(path, text);
    const file = await fileNow();
    const opened = await openKeys(own(file, 'operator'));
    expect(told(opened.content!)).toEqual(before);
    opened.close();
    expect((await readKeyFileView(path)).contentKeys).toEqual({ epoch: 1, sinceMs: MADE_AT_MS });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('is written in the newest format by whoever changes it next, also one without content keys', async () => {
    await writeFile(path, await readFile(FIXTURE, 'utf8'));
    const file = await fileNow();
    await changePassword(own(file, 'admin'), 'another set of words');
    const after = await fileNow();
    expect([after.v, contentKeysOf(after)]).toEqual([2, { epoch: 1, sinceMs: MADE_AT_MS }]);
    const opened = await openKeys(own(file, 'compliance'));
    expect(told(opened.content!)).toEqual(before);
    opened.close();
    const keyring = await beginRotation(own(file, 'compliance'));
    expect(told(keyring).epochs[1]).toEqual(before.epochs[0]);
  });

  it('is refused where it comes from the future, and where an epoch was put into it', async () => {
    const file = JSON.parse(await readFile(FIXTURE, 'utf8')) as KeyFile;
    await writeFile(path, JSON.stringify({ ...file, v: 3 }));
    await expect(openKeys(own(file, 'operator'))).rejects.toMatchObject({ code: 'newer_format' });
    await writeFile(path, JSON.stringify({ ...file, contentKeys: { epoch: 7, sinceMs: 0 } }));
    await expect(openKeys(own(file, 'operator'))).rejects.toMatchObject({ code: 'damaged' });
  });
});
