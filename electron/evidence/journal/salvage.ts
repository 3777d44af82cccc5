import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../../shared/domain/index.ts';
import {
  epochOrigin,
  equalBytes,
  toHex,
  type Checkpoint,
  type Entry,
  type EventBody,
} from '../../../shared/formats/index.ts';
import { describeFileError, openCipher, type SqliteDatabase } from '../database/index.ts';
import { checkpointVerifier, copyPrivately, genuine, type PrivateCopy } from '../verify/index.ts';
import { sha256, type Hmac } from './hashing.ts';
import { readHead } from './head.ts';
import type { JournalPaths } from './paths.ts';
import { follow, readStart, type EntryRow, type Tip } from './tip.ts';

type Previous = EventBody<'epoch.began'>['previous'];
type Cited = NonNullable<Previous['checkpoint']>;

/** What is left of an epoch that is damaged, as far as anybody can tell. */
export interface Salvaged extends Omit<Previous, 'verdict' | 'firstBad'> {
  /** The highest position that is known to have been given; undefined where nothing says. */
  readonly lastKnownSeq: number | undefined;
}

export interface SalvageOptions {
  readonly paths: JournalPaths;
  readonly epoch: number;
  readonly databaseKey: Uint8Array;
  readonly hmac: Hmac;
  /** Of the journal. */
  readonly origin: string;
  readonly checkpointPublicKey: Uint8Array;
}

/** Files of an epoch that carry evidence; SQLite's index beside them does not. */
const EVIDENCE_FILE = /^(?:epoch-([0-9]{4,})\.db(?:-wal)?|head-([0-9]{4,})\.json)$/;

/**
 * Reads a damaged epoch, on a copy, as far as its entries hold together, and finds its last checkpoint
 * that holds over them. Nothing is changed, and nothing that cannot be read stops this.
 *
 * @throws Problem where no copy can be made
 */
export async function salvage(options: SalvageOptions): Promise<Salvaged> {
  const { paths, epoch, hmac, databaseKey } = options;
  const origin = epochOrigin(options.origin, epoch);
  const verifier = checkpointVerifier(origin, options.checkpointPublicKey);
  const signedBy = (note: string): Checkpoint | undefined => genuine(sha256, note, verifier);
  const read = await onCopy(paths.epoch, databaseKey, (database) => readEntries(database, hmac, signedBy));
  const head = readHead(paths.head, hmac, origin);
  const known = [
    ...(read === undefined ? [] : [read.lastSeq]),
    ...(head === undefined ? [] : [head.firstSeq + head.size - 1]),
  ];
  return {
    epoch,
    entries: read?.entries ?? 0,
    checkpoint: read?.checkpoint ?? (head === undefined ? undefined : cited(head.note, signedBy(head.note))),
    checked: read?.checkpoint !== undefined,
    openIntents: read?.openIntents ?? 0,
    files: await listEvidence(paths.folder, epoch),
    lastKnownSeq: known.length === 0 ? undefined : Math.max(...known),
  };
}

interface ReadBack {
  readonly entries: number;
  readonly openIntents: number;
  readonly checkpoint: Cited | undefined;
  readonly lastSeq: number;
}

function readEntries(
  database: SqliteDatabase,
  hmac: Hmac,
  signedBy: (note: string) => Checkpoint | undefined,
): ReadBack {
  const tip = readStart(database);
  let checkpoint: Cited | undefined;
  const rows = database
    .prepare('SELECT seq, bytes, leaf, mac FROM run_events ORDER BY seq')
    .iterate() as IterableIterator<EntryRow>;
  untilUnreadable(() => {
    for (const row of rows) checkpoint = takeIn(tip, row, hmac, signedBy) ?? checkpoint;
  });
  let last = tip.nextSeq - 1;
  untilUnreadable(() => {
    last = Math.max(last, database.prepare('SELECT max(seq) FROM run_events').pluck().get() as number);
  });
  return {
    entries: tip.nextSeq - tip.firstSeq,
    openIntents: tip.openIntents.size,
    checkpoint,
    lastSeq: last,
  };
}

/** @returns the checkpoint that the entry records, where it holds over all entries before it */
function takeIn(
  tip: Tip,
  row: EntryRow,
  hmac: Hmac,
  signedBy: (note: string) => Checkpoint | undefined,
): Cited | undefined {
  const mayBeCheckpoint = row.bytes.includes('"kind":"journal.checkpoint"');
  const [size, root] = mayBeCheckpoint ? [tip.range.size, tip.range.root()] : [0, undefined];
  const entry: Entry = follow(tip, row, hmac);
  if (entry.kind !== 'journal.checkpoint' || root === undefined) return undefined;
  const { note } = entry.body as { readonly note: string };
  const signed = signedBy(note);
  return signed?.size === size && equalBytes(signed.root, root) ? cited(note, signed) : undefined;
}

function cited(note: string, signed: Checkpoint | undefined): Cited | undefined {
  return signed === undefined ? undefined : { size: signed.size, root: toHex(signed.root), note };
}

/** What cannot be read ends the reading; why is the verifier's to say. */
function untilUnreadable(read: () => void): void {
  try {
    read();
  } catch {
    // The entries before it stand.
  }
}

async function onCopy<T>(
  path: string,
  databaseKey: Uint8Array,
  read: (database: SqliteDatabase) => T,
): Promise<T | undefined> {
  if (!existsSync(path)) return undefined;
  const copy = await copied(path);
  let database: SqliteDatabase | undefined;
  try {
    database = openCipher(copy.path, databaseKey, { readonly: false, mustExist: true });
    return read(database);
  } catch {
    return undefined;
  } finally {
    database?.close();
    await copy.remove();
  }
}

/** That there is no room for a copy says nothing about the journal. */
async function copied(path: string): Promise<PrivateCopy> {
  try {
    return await copyPrivately(path);
  } catch (error) {
    const described = describeFileError(error, 'copy of the journal, by which it is looked at,');
    if (described instanceof Problem && described.code === 'storage_full') throw described;
    throw new Problem(
      'unsupported',
      'no copy of the journal could be made to look at it',
      'Check that the folder for temporary files is there and has room, then try again.',
    );
  }
}

/** Files of this epoch and of those before it. */
async function listEvidence(folder: string, through: number): Promise<Previous['files']> {
  const names = (await readdir(folder)).filter((name) => epochOf(name) <= through).sort();
  const files: Previous['files'] = [];
  for (const name of names) {
    const sum = createHash('sha256');
    await pipeline(createReadStream(join(folder, name)), sum);
    const { size } = await stat(join(folder, name));
    files.push({ name, sizeBytes: size, sha256: sum.digest('hex') });
  }
  return files;
}

function epochOf(name: string): number {
  const match = EVIDENCE_FILE.exec(name);
  return match === null ? Infinity : Number(match[1] ?? match[2]);
}
