import { z } from 'zod';
import { Sha256Hex } from '../../domain/ids.ts';
import { canonicalJson } from '../canonical-json.ts';
import { asciiBytes, UINT64_BYTES, writeUint64 } from './bytes.ts';

const ENTRY_CONTEXT = asciiBytes('swarm-clinical/journal/entry/v1\n');

/**
 * What HMAC-SHA256 under the journal's MAC key is taken over for one entry. The leaf speaks for the
 * entry and, through `prev`, for all before it; the previous MAC makes the MACs a chain of their own.
 */
export function entryMacMessage(previousMac: Uint8Array, seq: number, leaf: Uint8Array): Uint8Array {
  // One array and no pieces: every append waits for this.
  const macAt = ENTRY_CONTEXT.length;
  const seqAt = macAt + previousMac.length;
  const leafAt = seqAt + UINT64_BYTES;
  const message = new Uint8Array(leafAt + leaf.length);
  message.set(ENTRY_CONTEXT);
  message.set(previousMac, macAt);
  writeUint64(message, seqAt, seq);
  message.set(leaf, leafAt);
  return message;
}

/**
 * `journal/head-0001.json`: where the journal stood at its last checkpoint, kept outside the database so that
 * a cut of its tail shows. Also what the writer needs to go on without reading everything again.
 */
export const JournalHead = z.strictObject({
  v: z.literal(1),
  origin: z.string().max(200),
  epoch: z.int().positive(),
  /** Position of the epoch's first entry. */
  firstSeq: z.int().nonnegative(),
  size: z.int().nonnegative(),
  /** Leaf of the last of these entries; 64 zeros while there is none. */
  leaf: Sha256Hex,
  /** Roots of the perfect subtrees, largest first. */
  nodes: z.array(Sha256Hex).max(53),
  /** Intents without an outcome among the first `size` entries. */
  openIntents: z.array(z.int().nonnegative()),
  /** The last signed checkpoint as a C2SP note; empty before the first. */
  note: z.string().max(2000),
  /** HMAC-SHA256 over `headMacText` in UTF-8. */
  mac: Sha256Hex,
});
export type JournalHead = z.infer<typeof JournalHead>;

export function headMacText(head: Omit<JournalHead, 'mac'>): string {
  const { v, origin, epoch, firstSeq, size, leaf, nodes, openIntents, note } = head;
  const members = { v, origin, epoch, firstSeq, size, leaf, nodes, openIntents, note };
  return `swarm-clinical/journal/head/v1\n${canonicalJson(members)}`;
}
