import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TRIES = 5;
const LOG_HEADER_BYTES = 32;
const INDEX_START_BYTES = 136;
/** Shorter than a frame of the log, and what the system reads in one go. */
const BLOCK_BYTES = 4096;

export interface PrivateCopy {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Copies an encrypted database and its log to a place of our own, so that reading it through SQLite
 * changes nothing of the evidence.
 *
 * A writer may be at work. First the database is copied, then the log: what a checkpoint writes into
 * the database meanwhile stands in the log as well, as long as the log was not begun anew; else both are
 * copied again.
 *
 * Rejects with the file system's own error, or in words when the log was begun anew each time.
 */
export async function copyPrivately(path: string): Promise<PrivateCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-verify-'));
  // What is left behind of an encrypted copy is clutter, and no word on the journal.
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true }).catch(() => undefined);
  const copy = join(folder, 'journal.db');
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const before = roundOf(path);
      // Before the log: a writer at work counts a commit only once the log has it.
      await writeFile(
        `${copy}-index`,
        withFile(`${path}-shm`, Buffer.alloc(0), (file) => readStart(file)),
      );
      await copyFile(path, copy, constants.COPYFILE_FICLONE);
      await writeFile(`${copy}-wal`, readLogBackwards(`${path}-wal`));
      if (roundOf(path) === before) return { path: copy, remove };
    }
    throw new Error('the journal kept changing while it was copied');
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Reads a log from its end to its start: a frame that is there when its block is read was written after
 * all frames before it, so those are there when theirs are read. Forwards, a writer could put two
 * commits behind a block that was read empty, which looks like damage. Read at once, as each turn of the
 * event loop would give the writer time to begin the log anew.
 */
function readLogBackwards(path: string): Buffer {
  return withFile(path, Buffer.alloc(0), (file) => {
    const log = Buffer.alloc(fstatSync(file).size);
    for (let at = Math.floor(log.length / BLOCK_BYTES) * BLOCK_BYTES; at >= 0; at -= BLOCK_BYTES)
      readSync(file, log, at, Math.min(BLOCK_BYTES, log.length - at), at);
    return log;
  });
}

/** The part of the log's index that says how far the log was committed. */
function readStart(file: number): Buffer {
  const start = Buffer.alloc(INDEX_START_BYTES);
  return start.subarray(0, readSync(file, start, 0, start.length, 0));
}

/** What stands beside a database file, read so that a writer at work does not look like damage. */
export interface Beside {
  readonly log: Buffer;
  /** The start of the log's index. */
  readonly index: Buffer;
}

/** Reads log and index of a database that is read in its place. Throws the file system's own error. */
export function readBeside(path: string): Beside {
  for (let attempt = 1; ; attempt += 1) {
    const before = roundOf(path);
    // Before the log: a writer at work counts a commit only once the log has it.
    const index = withFile(`${path}-shm`, Buffer.alloc(0), (file) => readStart(file));
    const log = readLogBackwards(`${path}-wal`);
    if (roundOf(path) === before || attempt === TRIES) return { log, index };
  }
}

/** Log and index of a private copy, whose index stands under another name than SQLite's own. */
export function readBesideCopy(path: string): Beside {
  const whole = (name: string): Buffer => withFile(name, Buffer.alloc(0), (file) => readFileSync(file));
  return { log: whole(`${path}-wal`), index: whole(`${path}-index`) };
}

/** Changes whenever somebody writes to a database or its log. */
export function stampOf(path: string): string {
  const about = (name: string): string => {
    const found = statSync(name, { throwIfNoEntry: false });
    return found === undefined ? 'none' : `${found.ino} ${found.size} ${found.mtimeMs}`;
  };
  return `${about(path)} ${about(`${path}-wal`)} ${roundOf(path)}`;
}

/** What tells one round of a database's log from another. */
function roundOf(path: string): string {
  const header = withFile(`${path}-wal`, 'none', (file) => {
    const bytes = Buffer.alloc(LOG_HEADER_BYTES);
    return bytes.toString('hex', 0, readSync(file, bytes, 0, bytes.length, 0));
  });
  return `${statSync(path).ino} ${header}`;
}

function withFile<T>(path: string, missing: T, use: (file: number) => T): T {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing;
    throw error;
  }
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}
