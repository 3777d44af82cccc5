import { createHmac } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import {
  canonicalJson,
  CompactRange,
  entryMacMessage,
  fromHex,
  headMacText,
  leafHash,
  parseCheckpoint,
  signCheckpoint,
  toHex,
  type CheckpointSigner,
  type Entry,
  type JournalHead,
} from '../../../shared/formats/index.ts';
import { openCipher, type SqliteDatabase } from '../database/index.ts';
import { sha256 } from '../verify/index.ts';

interface Row {
  readonly seq: number;
  readonly bytes: string;
  readonly leaf: Uint8Array;
  readonly mac: Uint8Array;
}

/** Works on a copy as somebody with the database's key would: lifts the triggers, acts, puts them back. */
export function withoutTriggers(
  path: string,
  databaseKey: Uint8Array,
  act: (database: SqliteDatabase) => void,
): void {
  const database = openCipher(path, databaseKey, { readonly: false, mustExist: true });
  try {
    const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
    database.transaction(() => {
      act(database);
    })();
    for (const { sql } of triggers) database.exec(sql);
  } finally {
    database.close();
  }
}

/** What a rewriting attacker changes, and how much of the rest they can make fit. */
export interface Rewrite {
  readonly from: number;
  /** Position of the epoch's first entry. */
  readonly firstSeq: number;
  change(entry: Entry): Entry;
  /** Without it the MACs stay as they were. */
  readonly macKey?: Uint8Array | undefined;
  /** Signs the checkpoints behind the change anew. */
  readonly signer?: CheckpointSigner | undefined;
}

/**
 * Rewrites a journal's entries from a position on, so that leaves and links hold.
 *
 * @param range the tree before that position
 * @returns leaf and tree at the new end
 */
export function rewrite(
  database: SqliteDatabase,
  { from, firstSeq, change, macKey, signer }: Rewrite,
  range: CompactRange,
): { readonly leaf: Uint8Array; readonly range: CompactRange; readonly note: string | undefined } {
  const select = database.prepare('SELECT seq, bytes, leaf, mac FROM run_events WHERE seq >= ? ORDER BY seq');
  const rows = select.all(from - 1) as Row[];
  const update = database.prepare('UPDATE run_events SET bytes = ?, leaf = ?, mac = ? WHERE seq = ?');
  const [before, ...rest] = rows;
  if (before === undefined) throw new RangeError('nothing stands before the rewritten part');
  let { leaf, mac } = before;
  let note: string | undefined;
  for (const row of rest) {
    let entry: Entry = { ...change(JSON.parse(row.bytes) as Entry), prev: toHex(leaf) as Entry['prev'] };
    if (entry.kind === 'journal.checkpoint' && signer !== undefined) {
      const root = range.root();
      const { origin } = parseCheckpoint(entry.body.note as string);
      note = signCheckpoint(sha256, { origin, size: row.seq - firstSeq, root }, signer);
      entry = { ...entry, body: { ...entry.body, root: toHex(root), note } };
    }
    const bytes = canonicalJson(entry);
    leaf = leafHash(sha256, Buffer.from(bytes));
    if (macKey !== undefined)
      mac = createHmac('sha256', macKey)
        .update(entryMacMessage(mac, row.seq, leaf))
        .digest();
    update.run(bytes, leaf, macKey === undefined ? row.mac : mac, row.seq);
    range.append(leaf);
  }
  return { leaf, range, note };
}

/** An epoch's tree before a position, taken up where an earlier head record knows it. */
export function treeBefore(
  database: SqliteDatabase,
  known: JournalHead,
  firstSeq: number,
  seq: number,
): CompactRange {
  const range = new CompactRange(sha256, known.size, known.nodes.map(fromHex));
  const leaves = database
    .prepare('SELECT leaf FROM run_events WHERE seq >= ? AND seq < ? ORDER BY seq')
    .pluck()
    .all(firstSeq + known.size, seq) as Uint8Array[];
  for (const leaf of leaves) range.append(leaf);
  return range;
}

/** Writes the head record anew, as its MAC key allows. */
export function rewriteHead(
  path: string,
  macKey: Uint8Array,
  change: (head: JournalHead) => Partial<JournalHead>,
): void {
  const before = JSON.parse(readFileSync(path, 'utf8')) as JournalHead;
  const head = { ...before, ...change(before) };
  const mac = createHmac('sha256', macKey).update(headMacText(head)).digest('hex');
  writeFileSync(path, `${canonicalJson({ ...head, mac })}\n`);
}

/** One bit in the middle of a file. */
export function flipBit(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const at = Math.floor(fstatSync(file).size / 2);
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, at);
    writeSync(file, Buffer.of(byte.readUInt8() ^ 1), 0, 1, at);
  } finally {
    closeSync(file);
  }
}

/** A head's tree and leaf from where a rewrite ended. */
export function headOf(leaf: Uint8Array, range: CompactRange): Pick<JournalHead, 'leaf' | 'nodes'> {
  return {
    leaf: toHex(leaf) as JournalHead['leaf'],
    nodes: range.nodes.map((node) => toHex(node) as JournalHead['leaf']),
  };
}
