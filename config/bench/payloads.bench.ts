import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PayloadId } from '../../shared/domain/index.ts';
import type { PayloadRef } from '../../shared/formats/index.ts';
import { sha256Hex } from '../../electron/core/index.ts';
import { CONTENT_DATABASE } from '../../electron/evidence/content/migrations/index.ts';
import { sealPayload } from '../../electron/evidence/content/payload-crypt.ts';
import { ContentFile } from '../../electron/evidence/content/store.ts';
import { setDurable } from '../../electron/evidence/database/cipher.ts';
import {
  createDatabaseFile,
  openCipher,
  type SqliteDatabase,
} from '../../electron/evidence/database/index.ts';
import { verifyPayloads } from '../../electron/evidence/verify/index.ts';
import { compared, inTurns } from './in-turns.ts';
import type { BenchResult, BenchRow } from './journal.bench.ts';

/** Payloads: `SWARM_BENCH_PAYLOADS=20000 npm run bench -- payloads` for a quicker look. */
const PAYLOADS = Number(process.env.SWARM_BENCH_PAYLOADS ?? 100_000);
const BYTES = 2048;
const PER_COMMIT = 1000;
const CATEGORY = 'conversation_history';

/**
 * A content store with a hundred thousand payloads in it: putting one more and getting one out, in turns
 * with a bare table of as many rows of the same bytes in the same encrypted file, in the order of their
 * number; and what every start and every verification goes through.
 */
export async function bench(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-payloads-'));
  const path = join(folder, 'content.db');
  const [databaseKey, categoryKey, workspaceId] = [randomBytes(32), randomBytes(32), randomUUID()];
  await createDatabaseFile(path, databaseKey, CONTENT_DATABASE);
  const bare = openCipher(path, databaseKey, { readonly: false, mustExist: true });
  bare.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT');
  const refs: PayloadRef[] = [];
  const content = randomBytes(BYTES);
  const intoBare = bare.prepare('INSERT INTO bare (sealed) VALUES (?)');
  const intoKeys = bare.prepare('INSERT INTO payload_keys VALUES (?, ?, 1, ?)');
  const intoStore = bare.prepare('INSERT INTO payloads VALUES (?, ?, ?)');
  for (let at = 0; at < PAYLOADS; at += PER_COMMIT)
    bare.transaction(() => {
      for (let n = 0; n < PER_COMMIT; n += 1) {
        const id = randomUUID() as PayloadId;
        const { sealed, wrappedKey } = sealPayload(
          categoryKey,
          { workspaceId, category: CATEGORY, id },
          content,
        );
        intoKeys.run(id, CATEGORY, wrappedKey);
        intoStore.run(id, CATEGORY, sealed);
        intoBare.run(sealed);
        refs.push({ id, sha256: sha256Hex(sealed) });
      }
    })();
  setDurable(bare);
  const cited = new Map(refs.map(({ id, sha256 }) => [id, sha256]));
  const file = new ContentFile({
    path,
    workspaceId,
    databaseKey: Uint8Array.from(databaseKey),
    categoryKeys: { [CATEGORY]: categoryKey },
  });
  try {
    const fromBare = bare.prepare('SELECT sealed FROM bare WHERE id = ?').pluck();
    const any = (): number => Math.floor(Math.random() * PAYLOADS);
    const times = await inTurns({
      bareGet: () => fromBare.get(1 + any()),
      get: () => file.get(CATEGORY, someRef(refs, any())),
      barePut: () => intoBare.run(content),
      put: () => {
        const ref = file.put(CATEGORY, content);
        refs.push(ref);
        cited.set(ref.id, ref.sha256);
      },
    });
    const rows: BenchRow[] = [
      compared('durable single put, against a bare insert', times.put, times.barePut),
      compared('one out, against a bare select', times.get, times.bareGet),
    ];
    const swept = performance.now();
    file.sweep(refs.map(({ id }) => id));
    rows.push({ what: 'sweep at start', value: performance.now() - swept, unit: 'ms' });
    const verified = performance.now();
    const { verdict } = await verifyPayloads({ folder, contentDatabaseKey: databaseKey, cited: [cited] });
    if (verdict !== 'ok') throw new Error(`the payloads of the benchmark do not verify: ${verdict}`);
    const verifyMs = performance.now() - verified;
    rows.push({ what: 'payloads verified', value: (cited.size / verifyMs) * 1000, unit: '1/s' });
    rows.push(...rotate(file, categoryKey, bare));
    return { name: 'payloads', rows };
  } finally {
    file.close();
    bare.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Every payload's key wrapped under a new epoch as a rotation does it, against the same rows written without
 * any cryptography: the least that a durable rotation could cost in this file.
 */
function rotate(file: ContentFile, categoryKey: Uint8Array, bare: SqliteDatabase): BenchRow[] {
  bare.exec('CREATE TABLE plain (id TEXT PRIMARY KEY, epoch INTEGER, wrapped BLOB) STRICT, WITHOUT ROWID');
  bare.exec('INSERT INTO plain SELECT id, epoch, wrapped FROM payload_keys');
  const keys = Number(bare.prepare('SELECT count(*) FROM plain').pluck().get());
  const update = bare.prepare('UPDATE plain SET epoch = 2, wrapped = ? WHERE id = ?');
  const rows = bare.prepare('SELECT id, wrapped FROM plain WHERE id > ? ORDER BY id LIMIT ?');
  const write = bare.transaction((batch: readonly { id: string; wrapped: Uint8Array }[]) => {
    for (const { id, wrapped } of batch) update.run(wrapped, id);
  });
  let before = '';
  const plainBegan = performance.now();
  for (
    let batch;
    (batch = rows.all(before, PER_COMMIT) as { id: string; wrapped: Uint8Array }[]).length > 0;
  ) {
    write(batch);
    before = batch.at(-1)?.id ?? '';
  }
  const plainMs = performance.now() - plainBegan;

  const former = [{ epoch: 1, categories: { [CATEGORY]: Uint8Array.from(categoryKey) } }];
  file.adopt({ categoryKeys: { [CATEGORY]: randomBytes(32) }, epoch: 2, former });
  let done = 0;
  const began = performance.now();
  for (let finished = false; !finished;) {
    const batch = file.rewrap(PER_COMMIT);
    done += batch.done;
    ({ finished } = batch);
  }
  const rewrapMs = performance.now() - began;
  if (done !== keys || file.waiting() !== 0)
    throw new Error('the rotation of the benchmark left keys behind');
  return [
    {
      ...{
        what: `rotation of ${keys} payloads (wanted 20000), against plain rows`,
        value: (keys / rewrapMs) * 1000,
      },
      unit: '1/s',
      ratio: plainMs / rewrapMs,
      baseline: (keys / plainMs) * 1000,
    },
  ];
}

function someRef(refs: readonly PayloadRef[], at: number): PayloadRef {
  const ref = refs[at];
  if (ref === undefined) throw new RangeError('there are fewer payloads');
  return ref;
}
