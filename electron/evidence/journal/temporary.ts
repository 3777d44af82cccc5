import { createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallId, RunId, type Sha256Hex } from '../../../shared/domain/index.ts';
import type { EntryContext, PayloadRef } from '../../../shared/formats/index.ts';
import type { Clock } from '../../core/index.ts';
import { ed25519FromSeed } from '../../keys/index.ts';
import { verifyJournal, type JournalReport, type VerifyJournalOptions } from '../verify/index.ts';
import type { JournalOptions } from './journal.ts';

/** A workspace folder that tests fill and throw away, with its keys and a clock that they set. */
export interface TemporaryWorkspace {
  readonly options: JournalOptions;
  readonly clock: { wallMs: number; monoMs: number };
  readonly database: string;
  verify(change?: Partial<VerifyJournalOptions>): Promise<JournalReport>;
  remove(): Promise<void>;
}

export async function temporaryWorkspace(): Promise<TemporaryWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-journal-'));
  const time = { wallMs: 1_780_000_000_000, monoMs: 1000 };
  const clock: Clock = { wallMs: () => (time.wallMs += 1), monoMs: () => (time.monoMs += 1) };
  const options: JournalOptions = {
    folder,
    databaseKey: randomBytes(32),
    macKey: randomBytes(32),
    checkpointSeed: randomBytes(32),
    origin: `swarm-clinical/${randomUUID()}`,
    clock,
  };
  const spki = createPublicKey(ed25519FromSeed(options.checkpointSeed)).export({
    format: 'der',
    type: 'spki',
  });
  return {
    options,
    clock: time,
    database: join(folder, 'journal', 'epoch-0001.db'),
    verify: (change) => verifyJournal({ ...options, checkpointPublicKey: spki.subarray(-32), ...change }),
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
