import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PersonId, WorkspaceId } from '../../../shared/domain/index.ts';
import { checkpointVerifierKey, type EntryContext } from '../../../shared/formats/index.ts';
import { createJournal, type Journal } from '../journal/index.ts';
import { sha256 } from '../journal/hashing.ts';
import { IN_RUN, temporaryWorkspace, TOOL_INTENT, TOOL_OUTCOME } from '../journal/temporary.ts';
import { makeFixtureKey, type FixtureKey } from '../reports/fixture-keys.ts';
import { signDetached } from '../reports/sign/cms.ts';
import type { ExportTask, SampleTask } from './export-task.ts';
import { runExport, type Exported } from './run-export.ts';

export const WORKSPACE = WorkspaceId.parse('5f0c9d5e-8a94-4b3a-9d0e-aaaaaaaaaaaa');
export const CARLA = PersonId.parse('5f0c9d5e-8a94-4b3a-9d0e-bbbbbbbbbbbb');
const NEWCOMER = PersonId.parse('5f0c9d5e-8a94-4b3a-9d0e-cccccccccccc');
const BY_CARLA: EntryContext = { actor: { id: CARLA, role: 'compliance' }, correlation: 'a1' };
export const EVER = { fromMs: 0, toMs: 4_000_000_000_000 };

/** A journal of a few kinds of entries, with what is needed to write it out; for tests. */
export interface ExportFixture {
  readonly folder: string;
  readonly journal: Journal;
  readonly key: FixtureKey;
  /** The journal's file; a checkpoint has written back its log. */
  readonly database: string;
  rows(what: Partial<ExportTask> & { readonly name: string }): Promise<Exported>;
  sample(change: Partial<SampleTask> & { readonly name: string }): Promise<Exported>;
  read(name: string): Promise<Buffer>;
  remove(): Promise<void>;
}

export async function makeExportFixture(denials = 12): Promise<ExportFixture> {
  const workspace = await temporaryWorkspace();
  const folder = await mkdtemp(join(tmpdir(), 'swarm-export-'));
  const key = await makeFixtureKey();
  const journal = await createJournal(workspace.options);
  await fill(journal, denials);
  const { note, root, size } = await journal.checkpoint('proof');
  const logKey = checkpointVerifierKey(sha256, workspace.options.origin, workspace.checkpointPublicKey);
  const checkpointed = { logKey, note, root, firstSeq: 0, size };
  const base = {
    folder: workspace.options.folder,
    databaseKey: workspace.options.databaseKey,
    request: { workspace: WORKSPACE, appVersion: '0.1.0', ...EVER, fromSeq: 0, throughSeq: size - 1 },
  };
  const bundled = {
    ...{ checkpointed, nowMs: Date.parse('2026-06-01T00:00:00Z'), smallest: 10 },
    files: { 'swarm-verifier.html': Buffer.from('<!doctype html><title>a verifier</title>') },
  };
  const run = (task: ExportTask): Promise<Exported> =>
    runExport(task, { sign: (manifest) => signDetached([manifest], key) });
  return {
    ...{ folder, journal, key, database: workspace.database },
    rows: ({ name, ...change }) =>
      run({ ...base, ...bundled, target: join(folder, name), ...change } as ExportTask),
    sample: ({ name, ...change }) =>
      run({
        ...{ ...base, ...bundled, what: 'sample', target: join(folder, name) },
        ...{ population: 'denials', populationText: 'everything not allowed', seed: 'four dice: 4 2 6 1' },
        query: { ...EVER, anyOf: [{ kind: 'tool.denied', phase: 'event' }] },
        ...{ size: 5, drawnBy: CARLA },
        ...change,
      }),
    read: (name) => readFile(join(folder, name)),
    remove: async () => {
      await journal.close();
      await workspace.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fill(journal: Journal, denials: number): Promise<void> {
  const application: EntryContext = { actor: { id: 'application', role: 'none' }, correlation: 'start' };
  await journal.event(
    'workspace.created',
    { people: [{ id: CARLA, role: 'compliance' }], formats: { workspace: 1 } },
    application,
  );
  await journal.event('auth.signed_in', { method: 'password' }, BY_CARLA);
  await journal.event('auth.sign_in_failed', { claimed: CARLA, reason: 'wrong password' }, application);
  const person = { person: NEWCOMER, role: 'viewer', change: 'new' } as const;
  const change = await journal.intent(
    'person.changed',
    { ...person, proposedBy: CARLA, contentKeys: false },
    BY_CARLA,
  );
  await journal.outcome('person.changed', change, { ok: true }, BY_CARLA);
  const dataset = '5f0c9d5e-8a94-4b3a-9d0e-dddddddddddd' as never;
  await journal.event(
    'dataset.viewed',
    { dataset, version: 1, what: 'rows' },
    { ...BY_CARLA, phiAccessed: true },
  );
  const erased = await journal.intent(
    'payload.erase',
    { payloads: 2, reason: 'asked for by phone (555) 010-1001' },
    BY_CARLA,
  );
  await journal.outcome('payload.erase', erased, { ok: false, code: 'interrupted', unknown: 'x' }, BY_CARLA);
  const call = await journal.intent('tool.call', TOOL_INTENT, IN_RUN);
  await journal.outcome('tool.call', call, TOOL_OUTCOME, IN_RUN);
  for (let at = 0; at < denials; at += 1)
    await journal.event(
      'tool.denied',
      { tool: 'export_raw_data', stage: 'policy', ruleId: 'HIPAA-001', reason: `denied the ${at}. time` },
      { ...IN_RUN, actor: BY_CARLA.actor },
    );
}
