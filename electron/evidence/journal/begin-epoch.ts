import { chmod, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { epochFileName, epochsAmong, type EntryContext } from '../../../shared/formats/index.ts';
import { syncFolder } from '../../core/index.ts';
import { createDatabaseFile } from '../database/index.ts';
import { verifyJournal } from '../verify/index.ts';
import { epochBegan, type ClockReading } from './append-item.ts';
import { hmacSha256 } from './hashing.ts';
import { journalDatabase, type EpochStart } from './migrations/index.ts';
import { journalFolder, journalPaths } from './paths.ts';
import { throwRefused } from './refusals.ts';
import { salvage, type Salvaged } from './salvage.ts';
import { checkpointSigner } from './signer.ts';
import { JournalFile, type WriterOptions } from './writer.ts';

export interface BeginEpochRequest extends ClockReading {
  readonly folder: string;
  readonly databaseKey: Uint8Array;
  readonly macKey: Uint8Array;
  readonly checkpointSeed: Uint8Array;
  readonly origin: string;
  /** The person who says so. */
  readonly by: EntryContext;
}

/** What began, and what is known of the epoch that was left. */
export interface EpochBegun extends EpochStart {
  readonly previous: {
    readonly epoch: number;
    readonly verdict: string;
    /** Entries that could be read. */
    readonly entries: number;
    /** Entries under its last good checkpoint, where there is one. */
    readonly vouchedFor: number | undefined;
  };
}

/** Positions of a new epoch start on a round number, well behind any that was given unseen. */
const ROUND = 10_000;
const UNSEEN = 5000;
const NOTHING_KNOWN = 100_000_000;

/**
 * Leaves a damaged epoch as it is and begins a new one. The new file grows under another name, with the
 * entry that says why, and takes its place in one step; until then the workspace is as it was.
 *
 * @throws Problem `wrong_usage` where the journal is sound; `storage_full` and the like
 */
export async function beginEpoch(request: BeginEpochRequest): Promise<EpochBegun> {
  const { folder, databaseKey, origin } = request;
  const place = journalFolder(folder);
  const damaged = epochsAmong(await readdir(place)).at(-1) ?? 1;
  const signer = checkpointSigner(request.checkpointSeed);
  const checkpointPublicKey = signer.publicKey;
  const { verdict, firstBad } = await verifyJournal({ ...request, checkpointPublicKey });
  if (verdict === 'ok')
    throw new Problem(
      'wrong_usage',
      'the journal is not damaged',
      'A new file is begun only where the one before it cannot be relied on; go on as usual.',
    );
  const hmac = hmacSha256(request.macKey);
  const paths = journalPaths(folder, damaged);
  const { lastKnownSeq, ...found } = await salvage({
    ...{ paths, epoch: damaged, databaseKey, hmac, origin, checkpointPublicKey },
  });

  const start: EpochStart = { epoch: damaged + 1, firstSeq: firstSeqBehind(lastKnownSeq) };
  const growing = join(place, `${epochFileName(start.epoch)}.growing`);
  for (const suffix of ['', '-wal', '-shm']) await rm(`${growing}${suffix}`, { force: true });
  await createDatabaseFile(growing, databaseKey, journalDatabase(start));
  const target = journalPaths(folder, start.epoch);
  const options: WriterOptions = { ...request, paths: { ...target, epoch: growing }, signer, isNew: true };
  const file = new JournalFile(options);
  try {
    const previous = { ...found, verdict, ...(firstBad === undefined ? {} : { firstBad }) };
    throwRefused(file.append([epochBegan({ epoch: start.epoch, previous }, request.by, request)]));
    await file.checkpoint('epoch', request);
  } finally {
    await file.close();
  }
  await rename(growing, target.epoch);
  await syncFolder(place);
  await closeOff(place, found);
  return { ...start, previous: { ...summary(found), verdict } };
}

function firstSeqBehind(lastKnownSeq: number | undefined): number {
  if (lastKnownSeq === undefined) return NOTHING_KNOWN;
  return Math.ceil((lastKnownSeq + 1 + UNSEEN) / ROUND) * ROUND;
}

function summary({ epoch, entries, checkpoint }: Omit<Salvaged, 'lastKnownSeq'>) {
  return { epoch, entries, vouchedFor: checkpoint?.size };
}

/** So that a mistake does not write to them. Their hashes in the new epoch are what tells. */
async function closeOff(place: string, { files }: Pick<Salvaged, 'files'>): Promise<void> {
  for (const { name } of files) await chmod(join(place, name), 0o400).catch(() => undefined);
}
