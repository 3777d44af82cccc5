import { createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { CallId, Problem, RunId, type Sha256Hex } from '../../../shared/domain/index.ts';
import {
  encodeDraft,
  type Appended,
  type Draft,
  type EntryContext,
  type PayloadRef,
} from '../../../shared/formats/index.ts';
import type { Clock } from '../../core/index.ts';
import { ed25519FromSeed } from '../../keys/index.ts';
import { verifyJournal, type JournalReport, type VerifyJournalOptions } from '../verify/index.ts';
import type { JournalOptions } from './journal.ts';
import { createDatabaseFile } from '../database/index.ts';
import { JOURNAL_DATABASE } from './migrations/index.ts';
import { journalPaths } from './paths.ts';
import { checkpointSigner } from './signer.ts';
import type { AppendItem } from './append-item.ts';
import { JournalFile } from './writer.ts';

/** A workspace folder that tests fill and throw away, with its keys and a clock that they set. */
export interface TemporaryWorkspace {
  readonly options: JournalOptions;
  readonly clock: { wallMs: number; monoMs: number };
  readonly database: string;
  readonly checkpointPublicKey: Uint8Array;
  /** What another process needs to open it too, with a clock that goes on from there. */
  identity(): WorkspaceIdentity;
  verify(change?: Partial<VerifyJournalOptions>): Promise<JournalReport>;
  remove(): Promise<void>;
}

/** Keys in hexadecimal; for tests, so nothing that is worth keeping. */
export interface WorkspaceIdentity {
  readonly folder: string;
  readonly keys: Readonly<Record<'databaseKey' | 'macKey' | 'checkpointSeed', string>>;
  readonly origin: string;
  readonly wallMs: number;
}

export async function temporaryWorkspace(): Promise<TemporaryWorkspace> {
  const key = (): string => randomBytes(32).toString('hex');
  return openWorkspace({
    folder: await mkdtemp(join(tmpdir(), 'swarm-journal-')),
    keys: { databaseKey: key(), macKey: key(), checkpointSeed: key() },
    origin: `swarm-clinical/${randomUUID()}`,
    wallMs: 1_780_000_000_000,
  });
}

export function openWorkspace({ folder, keys, origin, wallMs }: WorkspaceIdentity): TemporaryWorkspace {
  const time = { wallMs, monoMs: 1000 };
  const clock: Clock = { wallMs: () => (time.wallMs += 1), monoMs: () => (time.monoMs += 1) };
  const options: JournalOptions = {
    folder,
    databaseKey: Buffer.from(keys.databaseKey, 'hex'),
    macKey: Buffer.from(keys.macKey, 'hex'),
    checkpointSeed: Buffer.from(keys.checkpointSeed, 'hex'),
    origin,
    clock,
  };
  const publicKey = createPublicKey(ed25519FromSeed(options.checkpointSeed));
  const checkpointPublicKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    options,
    clock: time,
    checkpointPublicKey,
    database: join(folder, 'journal', 'epoch-0001.db'),
    identity: () => ({ folder, keys, origin, wallMs: time.wallMs + 1000 }),
    verify: (change) => verifyJournal({ ...options, checkpointPublicKey, ...change }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export const RUN = RunId.parse('5f0c9d5e-8a94-4b3a-9d0e-111111111111');
export const OTHER_RUN = RunId.parse('5f0c9d5e-8a94-4b3a-9d0e-333333333333');
export const CALL = CallId.parse('5f0c9d5e-8a94-4b3a-9d0e-222222222222');
export const HASH = '5a'.repeat(32) as Sha256Hex;

export const BY_APPLICATION: EntryContext = {
  actor: { id: 'application', role: 'none' },
  correlation: 'test',
};

export const IN_RUN: EntryContext = { ...BY_APPLICATION, agent: 'data_cleaner', run: RUN, call: CALL };

export function citing(...payloads: readonly PayloadRef[]): EntryContext {
  return { ...IN_RUN, phiAccessed: true, payloads };
}

export const TOOL_INTENT = {
  tool: 'drop_column',
  args: { column: 'mrn', finding: 'F3' },
  argsSha256: HASH,
  datasetVersion: 1,
};
export const TOOL_OUTCOME = { ok: true, datasetVersion: 2, redactions: { MRN: 3 }, ms: 1.5 } as const;

/** The writer itself, without its worker: for tests of what stands in the files. */
export async function openFile(workspace: TemporaryWorkspace, isNew = false): Promise<JournalFile> {
  const { options, clock } = workspace;
  const paths = journalPaths(options.folder);
  if (isNew) {
    await mkdir(paths.folder);
    await createDatabaseFile(paths.epoch, options.databaseKey, JOURNAL_DATABASE);
  }
  const signer = checkpointSigner(options.checkpointSeed);
  const file = new JournalFile({ ...options, paths, signer, isNew, ...clock });
  if (isNew) await file.saveHead();
  return file;
}

export function item(workspace: TemporaryWorkspace, draft: Partial<Draft> = {}): AppendItem {
  const whole: Draft = {
    kind: 'workspace.closed',
    phase: 'event',
    body: { reason: 'test' },
    context: BY_APPLICATION,
    wallMs: workspace.options.clock.wallMs(),
    monoMs: workspace.options.clock.monoMs(),
    ...draft,
  };
  return { ...whole, text: encodeDraft(whole) };
}

/** Appends entries in one commit each; throws what is refused. */
export function appendEach(file: JournalFile, ...items: readonly AppendItem[]): Appended[] {
  return items.map((one) => {
    const [result] = file.append([one]);
    if (result === undefined || result instanceof Problem) throw result ?? new Error('nothing appended');
    return result;
  });
}
