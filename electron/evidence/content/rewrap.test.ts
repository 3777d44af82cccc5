import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DATA_CATEGORIES, type DataCategory } from '../../../shared/domain/index.ts';
import type { PayloadRef } from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { createDatabaseFile, openCipher, openDatabaseFile, type SqliteDatabase } from '../database/index.ts';
import { verifyPayloads } from '../verify/index.ts';
import { createContent, openContent } from './content.ts';
import type { ContentOptions } from './port.ts';
import { CONTENT_DATABASE } from './migrations/index.ts';
import { sealPayload } from './payload-crypt.ts';
import type { ContentStore } from './port.ts';

type Keys = Readonly<Record<DataCategory, Uint8Array>>;
const fresh = (): Keys =>
  Object.fromEntries(DATA_CATEGORIES.map((name) => [name, randomBytes(32)])) as unknown as Keys;
const of = (number: number): DataCategory => DATA_CATEGORIES[number % DATA_CATEGORIES.length]!;

let folder: string;
let path: string;
let options: ContentOptions;
let first: Keys;
let second: Keys;
let store: ContentStore | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-content-keys-'));
  path = join(folder, 'content.db');
  [first, second] = [fresh(), fresh()];
  options = { folder, workspaceId: randomUUID(), databaseKey: randomBytes(32), categoryKeys: first };
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  await rm(folder, { recursive: true });
});

const newer = () => ({ categoryKeys: second, epoch: 2, former: [{ epoch: 1, categories: first }] });
const make = async (): Promise<ContentStore> => (store = await createContent(options));
const reopen = async (changes: Partial<ContentOptions> = {}): Promise<ContentStore> => {
  await store?.close();
  return (store = await openContent({ ...options, ...changes }));
};
const put = (into: ContentStore, count: number): Promise<PayloadRef[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => into.put(of(at), Buffer.from(`text ${at}`))));
const readAll = (from: ContentStore, refs: readonly PayloadRef[]): Promise<string[]> =>
  Promise.all(
    refs.map(async (ref, at) =>
      from.get(of(at), ref).then(
        (content) => Buffer.from(content).toString(),
        (error: unknown) => (error as { code: string }).code,
      ),
    ),
  );
const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `text ${at}`);
const inSql = async (act: (database: SqliteDatabase) => void): Promise<void> => {
  await store?.close();
  store = undefined;
  const database = openCipher(path, options.databaseKey, { readonly: false, mustExist: true });
  act(database);
  database.close();
};

describe('keys of payloads', () => {
  test('are wrapped anew in batches, open all the while, and the ciphertext stays as the journal cites it', async () => {
    const content = await make();
    const refs = await put(content, 10);
    await content.adoptKeys(newer());
    expect(await content.keyed.waiting()).toBe(10);
    expect(await content.keyed.rewrap(4)).toEqual({ done: 4, damaged: 0, finished: false });
    expect(await readAll(content, refs)).toEqual(texts(10));
    const again = await reopen(newer());
    expect(await again.keyed.waiting()).toBe(6);
    expect(await again.keyed.rewrap(100)).toEqual({ done: 6, damaged: 0, finished: true });
    expect(await readAll(again, refs)).toEqual(texts(10));
    const cited = new Map(refs.map((ref) => [ref.id, ref.sha256]));
    const report = await verifyPayloads({ folder, contentDatabaseKey: options.databaseKey, cited: [cited] });
    expect(report.verdict).toBe('ok');

    expect(await readAll(await reopen({ categoryKeys: second, epoch: 2 }), refs)).toEqual(texts(10));
    expect(new Set(await readAll(await reopen(), refs))).toEqual(new Set(['damaged']));
  });

  test('are wrapped under the newest epoch where a payload comes later', async () => {
    const content = await make();
    await content.adoptKeys(newer());
    const refs = await put(content, 3);
    expect(await content.keyed.waiting()).toBe(0);
    expect(await readAll(await reopen({ categoryKeys: second, epoch: 2 }), refs)).toEqual(texts(3));
  });

  test('that were changed or moved are left as they are and stop nobody else', async () => {
    const refs = await put(await make(), 4);
    let kept: unknown[] = [];
    await inSql((database) => {
      database.exec('DROP TRIGGER payload_keys_only_rise');
      const wrapOf = database.prepare('SELECT wrapped FROM payload_keys WHERE id = ?').pluck();
      const set = database.prepare('UPDATE payload_keys SET wrapped = ? WHERE id = ?');
      const flipped = Buffer.from(wrapOf.get(refs[0]?.id) as Uint8Array);
      flipped[flipped.length - 1]! ^= 1;
      set.run(flipped, refs[0]?.id);
      set.run(wrapOf.get(refs[3]?.id), refs[1]?.id);
      database.prepare('UPDATE payload_keys SET epoch = 9 WHERE id = ?').run(refs[2]?.id);
      kept = [wrapOf.get(refs[0]?.id), wrapOf.get(refs[1]?.id)];
    });
    const content = await reopen(newer());
    expect(await content.keyed.rewrap(100)).toEqual({ done: 1, damaged: 2, finished: true });
    expect(await content.keyed.rewrap(100)).toEqual({ done: 0, damaged: 0, finished: true });
    expect(await readAll(content, refs)).toEqual(['damaged', 'damaged', 'damaged', 'text 3']);
    await inSql((database) => {
      const wrapOf = database.prepare('SELECT wrapped FROM payload_keys WHERE id = ?').pluck();
      expect([wrapOf.get(refs[0]?.id), wrapOf.get(refs[1]?.id)]).toEqual(kept);
    });
  });

  test('leave no earlier wrap in file or log, and an erasure after a rotation is one', async () => {
    const content = await make();
    const [ref] = await put(content, 1);
    const wraps: Buffer[] = [];
    const remember = (database: SqliteDatabase): void => {
      wraps.push(
        Buffer.from(database.prepare('SELECT wrapped FROM payload_keys').pluck().get() as Uint8Array),
      );
    };
    await inSql(remember);
    const rotated = await reopen(newer());
    await rotated.keyed.rewrap(10);
    await inSql(remember);
    const erasing = await reopen(newer());
    await erasing.erase(ref!.id);
    expect(await erasing.states([ref!.id])).toEqual(['erased']);
    expect(await erasing.keyed.waiting()).toBe(0);
    await inSql((database) => {
      const pages = database.serialize();
      expect(wraps.map((wrap) => pages.includes(wrap))).toEqual([false, false]);
    });
    expect(wraps[0]?.equals(wraps[1] ?? Buffer.alloc(0))).toBe(false);
    expect((await readFile(path)).length).toBeGreaterThan(0);
  });
});

describe('a store from before keys had epochs', () => {
  test('is brought over: every payload opens, what was erased stays erased, and no old copy of a key is left', async () => {
    const older = { ...CONTENT_DATABASE, migrations: CONTENT_DATABASE.migrations.slice(0, 1) };
    await createDatabaseFile(path, options.databaseKey, older);
    const database = openDatabaseFile(path, options.databaseKey, older);
    const refs: PayloadRef[] = [];
    const wraps: Uint8Array[] = [];
    for (let at = 0; at < 20; at += 1) {
      const place = { workspaceId: options.workspaceId, category: of(at), id: randomUUID() as never };
      const { sealed, wrappedKey } = sealPayload(first[of(at)], place, Buffer.from(`text ${at}`));
      database
        .prepare('INSERT INTO payloads (id, category, sealed, wrapped_key) VALUES (?, ?, ?, ?)')
        .run(place.id, place.category, sealed, at === 0 ? null : wrappedKey);
      refs.push({ id: place.id, sha256: sha256Hex(sealed) });
      wraps.push(wrappedKey);
    }
    database.close();
    const cited = new Map(refs.map((ref) => [ref.id, ref.sha256]));
    const verified = () =>
      verifyPayloads({ folder, contentDatabaseKey: options.databaseKey, cited: [cited] });
    const before = await verified();
    expect(before.checks[0]?.detail).toContain('1 of them erased');

    const content = await reopen();
    expect(await readAll(content, refs)).toEqual(['not_found', ...texts(20).slice(1)]);
    expect(await content.states(refs.slice(0, 2).map(({ id }) => id))).toEqual(['erased', 'kept']);
    for (const { id } of refs) await content.erase(id);
    await inSql((brought) => {
      const pages = brought.serialize();
      expect(wraps.filter((wrap) => pages.includes(Buffer.from(wrap)))).toEqual([]);
      expect(brought.pragma('integrity_check', { simple: true })).toBe('ok');
    });
    const after = await verified();
    expect([after.verdict, after.checks[0]?.detail]).toEqual(['ok', expect.stringContaining('20 of them')]);
  });
});
