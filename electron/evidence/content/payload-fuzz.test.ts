import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATA_CATEGORIES, PayloadId, Problem } from '../../../shared/domain/index.ts';
import { openCipher } from '../database/index.ts';
import { verifyPayloads } from '../verify/index.ts';
import { createContent } from './content.ts';
import type { ContentOptions } from './port.ts';
import { openPayload, sealPayload, type PayloadPlace, type SealedPayload } from './payload-crypt.ts';
import { ContentFile } from './store.ts';
import type { PayloadRef } from '../../../shared/formats/index.ts';

/** What may become of stored bytes: cut, stretched, exchanged for any others, bent anywhere. */
type Change =
  | { readonly do: 'cut'; readonly at: number }
  | { readonly do: 'add'; readonly bytes: Uint8Array }
  | { readonly do: 'replace'; readonly bytes: Uint8Array }
  | { readonly do: 'bend'; readonly at: number; readonly by: number };

const anyBytes = fc.uint8Array({ maxLength: 120 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ do: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('add' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }) }),
  fc.record({ do: fc.constant('replace' as const), bytes: anyBytes }),
  fc.record({ do: fc.constant('bend' as const), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
);

function changed(bytes: Uint8Array, how: Change): Uint8Array {
  switch (how.do) {
    case 'cut':
      return bytes.slice(0, how.at % bytes.length);
    case 'add':
      return Buffer.concat([bytes, how.bytes]);
    case 'replace':
      return how.bytes;
    case 'bend': {
      const bent = Uint8Array.from(bytes);
      bent[how.at % bent.length]! ^= how.by;
      return bent;
    }
  }
}

describe('a sealed payload', () => {
  const key = randomBytes(32);
  const place: PayloadPlace = {
    workspaceId: randomUUID(),
    category: 'tool_call_outputs',
    id: PayloadId.parse(randomUUID()),
  };
  const whole = sealPayload(key, place, Buffer.from('what a tool saw'));

  function open(payload: SealedPayload): Uint8Array | string {
    try {
      return openPayload(key, place, payload);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.code;
    }
  }

  test('opens, and with any other bytes in its place it is damaged, in plain words', () => {
    expect(Buffer.from(open(whole) as Uint8Array).toString()).toBe('what a tool saw');
    fc.assert(
      fc.property(fc.constantFrom('sealed' as const, 'wrappedKey' as const), change, (field, how) => {
        expect(open({ ...whole, [field]: changed(whole[field], how) })).toBe('damaged');
      }),
      { numRuns: 1500 },
    );
    expect(open({ sealed: whole.wrappedKey, wrappedKey: whole.sealed })).toBe('damaged');
  });

  test('made of any bytes whatever is damaged', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (sealed, wrappedKey) => {
        expect(open({ sealed, wrappedKey })).toBe('damaged');
      }),
      { numRuns: 1500 },
    );
  });
});

describe('the store of payloads', () => {
  const CATEGORY = 'conversation_history';
  let options: ContentOptions;
  let path: string;
  let refs: PayloadRef[];
  let bytes: Buffer;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'swarm-fuzz-'));
    path = join(folder, 'content.db');
    options = {
      folder,
      workspaceId: randomUUID(),
      databaseKey: randomBytes(32),
      categoryKeys: Object.fromEntries(DATA_CATEGORIES.map((name) => [name, randomBytes(32)])),
    };
    const store = await createContent(options);
    refs = await Promise.all(['one', 'two', 'three'].map((said) => store.put(CATEGORY, Buffer.from(said))));
    await store.close();
    bytes = await readFile(path);
  });
  afterAll(() => rm(options.folder, { recursive: true }));

  const verdict = async (): Promise<string> => {
    const cited = [new Map(refs.map(({ id, sha256 }) => [id, sha256]))];
    const { folder, databaseKey: contentDatabaseKey } = options;
    return (await verifyPayloads({ folder, contentDatabaseKey, cited })).verdict;
  };

  /** Opens the store and reads every payload; what each reading came to. */
  function readAll(): string[] {
    const copies = Object.entries(options.categoryKeys).map(([name, key]) => [name, Uint8Array.from(key)]);
    const file = new ContentFile({
      ...{ path, workspaceId: options.workspaceId },
      databaseKey: Uint8Array.from(options.databaseKey),
      categoryKeys: Object.fromEntries(copies) as ContentOptions['categoryKeys'],
    });
    try {
      return refs.map((ref) => plainly(() => Buffer.from(file.get(CATEGORY, ref)).toString()));
    } finally {
      file.close();
    }
  }

  test('tells every change of a payload in its table, by reading and by verifying', async () => {
    const row = fc.nat(2);
    await fc.assert(
      fc.asyncProperty(row, fc.option(row), change, async (at, other, how) => {
        await writeFile(path, bytes);
        const database = openCipher(path, options.databaseKey, { readonly: false, mustExist: true });
        const triggers = database
          .prepare("SELECT sql FROM sqlite_schema WHERE name = 'payloads_keep_their_content'")
          .pluck()
          .all() as string[];
        database.exec('DROP TRIGGER payloads_keep_their_content');
        const sealedOf = (which: number): Uint8Array =>
          database
            .prepare('SELECT sealed FROM payloads WHERE id = ?')
            .pluck()
            .get(refs[which]?.id) as Uint8Array;
        const before = sealedOf(at);
        const after = other === null ? changed(before, how) : sealedOf(other);
        database.prepare('UPDATE payloads SET sealed = ? WHERE id = ?').run(after, refs[at]?.id);
        for (const sql of triggers) database.exec(sql);
        database.close();
        const same = Buffer.from(before).equals(after);
        expect(await verdict()).toBe(same ? 'ok' : 'payload_altered');
        expect(readAll()[at]).toBe(same ? ['one', 'two', 'three'][at] : 'damaged');
      }),
      { numRuns: 40 },
    );
    await writeFile(path, bytes);
  });

  test('whose file was changed anywhere never verifies, and opens in plain words or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(change, async (how) => {
        const other = Buffer.from(changed(bytes, how));
        await writeFile(path, other);
        const told = await verdict();
        if (!other.equals(bytes)) expect(told).toBe('cannot_read');
        const read = plainly(() => readAll().join());
        expect(read).not.toBe('');
        await Promise.all(['-wal', '-shm'].map((name) => rm(`${path}${name}`, { force: true })));
      }),
      // Also cut to whole pages, each of which holds alone.
      {
        numRuns: 60,
        examples: [1, 2, 3].map((pages): [Change] => [{ do: 'cut', at: bytes.length - pages * 4096 }]),
      },
    );
    await writeFile(path, bytes);
    expect([await verdict(), readAll()]).toEqual(['ok', ['one', 'two', 'three']]);
  });
});

/** What comes of an act: its result, or a problem's code. Anything else is a bug. */
function plainly(act: () => string): string {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code;
  }
}
