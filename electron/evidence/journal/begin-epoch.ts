import { chmod, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import {
  epochFileName,
  epochsAmong,
  type EntryContext,
  type EventBody,
} from '../../../shared/formats/index.ts';
import { syncFolder } from '../../core/index.ts';
import { createDatabaseFile, describeFileError } from '../database/index.ts';
import { verifyJournal } from '../verify/index.ts';
import { epochBegan, type ClockReading } from './append-item.ts';
import { hmacSha256 } from './hashing.ts';
import { journalDatabase, type EpochStart } from './migrations/index.ts';
import { journalFolder, journalPaths } from './paths.ts';
import { throwRefused } from './refusals.ts';
import { salvage, type Salvaged } from './salvage.ts';
import { checkpointSigner } from './signer.ts';
import { JournalFile } from './writer.ts';

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
  const checkpointPublicKey = checkpointSigner(request.checkpointSeed).publicKey;
  const { lastKnownSeq, ...found } = await salvage({
    ...{ paths: journalPaths(folder, damaged), epoch: damaged, databaseKey, origin, checkpointPublicKey },
    hmac: hmacSha256(request.macKey),
  });
  const { verdict, firstBad } = await verifyJournal({ ...request, checkpointPublicKey });
  if (verdict === 'ok')
    throw new Problem(
      'wrong_usage',
      'the journal is not damaged',
      'A new file is begun only where the one before it cannot be relied on; go on as usual.',
    );

  const start: EpochStart = { epoch: damaged + 1, firstSeq: firstSeqBehind(lastKnownSeq) };
  const previous = { ...found, verdict, ...(firstBad === undefined ? {} : { firstBad }) };
  try {
    await layDown(request, start, previous);
  } catch (error) {
    throw describeFileError(error, 'new file of the journal');
  }
  await closeOff(place, found);
  const { epoch, entries, checkpoint } = found;
  return { ...start, previous: { epoch, verdict, entries, vouchedFor: checkpoint?.size } };
}

async function layDown(
  request: BeginEpochRequest,
  start: EpochStart,
  previous: EventBody<'epoch.began'>['previous'],
): Promise<void> {
  const place = journalFolder(request.folder);
  const growing = join(place, `${epochFileName(start.epoch)}.growing`);
  for (const suffix of ['', '-wal', '-shm']) await rm(`${growing}${suffix}`, { force: true });
  await createDatabaseFile(growing, request.databaseKey, journalDatabase(start));
  const target = journalPaths(request.folder, start.epoch);
  const file = new JournalFile({
    ...request,
    paths: { ...target, epoch: growing },
    signer: checkpointSigner(request.checkpointSeed),
    isNew: true,
  });
  try {
    throwRefused(file.append([epochBegan({ epoch: start.epoch, previous }, request.by, request)]));
    await file.checkpoint('epoch', request);
  } finally {
    await file.close();
  }
  await rename(growing, target.epoch);
  await syncFolder(place);
}

function firstSeqBehind(lastKnownSeq: number | undefined): number {
  if (lastKnownSeq === undefined) return NOTHING_KNOWN;
  return Math.ceil((lastKnownSeq + 1 + UNSEEN) / ROUND) * ROUND;
}

/** So that a mistake does not write to them. Their hashes in the new epoch are what tells. */
async function closeOff(place: string, { files }: Pick<Salvaged, 'files'>): Promise<void> {
  for (const { name } of files) await chmod(join(place, name), 0o400).catch(() => undefined);
}
