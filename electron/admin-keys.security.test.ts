import { createDecipheriv } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA_CATEGORIES, type DatasetId, type RunId, type WorkspaceId } from '../shared/domain/index.ts';
import { openContent, type ContentStore } from './evidence/index.ts';
import { fileDeviceSecretStore, openKeys, type CategoryKeySet, type OpenKeysRequest } from './keys/index.ts';
import { readKeyFile } from './keys/key-file.ts';
import { unlockHolder } from './keys/unlock.ts';
import { openDatasets } from './runtime/datasets/index.ts';
import { openRunFiles } from './runtime/run/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';
import { databaseInClear } from './testing/in-clear.ts';

const RUN = '0d6f7c1e-7d1c-4a0e-9c40-2a8f4c1b7e11' as RunId;
const FILE = 'conversations/cleaner.jsonl';
const [CELL, HEADER, PROMPT, ARTEFACT] = [
  'Quatermass-cell',
  'zebulon_header',
  'Quatermass-said',
  'Zebulon-ran',
];
const PLANTED = [CELL, HEADER, PROMPT, ARTEFACT];

/** What opens, as one set of keys: the store of payloads by the first, everything else by all of them. */
interface Tried {
  readonly databaseKey: Uint8Array;
  readonly categories: CategoryKeySet;
}

/**
 * An administrator with the password, this workstation, all files and this code: each key that the password opens is
 * tried on everything that holds what patients told, by our own readers and without them.
 */
describe('the keys of an administrator', () => {
  let one: Composed;
  let workspaceId: WorkspaceId;
  let dataset: DatasetId;
  let said: Awaited<ReturnType<ContentStore['put']>>;
  let sha256: string;
  /** Every key that the administrator's password opens, by name. */
  let own: Map<string, Uint8Array>;
  /** The keys that are needed. */
  let right: Tried;

  const root = () => join(one.folder, 'workspace');
  const request = (name: Name): OpenKeysRequest => ({
    ...{ path: join(root(), 'keys.json'), workspaceId, password: passwordOf(name) },
    personId: one.application.status().people.find((each) => each.name === name)!.id,
    deviceSecrets: fileDeviceSecretStore(one.folder),
  });
  const payloadsBy = ({ databaseKey, categories }: Tried) =>
    openContent({
      ...{ folder: root(), workspaceId, epoch: 1, former: [] },
      ...{ databaseKey: Uint8Array.from(databaseKey), categoryKeys: copyOf(categories) },
    });
  const runFilesBy = ({ categories }: Tried) =>
    openRunFiles({
      ...{ folder: join(root(), 'runs'), workspaceId },
      keys: () => [{ epoch: 1, key: Uint8Array.from(categories.artefacts) }],
      writtenSha256: () => Promise.resolve(sha256 as never),
    });
  /** What our own readers make of everything: the planted words, or why there are none. */
  const readBy = async (tried: Tried): Promise<string[]> => {
    const attempts = [
      async () => {
        const datasets = await openDatasets({
          ...{ folder: join(root(), 'datasets'), workspaceId },
          keys: [{ epoch: 1, key: Uint8Array.from(tried.categories.datasets) }],
        });
        try {
          const { columns, rows } = await datasets.readRows(dataset, 1, 0, 1);
          return `${columns.join()} ${rows[0]?.join() ?? ''}`;
        } finally {
          await datasets.close();
        }
      },
      async () => {
        const payloads = await payloadsBy(tried);
        try {
          return Buffer.from(await payloads.get('conversation_history', said)).toString();
        } finally {
          await payloads.close();
        }
      },
      async () => Buffer.from(await runFilesBy(tried).read(RUN, FILE)).toString(),
    ];
    const told: string[] = [];
    // One after the other: two workers over one store at a time would tell of each other.
    for (const attempt of attempts)
      told.push(await attempt().catch((error: unknown) => String((error as { code?: unknown }).code)));
    return told;
  };
  /** Every file of datasets and runs, their wrapped keys too, by path. */
  const sealedFiles = async (): Promise<Map<string, Buffer>> => {
    const files = new Map<string, Buffer>();
    for (const folder of ['datasets', 'runs'])
      for (const item of await readdir(join(root(), folder), { recursive: true, withFileTypes: true }))
        if (item.isFile()) {
          const path = join(item.parentPath, item.name);
          files.set(path, await readFile(path));
        }
    return files;
  };

  beforeAll(async () => {
    one = await Composed.create();
    await one.signIn('Otto');
    const table = join(one.folder, 'visits.csv');
    await writeFile(table, `${HEADER},visits\n${CELL},3\n`);
    ({ id: dataset } = await one.import(table));
    workspaceId = one.application.status().workspace!.id as WorkspaceId;
    // Who looks, exports and fails leaves words in the journal: none of them is content.
    await one.call('datasets.getRows', { dataset, version: 1, offset: 0, limit: 1 });
    await one.signIn('Ada');
    for (const verb of ['datasets.getRows', 'datasets.get'] as const)
      await one.application.dispatch(verb, { dataset, version: 1, offset: 0, limit: 1 });
    const requests = { Otto: request('Otto'), Ada: request('Ada') };
    await one.application.close();

    const { content } = await openKeys({ ...requests.Otto, nowMs: 0 });
    right = { databaseKey: content!.contentDbKey, categories: content!.categories };
    const payloads = await payloadsBy(right);
    said = await payloads.put('conversation_history', Buffer.from(PROMPT));
    await payloads.close();
    ({ sha256 } = await runFilesBy(right).write(RUN, {
      ...{ kind: 'conversations', file: FILE, secret: true, bytes: Buffer.from(ARTEFACT) },
    }));

    const holder = await unlockHolder(await readKeyFile(requests.Ada.path), requests.Ada);
    expect([holder.portion, holder.keyringKeys.content]).toEqual([undefined, undefined]);
    own = new Map(
      Object.entries({
        ...holder.metadata,
        personal: holder.privateKey,
        keyring: holder.keyringKeys.metadata,
        device: await readFile(join(one.folder, 'device-secret')),
        none: Buffer.alloc(32),
      }).filter(([, key]) => key.length === 32),
    );
  }, 120_000);
  afterAll(() => one.close());

  it('are all of them: those of the journal, of checkpoints, of the spool, of the person and of the device', () => {
    expect([...own.keys()].sort()).toEqual(
      [
        ...['checkpointSeed', 'device', 'journalDbKey', 'journalMacKey', 'keyFileMacKey', 'keyring', 'none'],
        ...['personal', 'spoolPrivateKey'],
      ].sort(),
    );
  });

  it('open no dataset, no payload and no file of a run by our own readers, which the right ones do', async () => {
    expect(await readBy(right)).toEqual([`column_1,visits ${CELL},3`, PROMPT, ARTEFACT]);
    for (const [name, key] of own) {
      const categories = Object.fromEntries(DATA_CATEGORIES.map((category) => [category, key]));
      const told = await readBy({ databaseKey: key, categories: categories as unknown as CategoryKeySet });
      expect([name, ...told]).toEqual([name, 'damaged', 'foreign_file', 'damaged']);
    }
  }, 120_000);

  it('show no byte of what was planted by bare decryption from any place of any of their files', async () => {
    const files = await sealedFiles();
    expect(files.size).toBeGreaterThanOrEqual(5);
    // The method works: the key of the category shows the key of the run's file, and that shows the file.
    const sealed = [...files].find(([path]) => path.endsWith('.enc'))!;
    const wrapped = files.get(`${sealed[0]}.key`)!;
    const unwrapped = everyReading(right.categories.artefacts, wrapped);
    const isFound = unwrapped
      .flatMap((clear) => windows(clear))
      .some((key) => everyReading(key, sealed[1]).some((clear) => clear.includes(ARTEFACT)));
    expect(isFound).toBe(true);

    for (const [path, bytes] of files) {
      expect([path, PLANTED.filter((word) => bytes.includes(word))]).toEqual([path, []]);
      for (const [name, key] of own) {
        const found = everyReading(key, bytes).filter((clear) =>
          PLANTED.some((word) => clear.includes(word)),
        );
        expect([path, name, found.length]).toEqual([path, name, 0]);
      }
    }
  }, 120_000);

  it('do open the journal, in which no byte of it lies', async () => {
    const journal = join(root(), 'journal');
    const databases = (await readdir(journal)).filter((name) => name.endsWith('.db'));
    expect(databases.length).toBeGreaterThan(0);
    for (const name of databases) {
      const clear = await databaseInClear(join(journal, name), own.get('journalDbKey')!);
      expect([name, clear.includes('dataset.import') || name === 'derived.db']).toEqual([name, true]);
      expect([name, PLANTED.filter((word) => clear.includes(word))]).toEqual([name, []]);
    }
  });
});

function copyOf(keys: CategoryKeySet): CategoryKeySet {
  return Object.fromEntries(
    Object.entries(keys).map(([category, key]) => [category, Uint8Array.from(key)]),
  ) as unknown as CategoryKeySet;
}

/**
 * The bytes as AES-256-GCM would give them back from each place where a nonce could stand, without asking whether the
 * tag fits (NIST SP 800-38D, 7.2: the text is that of counter mode from the second counter on).
 */
function everyReading(key: Uint8Array, bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.max(0, bytes.length - 12) }, (_, at) => {
    const counter = Buffer.concat([bytes.subarray(at, at + 12), Buffer.from([0, 0, 0, 2])]);
    return createDecipheriv('aes-256-ctr', key, counter).update(bytes.subarray(at + 12));
  });
}

/** Whatever could be a key in some bytes. */
function windows(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.max(0, bytes.length - 31) }, (_, at) => bytes.subarray(at, at + 32));
}
