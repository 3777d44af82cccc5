import { randomBytes, randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DATA_CATEGORIES, PayloadId } from '../../../shared/domain/index.ts';
import { openCipher, type SqliteDatabase } from '../database/index.ts';
import { verifyPayloads } from '../verify/index.ts';
import { createContent, openContent } from './content.ts';
import type { ContentOptions } from './port.ts';
import type { ContentStore } from './port.ts';

const text = Buffer.from('patient PLANTED-NAME was seen on 2026-01-02');
let options: ContentOptions;
let store: ContentStore;
let path: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-content-'));
  path = join(folder, 'content.db');
  options = {
    folder,
    workspaceId: randomUUID(),
    databaseKey: randomBytes(32),
    categoryKeys: Object.fromEntries(DATA_CATEGORIES.map((name) => [name, randomBytes(32)])),
  };
  store = await createContent(options);
});

afterEach(async () => {
  await store.close();
  await rm(options.folder, { recursive: true });
});

/** Someone with the database key and SQL, but no category key. */
async function insider(act: (database: SqliteDatabase) => void): Promise<void> {
  await store.close();
  const database = openCipher(path, options.databaseKey, { readonly: false, mustExist: true });
  database.exec('DROP TRIGGER payloads_keep_their_content; DROP TRIGGER payload_keys_only_rise');
  act(database);
  database.close();
  store = await openContent(options);
}

test('what was put comes back, in any size, also after opening again', async () => {
  const contents = [Buffer.alloc(0), text, randomBytes(300_000)];
  const refs = await Promise.all(contents.map((content) => store.put('tool_call_outputs', content)));
  await store.close();
  store = await openContent(options);
  for (const [i, ref] of refs.entries())
    expect(Buffer.from(await store.get('tool_call_outputs', ref))).toEqual(contents[i]);
});

test("a payload's id is random and its hash is over the ciphertext, so equal texts differ", async () => {
  const [one, two] = [await store.put('agent_memory', text), await store.put('agent_memory', text)];
  expect(PayloadId.safeParse(one.id).success).toBe(true);
  expect(one.id).not.toBe(two.id);
  expect(one.sha256).not.toBe(two.sha256);
});

test('nothing of a payload stands on disk in clear, not even for who has the database key', async () => {
  await store.put('conversation_history', text);
  const raw = Buffer.concat([await readFile(path), await readFile(`${path}-wal`)]);
  expect(raw.includes('PLANTED')).toBe(false);
  await insider((database) => {
    expect(JSON.stringify(database.prepare('SELECT hex(sealed) FROM payloads').all())).not.toContain(
      Buffer.from('PLANTED').toString('hex').toUpperCase(),
    );
  });
});

describe('a payload opens only where it belongs', () => {
  test('not under another category, even where that is asked for by name', async () => {
    const ref = await store.put('tool_call_inputs', text);
    await expect(store.get('tool_call_outputs', ref)).rejects.toMatchObject({ code: 'damaged' });
  });
  test('not when its category is changed in the table', async () => {
    const ref = await store.put('tool_call_inputs', text);
    await insider((database) => database.exec("UPDATE payloads SET category = 'tool_call_outputs'"));
    await expect(store.get('tool_call_outputs', ref)).rejects.toMatchObject({ code: 'damaged' });
  });
  test('not under another id', async () => {
    const [one, two] = [
      await store.put('artefacts', text),
      await store.put('artefacts', Buffer.from('else')),
    ];
    await insider((database) => {
      database.prepare("UPDATE payloads SET id = 'x' WHERE id = ?").run(one.id);
      database.prepare('UPDATE payloads SET id = ? WHERE id = ?').run(one.id, two.id);
    });
    await expect(store.get('artefacts', one)).rejects.toMatchObject({ code: 'damaged' });
    await expect(store.get('artefacts', { ...two, id: one.id })).rejects.toMatchObject({ code: 'damaged' });
  });
  test('not in another workspace with the same keys', async () => {
    const ref = await store.put('artefacts', text);
    await store.close();
    store = await openContent({ ...options, workspaceId: randomUUID() });
    await expect(store.get('artefacts', ref)).rejects.toMatchObject({ code: 'damaged' });
  });
  test('not with another category key, and not at all without one', async () => {
    const ref = await store.put('artefacts', text);
    await store.close();
    store = await openContent({ ...options, categoryKeys: { artefacts: randomBytes(32) } });
    await expect(store.get('artefacts', ref)).rejects.toMatchObject({ code: 'damaged' });
    await expect(store.get('agent_memory', ref)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(store.put('agent_memory', text)).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

test('a changed ciphertext is damaged, an unknown id not found', async () => {
  const ref = await store.put('datasets', text);
  await insider((database) => database.exec('UPDATE payloads SET sealed = zeroblob(200)'));
  await expect(store.get('datasets', ref)).rejects.toMatchObject({ code: 'damaged' });
  const unknown = { ...ref, id: PayloadId.parse(randomUUID()) };
  await expect(store.get('datasets', unknown)).rejects.toMatchObject({ code: 'not_found' });
});

describe('what goes', () => {
  test('a sweep removes what no entry cites and nothing else', async () => {
    const [kept, orphan] = [await store.put('artefacts', text), await store.put('artefacts', text)];
    expect(await store.sweep([kept.id])).toBe(1);
    expect(await store.sweep([kept.id])).toBe(0);
    expect(Buffer.from(await store.get('artefacts', kept))).toEqual(text);
    await expect(store.get('artefacts', orphan)).rejects.toMatchObject({ code: 'not_found' });
  });
  test('an erased payload is gone for every key, and its hash still checks', async () => {
    const ref = await store.put('artefacts', text);
    await store.erase(ref.id);
    await expect(store.get('artefacts', ref)).rejects.toThrow('erased');
    await expect(store.erase(PayloadId.parse(randomUUID()))).rejects.toMatchObject({ code: 'not_found' });
    await store.erase(ref.id);
    const cited = new Map([[ref.id, ref.sha256]]);
    const { folder, databaseKey } = options;
    const report = await verifyPayloads({ folder, contentDatabaseKey: databaseKey, cited: [cited] });
    expect(report.verdict).toBe('ok');
  });
  test('what is left is told without opening anything', async () => {
    const [kept, erased] = [await store.put('artefacts', text), await store.put('artefacts', text)];
    await store.erase(erased.id);
    const unknown = PayloadId.parse(randomUUID());
    expect(await store.states([erased.id, unknown, kept.id])).toEqual(['erased', 'missing', 'kept']);
    const cited = new Map([kept, erased].map((ref) => [ref.id, ref.sha256]));
    const { folder, databaseKey } = options;
    const [check] = (await verifyPayloads({ folder, contentDatabaseKey: databaseKey, cited: [cited] }))
      .checks;
    expect(check?.detail).toContain('1 of them erased');
  });
  test('an erasure that may leave the key in the log says so', async () => {
    const ref = await store.put('artefacts', text);
    const other = openCipher(path, options.databaseKey, { readonly: false, mustExist: true });
    other.exec('BEGIN');
    other.prepare('SELECT count(*) FROM payloads').get();
    await expect(store.erase(ref.id)).rejects.toMatchObject({ code: 'in_use' });
    other.close();
    await store.erase(ref.id);
    expect((await store.states([ref.id]))[0]).toBe('erased');
  }, 20_000);
  test('the wrapped key of an erased payload is in no page of the file', async () => {
    const ref = await store.put('artefacts', text);
    let wrapped = Buffer.alloc(0);
    await insider((database) => {
      wrapped = Buffer.from(database.prepare('SELECT wrapped FROM payload_keys').pluck().get() as Uint8Array);
    });
    await store.erase(ref.id);
    await store.close();
    const clear = openCipher(path, options.databaseKey, { readonly: false, mustExist: true });
    const pages = clear.serialize();
    clear.close();
    expect(wrapped.length).toBeGreaterThan(0);
    expect(pages.includes(wrapped)).toBe(false);
    store = await openContent(options);
  });
  test('SQL cannot change content or bring a key back', async () => {
    const ref = await store.put('artefacts', text);
    const database = openCipher(path, options.databaseKey, { readonly: false, mustExist: true });
    for (const statement of [
      "UPDATE payloads SET sealed = x'00'",
      "UPDATE payloads SET category = 'datasets'",
      "UPDATE payload_keys SET wrapped = x'00'",
      "UPDATE payload_keys SET epoch = 2, category = 'datasets'",
      "INSERT OR REPLACE INTO payload_keys SELECT id, category, epoch, x'00' FROM payload_keys",
    ])
      expect(() => database.exec(statement)).toThrow(/not changed|later epoch|before its payload/);
    database.close();
    expect(Buffer.from(await store.get('artefacts', ref))).toEqual(text);
  });
});

describe('verifying payloads', () => {
  const put = async (count: number): Promise<Map<string, string>> => {
    const cited = new Map<string, string>();
    for (let i = 0; i < count; i += 1) {
      const ref = await store.put(DATA_CATEGORIES[i % DATA_CATEGORIES.length]!, text);
      cited.set(ref.id, ref.sha256);
    }
    return cited;
  };
  const verdict = async (cited: ReadonlyMap<string, string>): Promise<string> => {
    const { folder, databaseKey } = options;
    return (await verifyPayloads({ folder, contentDatabaseKey: databaseKey, cited: [cited] })).verdict;
  };

  test('whole, altered, missing, unreadable, and honest about what it could not check', async () => {
    const cited = await put(4);
    expect(await verdict(cited)).toBe('ok');
    expect((await verifyPayloads({ folder: options.folder, cited: [cited] })).checks[0]?.state).toBe(
      'not_checked',
    );
    expect(await verdict(new Map([...cited, [randomUUID(), '00']]))).toBe('payload_altered');
    await insider((database) => {
      const [id] = cited.keys();
      database.prepare("UPDATE payloads SET sealed = x'00' WHERE id = ?").run(id);
    });
    expect(await verdict(cited)).toBe('payload_altered');
    await store.close();
    await copyFile(path, `${path}.kept`);
    const bytes = await readFile(path);
    bytes[bytes.length - 3000]! ^= 1;
    await writeFile(path, bytes);
    expect(await verdict(cited)).toBe('cannot_read');
    await rm(path);
    expect(await verdict(cited)).toBe('cannot_read');
    await copyFile(`${path}.kept`, path);
    store = await openContent(options);
  });
});

test('a second store in the same place, and a wrong key, are refused', async () => {
  await expect(createContent(options)).rejects.toMatchObject({ code: 'already_exists' });
  await store.close();
  await expect(openContent({ ...options, databaseKey: randomBytes(32) })).rejects.toMatchObject({
    code: 'foreign_file',
  });
  store = await openContent(options);
});
