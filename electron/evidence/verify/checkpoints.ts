import {
  canonicalJson,
  equalBytes,
  headMacText,
  JournalHead,
  openCheckpoint,
  toHex,
  type Checkpoint,
  type CheckpointVerifier,
  type Hash,
} from '../../../shared/formats/index.ts';
import type { ChainResult } from './chain.ts';
import type { Fault } from './verdict.ts';

/** Reads a note under the journal's public key; undefined where it is no genuine checkpoint of it. */
export function genuine(hash: Hash, note: string, verifier: CheckpointVerifier): Checkpoint | undefined {
  try {
    return openCheckpoint(hash, note, verifier);
  } catch {
    return undefined;
  }
}

/**
 * Holds the checkpoints that the journal records against signature, tree and entry.
 *
 * @returns the first fault, and how many hold before it
 */
export function checkRecorded(
  hash: Hash,
  chain: ChainResult,
  verifier: CheckpointVerifier,
): { readonly fault: Fault | undefined; readonly good: number } {
  let good = 0;
  let upTo = chain.firstSeq;
  for (const recorded of chain.checkpoints) {
    const { seq } = recorded;
    const signed = genuine(hash, recorded.note, verifier);
    if (signed === undefined) return { fault: forged(seq, 'its signature does not hold'), good };
    if (
      signed.size !== recorded.size ||
      toHex(signed.root) !== recorded.root ||
      signed.size !== seq - chain.firstSeq
    )
      return { fault: forged(seq, 'the entry says something else than what was signed'), good };
    if (!equalBytes(signed.root, recorded.computedRoot)) {
      const detail = `between ${upTo} and ${seq} an entry is not the one that was signed for`;
      return { fault: { verdict: 'chain_rewritten', seq: upTo, fromThere: true, detail }, good };
    }
    good += 1;
    upTo = seq;
  }
  return { fault: undefined, good };
}

/**
 * Holds a checkpoint that stands outside the journal (in the head file, or kept by a witness) against
 * the tree. Only a witness shows that a whole workspace was put back: its own head went back with it.
 */
export function checkOutside(
  checkpoint: Checkpoint,
  chain: ChainResult,
  whose: string,
  tooShort: 'tail_cut' | 'rolled_back',
): Fault | undefined {
  if (checkpoint.size > chain.size)
    return {
      verdict: tooShort,
      seq: chain.firstSeq + chain.size,
      detail: `${whose} covers ${checkpoint.size} entries, the journal has ${chain.size}`,
    };
  const root = chain.rootAt.get(checkpoint.size);
  if (root !== undefined && equalBytes(root, checkpoint.root)) return undefined;
  const detail = `among the first ${checkpoint.size} entries is one that ${whose} was not signed over`;
  return { verdict: 'chain_rewritten', detail };
}

/** Reads a head record; says in words why it is not one that this workspace wrote. */
export function openHead(
  text: string | undefined,
  origin: string,
  mac: ((message: Uint8Array) => Uint8Array) | undefined,
): { readonly head: JournalHead } | { readonly fault: Fault } {
  if (text === undefined)
    return {
      fault: {
        verdict: 'tail_cut',
        detail: 'the record of where the journal stood is missing: its end may have been cut',
      },
    };
  const parsed = JournalHead.safeParse(parseJson(text));
  if (!parsed.success) return { fault: forged(undefined, 'the head record is not readable') };
  const head = parsed.data;
  if (`${canonicalJson(head)}\n` !== text)
    return { fault: forged(undefined, 'the head record is not as it was written') };
  if (head.origin !== origin) return { fault: forged(undefined, 'the head record is of another journal') };
  if (mac !== undefined && toHex(mac(new TextEncoder().encode(headMacText(head)))) !== head.mac)
    return { fault: forged(undefined, 'the MAC of the head record does not hold') };
  return { head };
}

/** Holds a genuine head record against the journal. */
export function checkHead(head: JournalHead, chain: ChainResult): Fault | undefined {
  if (head.size > chain.size)
    return {
      verdict: 'tail_cut',
      seq: chain.firstSeq + chain.size,
      detail: `the head record knows ${head.size} entries, the journal has ${chain.size}`,
    };
  const leaf = chain.leafAt.get(head.size);
  if (leaf !== undefined && toHex(leaf) === head.leaf) return undefined;
  return {
    verdict: 'chain_rewritten',
    detail: `entry ${chain.firstSeq + head.size - 1} or one before it is not the one that the head record knows`,
  };
}

function forged(seq: number | undefined, detail: string): Fault {
  return { verdict: 'checkpoint_forged', seq, detail };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
