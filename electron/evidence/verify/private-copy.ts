import { constants } from 'node:fs';
import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TRIES = 5;

export interface PrivateCopy {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Copies an encrypted database and its log to a place of our own, so that reading it through SQLite
 * changes nothing of the evidence. A writer may be at work: the pair is copied again when the database
 * or the log's round changed in between; entries appended meanwhile do no harm.
 *
 * Rejects with the file system's own error, or with `EBUSY` in words when the pair never stood still.
 */
export async function copyPrivately(path: string): Promise<PrivateCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-verify-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const copy = join(folder, 'journal.db');
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const before = await stamp(path);
      await copyFile(path, copy, constants.COPYFILE_FICLONE);
      await copyLog(`${path}-wal`, `${copy}-wal`);
      if ((await stamp(path)) === before) return { path: copy, remove };
    }
    throw new Error('the journal kept changing while it was copied');
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copyLog(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** What tells one state of database and log round from another. */
async function stamp(path: string): Promise<string> {
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  return `${size} ${mtimeNs} ${ino} ${await logHeader(`${path}-wal`)}`;
}

async function logHeader(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const header = Buffer.alloc(32);
      const { bytesRead } = await file.read(header, 0, header.length, 0);
      return header.toString('hex', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
}
