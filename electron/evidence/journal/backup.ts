import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { epochFileName, epochsAmong, headFileName } from '../../../shared/formats/index.ts';
import { syncFolder } from '../../core/index.ts';
import { describeFileError, openCipher } from '../database/index.ts';
import { verifyJournal, type JournalReport, type VerifyJournalOptions } from '../verify/index.ts';
import { journalFolder } from './paths.ts';

export interface BackupRequest extends Omit<VerifyJournalOptions, 'onProgress'> {
  /** A folder that is not there yet; the copy is a `journal` folder inside it. */
  readonly target: string;
}

/**
 * Copies a journal page by page under a read lock, while its writer may go on, and verifies the copy from
 * its stored bytes before it takes its name. Of the newest epoch everything that was committed before
 * the call is in the copy; earlier epochs are copied as they were left.
 *
 * @returns what the verifier said of the copy
 * @throws Problem `already_exists`, `storage_full`, `not_allowed`; the reason of the signal; `damaged` where the copy does not verify,
 * which then is not kept
 */
export async function backUpJournal(request: BackupRequest): Promise<JournalReport> {
  const { target, folder, databaseKey } = request;
  if (existsSync(target)) throw new Problem('already_exists', 'something stands where the backup is to go');
  const growing = `${target}.growing`;
  try {
    await rm(growing, { recursive: true, force: true });
    await mkdir(join(growing, 'journal'), { recursive: true, mode: 0o700 });
    await copyAll(journalFolder(folder), journalFolder(growing), databaseKey);
    const report = await verifyJournal({ ...request, folder: growing });
    if (report.verdict !== 'ok')
      throw new Problem(
        'damaged',
        'the copy of the journal does not verify, and was not kept',
        'Run `swarm audit verify` on the workspace: a backup is made from a sound journal only.',
      );
    await rename(growing, target);
    await syncFolder(dirname(target));
    return report;
  } catch (error) {
    await rm(growing, { recursive: true, force: true }).catch(() => undefined);
    request.signal?.throwIfAborted();
    throw describeFileError(error, 'backup of the journal');
  }
}

async function copyAll(from: string, to: string, databaseKey: Uint8Array): Promise<void> {
  const epochs = epochsAmong(await readdir(from));
  for (const epoch of epochs.slice(0, -1))
    for (const name of [`${epochFileName(epoch)}-wal`, epochFileName(epoch), headFileName(epoch)])
      if (existsSync(join(from, name))) await copyDurably(join(from, name), join(to, name));
  const newest = epochs.at(-1);
  if (newest === undefined) throw new Problem('not_found', 'the workspace has no journal');
  // The head first: one that is written meanwhile may know entries that the copy lacks.
  await copyDurably(join(from, headFileName(newest)), join(to, headFileName(newest)));
  const database = epochFileName(newest);
  await copyLocked(join(from, database), join(to, database), databaseKey);
  await syncFolder(to);
}

/** While somebody reads, the log is not begun anew: what is written back meanwhile stands in it too. */
async function copyLocked(from: string, to: string, databaseKey: Uint8Array): Promise<void> {
  const lock = openCipher(from, databaseKey, { readonly: true, mustExist: true });
  try {
    lock.exec('BEGIN');
    lock.prepare('SELECT max(seq) FROM run_events').get();
    await copyDurably(from, to);
    if (existsSync(`${from}-wal`)) await copyDurably(`${from}-wal`, `${to}-wal`);
  } finally {
    lock.close();
  }
  // Opening and closing the copy writes its log back, so that the copy is one file.
  const copy = openCipher(to, databaseKey, { readonly: false, mustExist: true });
  try {
    copy.pragma('fullfsync = ON');
    copy.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    copy.close();
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  // A closed-off epoch may only be read, and a copy takes its rights along.
  await chmod(to, 0o600);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
