import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetId, RunId, WorkspaceId } from '../shared/domain/index.ts';
import { systemClock } from './core/index.ts';
import { openContent, openJournal, type ContentStore } from './evidence/index.ts';
import { fileDeviceSecretStore, openKeys, readKeyFileView, type ContentKeyring } from './keys/index.ts';
import { openDatasets } from './runtime/datasets/index.ts';
import { openRunFiles } from './runtime/run/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';
import { killedAt } from './testing/killed.ts';

const RUN = '0d6f7c1e-7d1c-4a0e-9c40-2a8f4c1b7e11' as RunId;
const PROMPT = 'PLANTED-PROMPT of Maria';
const MEMORY = 'PLANTED-MEMORY of Maria';
const ARTEFACT = 'PLANTED-ARTEFACT of Maria';

/** Every step at which a change of the content keys can end by force. */
const STEPS = [
  ['before the new keys stand in the key file', 'before keys.json 1', 1],
  ['when they stand there, and nothing works with them yet', 'after keys.json 1', 2],
  ['at the first payload', 'update key 1', 2],
  ['amid the payloads of a batch', 'update key 3', 2],
  ['before the key of a dataset', 'before dataset.key 1', 2],
  ['behind the key of a dataset', 'after dataset.key 1', 2],
  ['before the key of a run file', 'before .enc.key 1', 2],
  ['behind the key of a run file', 'after .enc.key 1', 2],
  ['before the key file says that nothing waits', 'before keys.json 2', 2],
  ['when it says so, and no outcome is on record', 'after keys.json 2', 2],
] as const;

/** SIGKILL at every step of a change of the content keys: nothing lost, nothing opened. */
describe('a change of the content keys that is killed', () => {
  let template: Composed;
  let workspaceId: WorkspaceId;
  let dataset: DatasetId;
  let sha256: string;
  const refs: Awaited<ReturnType<ContentStore['put']>>[] = [];

  const keysOf = (folder: string, name: Name, personId: string) =>
    openKeys({
      ...{ path: join(folder, 'workspace/keys.json'), workspaceId, personId, nowMs: 0 },
      ...{ password: passwordOf(name), deviceSecrets: fileDeviceSecretStore(folder) },
    });
  const idOf = async (folder: string, name: Name): Promise<string> => {
    const { people } = await readKeyFileView(join(folder, 'workspace/keys.json'));
    return people.find((person) => person.name === name)?.id ?? '';
  };
  /** The stores of a workspace under these keys, which they take copies of. */
  const stores = async (folder: string, keys: ContentKeyring) => {
    const root = join(folder, 'workspace');
    const each = (category: 'datasets' | 'artefacts') =>
      [keys, ...keys.former].map(({ epoch, categories }) => ({ epoch, key: categories[category] }));
    const payloads = await openContent({
      ...{ folder: root, workspaceId, databaseKey: keys.contentDbKey, categoryKeys: keys.categories },
      ...{ epoch: keys.epoch, former: keys.former },
    });
    const datasets = await openDatasets({
      ...{ folder: join(root, 'datasets'), workspaceId, keys: each('datasets') as never },
    });
    const runFiles = openRunFiles({
      ...{ folder: join(root, 'runs'), workspaceId, keys: () => each('artefacts') },
      writtenSha256: () => Promise.resolve(sha256 as never),
    });
    const close = async (): Promise<void> => {
      await datasets.close();
      await payloads.close();
    };
    return { payloads, datasets, runFiles, close };
  };
  const readAll = async (folder: string, keys: ContentKeyring): Promise<string[]> => {
    const { payloads, datasets, runFiles, close } = await stores(folder, keys);
    try {
      const texts = await Promise.all(
        refs.map((ref, at) => payloads.get(at % 2 === 0 ? 'conversation_history' : 'agent_memory', ref)),
      );
      const { rows } = await datasets.readRows(dataset, 1, 0, 1);
      const artefact = await runFiles.read(RUN, 'conversations/cleaner.jsonl');
      return [...texts, artefact].map((bytes) => Buffer.from(bytes).toString()).concat(rows[0]?.[0] ?? '');
    } finally {
      await close();
    }
  };
  const EVERYTHING = [PROMPT, MEMORY, PROMPT, MEMORY, ARTEFACT, 'PLANTED-CELL'];

  beforeAll(async () => {
    template = await Composed.create();
    await template.signIn('Otto');
    template.chosen = join(template.folder, 'people.csv');
    await writeFile(template.chosen, 'name,visits\nPLANTED-CELL,3\n');
    const file = await template.call('datasets.chooseFile', {});
    dataset = (await template.call('datasets.importFile', { token: file!.token })).id;
    workspaceId = template.application.status().workspace!.id as WorkspaceId;
    await template.application.close();
    const keys = await keysOf(template.folder, 'Otto', await idOf(template.folder, 'Otto'));
    const { payloads, runFiles, close } = await stores(template.folder, keys.content!);
    for (const text of [PROMPT, MEMORY, PROMPT, MEMORY])
      refs.push(
        await payloads.put(text === PROMPT ? 'conversation_history' : 'agent_memory', Buffer.from(text)),
      );
    ({ sha256 } = await runFiles.write(RUN, {
      ...{ kind: 'conversations', file: 'conversations/cleaner.jsonl', secret: true },
      bytes: Buffer.from(ARTEFACT),
    }));
    await close();
    // What no entry cites is swept at the next start.
    const journal = await openJournal({
      folder: join(template.folder, 'workspace'),
      databaseKey: keys.metadata.journalDbKey,
      macKey: keys.metadata.journalMacKey,
      checkpointSeed: keys.metadata.checkpointSeed,
      origin: `swarm-clinical.invalid/${workspaceId}`,
      clock: systemClock,
    });
    const context = { actor: { id: 'application', role: 'none' }, correlation: 'test' } as const;
    await journal.event('journal.viewed', { what: 'entries' }, { ...context, payloads: refs });
    await journal.close();
    keys.close();
    expect(EVERYTHING).toHaveLength(refs.length + 2);
  }, 60_000);
  afterAll(() => rm(template.folder, { recursive: true, force: true }));

  /** Changes the keys in a process that ends by force at that step. */
  const rotateUntil = async (folder: string, step: string): Promise<void> => {
    const resources = join(import.meta.dirname, '../resources');
    const args = [folder, resources, 'Otto', passwordOf('Otto')];
    expect(await killedAt(step, './rotating.child.ts', args)).toEqual([null, 'SIGKILL']);
  };

  it.each(STEPS)(
    '%s loses nothing and opens nothing to an administrator',
    async (_name, step, epoch) => {
      const folder = await mkdtemp(join(tmpdir(), 'swarm-killed-'));
      try {
        await cp(template.folder, folder, { recursive: true });
        await rotateUntil(folder, step);

        const { contentKeys } = await readKeyFileView(join(folder, 'workspace/keys.json'));
        expect(contentKeys.epoch).toBe(epoch);
        for (const name of ['Otto', 'Carla'] as const) {
          const keys = await keysOf(folder, name, await idOf(folder, name));
          expect(await readAll(folder, keys.content!)).toEqual(EVERYTHING);
          keys.close();
        }
        const admin = await keysOf(folder, 'Ada', await idOf(folder, 'Ada'));
        expect(admin.content).toBeUndefined();
        // With the administrator's keys in hand, none of which is that of the store.
        for (const databaseKey of [admin.metadata.journalDbKey, admin.metadata.journalMacKey])
          await expect(
            openContent({
              ...{ folder: join(folder, 'workspace'), workspaceId, categoryKeys: {} },
              databaseKey: Uint8Array.from(databaseKey),
            }),
          ).rejects.toMatchObject({ code: 'foreign_file' });
        admin.close();
        const { people } = JSON.parse(await readFile(join(folder, 'workspace/keys.json'), 'utf8')) as {
          people: { role: string; wraps: { content?: string } }[];
        };
        expect(people.filter(({ role }) => role === 'admin').map(({ wraps }) => wraps.content)).toEqual([
          undefined,
        ]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    150_000,
  );

  it('is gone on with by another holder, ends, and leaves a journal that verifies', async () => {
    const after = template;
    try {
      await rotateUntil(template.folder, 'before dataset.key 1');
      await after.start();
      await after.signIn('Carla');
      const waiting = await after.call('keys.get', {});
      expect(waiting).toMatchObject({ epoch: 2, rotation: { by: 'Otto', going: false } });
      expect(waiting.rotation?.waiting).toBeGreaterThan(0);
      await expect(
        after.call('keys.rotate', { reason: 'once more', password: passwordOf('Carla') }),
      ).rejects.toThrow(/wrong_usage/);
      const done = await after.call('keys.goOn', {});
      expect(done).toMatchObject({ epoch: 2, past: [{ by: 'Carla', damaged: 0 }] });
      expect(done.rotation).toBeUndefined();
      expect((await after.call('journal.verify', {})).ok).toBe(true);
    } finally {
      await after.application.close();
    }
  }, 150_000);
});
