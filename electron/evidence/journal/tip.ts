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

/** Where the journal ends: all that is needed to append the next entry. */
export interface Tip {
  readonly epoch: number;
  nextSeq: number;
  prev: Sha256Hex;
  mac: Uint8Array;
  wallMs: number;
  range: CompactRange;
  /** Intents that have no outcome yet. */
  readonly openIntents: Map<number, EventName>;
}

interface EpochRow {
  readonly epoch: number;
  readonly first_seq: number;
  readonly prev: Uint8Array;
  readonly mac: Uint8Array;
  readonly nodes: Uint8Array;
}

interface Row {
  readonly seq: number;
  readonly bytes: string;
  readonly leaf: Uint8Array;
  readonly mac: Uint8Array;
}

/**
 * Reads where the journal ends, from the last head on. Every entry behind the head is held against its
 * leaf and MAC on the way; the rest is the verifier's work.
 *
 * @throws Problem `damaged` when what is read does not fit together; nothing is written to evidence then.
 */
export function readTip(database: SqliteDatabase, hmac: Hmac, head: JournalHead | undefined): Tip {
  const epoch = database.prepare('SELECT * FROM epoch').get() as EpochRow | undefined;
  if (epoch === undefined) throw damaged('its epoch record is missing');
  const tip: Tip = {
    epoch: epoch.epoch,
    nextSeq: epoch.first_seq,
    prev: toHex(epoch.prev) as Sha256Hex,
    mac: epoch.mac,
    wallMs: 0,
    range: new CompactRange(sha256, epoch.first_seq, splitNodes(epoch.nodes)),
    openIntents: new Map(),
  };
  if (head?.epoch === epoch.epoch && head.size > epoch.first_seq) jumpToHead(database, tip, head);

  const rows = database
    .prepare('SELECT seq, bytes, leaf, mac FROM run_events WHERE seq >= ? ORDER BY seq')
    .iterate(tip.nextSeq) as IterableIterator<Row>;
  for (const row of rows) follow(tip, row, hmac);
  return tip;
}

function jumpToHead(database: SqliteDatabase, tip: Tip, head: JournalHead): void {
  const select = database.prepare('SELECT seq, bytes, leaf, mac FROM run_events WHERE seq = ?');
  const last = select.get(head.size - 1) as Row | undefined;
  if (last === undefined) throw damaged('entries are missing from its end');
  if (leafOfText(last.bytes).toString('hex') !== head.leaf)
    throw damaged('it was rewritten since its last checkpoint');
  tip.nextSeq = head.size;
  tip.prev = head.leaf;
  tip.mac = last.mac;
  tip.wallMs = (JSON.parse(last.bytes) as Entry).wallMs;
  tip.range = new CompactRange(sha256, head.size, head.nodes.map(fromHex));
  for (const seq of head.openIntents) {
    const intent = select.get(seq) as Row | undefined;
    if (intent === undefined) throw damaged('an intent is missing');
    tip.openIntents.set(seq, (JSON.parse(intent.bytes) as Entry).kind);
  }
}

function follow(tip: Tip, row: Row, hmac: Hmac): void {
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
}

function splitNodes(nodes: Uint8Array): Uint8Array[] {
  return Array.from({ length: nodes.length / 32 }, (_, i) => nodes.subarray(32 * i, 32 * i + 32));
}

function damaged(how: string): Problem {
  return new Problem(
    'damaged',
    `the journal is damaged: ${how}`,
    'Nothing was changed. Run `swarm audit verify` on the workspace to see what is affected.',
  );
}
