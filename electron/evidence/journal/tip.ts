import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import {
  CompactRange,
  fromHex,
  toHex,
  type Entry,
  type EventName,
  type JournalHead,
} from '../../../shared/formats/index.ts';
import type { SqliteDatabase } from '../database/index.ts';
import { entryMac, leafOfText, sha256, type Hmac } from './hashing.ts';

/** Where an epoch ends: all that is needed to append the next entry. */
export interface Tip {
  readonly epoch: number;
  /** Position of the epoch's first entry; its leaf is number 0 of the epoch's tree. */
  readonly firstSeq: number;
  nextSeq: number;
  prev: Sha256Hex;
  mac: Uint8Array;
  wallMs: number;
  /** Of the last entry that this process wrote; the clock of another process says nothing about ours. */
  monoMs: number | undefined;
  range: CompactRange;
  /** Intents that have no outcome yet. */
  readonly openIntents: Map<number, EventName>;
}

/** What to do about a damaged journal. */
export const DAMAGED_HINT =
  'Nothing was changed. See with `swarm audit verify` what is affected. Restore a backup, or let compliance or an administrator go on in a new file: from the sign-in screen, or with `swarm audit begin-epoch`.';

interface EpochRow {
  readonly epoch: number;
  readonly first_seq: number;
  readonly prev: Uint8Array;
  readonly mac: Uint8Array;
}

export interface EntryRow {
  readonly seq: number;
  readonly bytes: string;
  readonly leaf: Uint8Array;
  readonly mac: Uint8Array;
}

/** The beginning of an epoch, before its first entry. @throws Problem `damaged` without an epoch record */
export function readStart(database: SqliteDatabase): Tip {
  const row = database.prepare('SELECT epoch, first_seq, prev, mac FROM epoch').get() as EpochRow | undefined;
  if (row === undefined) throw damaged('its epoch record is missing');
  return {
    epoch: row.epoch,
    firstSeq: row.first_seq,
    nextSeq: row.first_seq,
    prev: toHex(row.prev) as Sha256Hex,
    mac: row.mac,
    wallMs: 0,
    monoMs: undefined,
    range: new CompactRange(sha256),
    openIntents: new Map(),
  };
}

/**
 * Reads where the newest epoch ends, from the last head on. Every entry behind the head is held against its
 * leaf and MAC on the way; the rest is the verifier's work.
 *
 * @throws Problem `damaged` when what is read does not fit together; nothing is written to evidence then.
 */
export function readTip(database: SqliteDatabase, hmac: Hmac, head: JournalHead | undefined): Tip {
  const tip = readStart(database);
  if (head?.epoch === tip.epoch && head.firstSeq === tip.firstSeq && head.size > 0)
    jumpToHead(database, tip, head);

  const rows = database
    .prepare('SELECT seq, bytes, leaf, mac FROM run_events WHERE seq >= ? ORDER BY seq')
    .iterate(tip.nextSeq) as IterableIterator<EntryRow>;
  for (const row of rows) follow(tip, row, hmac);
  return tip;
}

function jumpToHead(database: SqliteDatabase, tip: Tip, head: JournalHead): void {
  const select = database.prepare('SELECT seq, bytes, leaf, mac FROM run_events WHERE seq = ?');
  const last = select.get(tip.firstSeq + head.size - 1) as EntryRow | undefined;
  if (last === undefined) throw damaged('entries are missing from its end');
  if (leafOfText(last.bytes).toString('hex') !== head.leaf)
    throw damaged('it was rewritten since its last checkpoint');
  tip.nextSeq = tip.firstSeq + head.size;
  tip.prev = head.leaf;
  tip.mac = last.mac;
  tip.wallMs = (JSON.parse(last.bytes) as Entry).wallMs;
  tip.range = new CompactRange(sha256, head.size, head.nodes.map(fromHex));
  for (const seq of head.openIntents) {
    const intent = select.get(seq) as EntryRow | undefined;
    if (intent === undefined) throw damaged('an intent is missing');
    tip.openIntents.set(seq, (JSON.parse(intent.bytes) as Entry).kind);
  }
}

/**
 * Takes in the entry that stands next, once leaf, MAC and link hold.
 *
 * @throws Problem `damaged` where they do not; the tip is as it was then
 */
export function follow(tip: Tip, row: EntryRow, hmac: Hmac): Entry {
  const leaf = leafOfText(row.bytes);
  const mac = entryMac(hmac, tip.mac, row.seq, leaf);
  if (row.seq !== tip.nextSeq || !leaf.equals(row.leaf) || !mac.equals(row.mac))
    throw damaged(`entry ${tip.nextSeq} does not check`);
  const entry = JSON.parse(row.bytes) as Entry;
  if (entry.prev !== tip.prev) throw damaged(`entry ${tip.nextSeq} does not follow the one before it`);
  tip.nextSeq += 1;
  tip.prev = toHex(leaf) as Sha256Hex;
  tip.mac = mac;
  tip.wallMs = entry.wallMs;
  tip.range.append(leaf);
  if (entry.phase === 'intent') tip.openIntents.set(entry.seq, entry.kind);
  if (entry.intent !== undefined) tip.openIntents.delete(entry.intent);
  return entry;
}

function damaged(how: string): Problem {
  return new Problem('damaged', `the journal is damaged: ${how}`, DAMAGED_HINT);
}
