import {
  CompactRange,
  entryMacMessage,
  equalBytes,
  fromHex,
  leafHash,
  readEntry,
  toHex,
  type Entry,
  type EventBody,
  type Hash,
} from '../../../shared/formats/index.ts';
import type { Fault } from './verdict.ts';

/** One row of `run_events`, as it is stored. */
export interface StoredRow {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  readonly mac: Uint8Array;
}

/** Where an epoch begins: its first position, and what its first link and MAC build on. */
export interface ChainStart {
  readonly epoch: number;
  readonly firstSeq: number;
  readonly prev: Uint8Array;
  readonly mac: Uint8Array;
}

/** Passed in, so that the same walk runs in Node and in a browser. */
export interface ChainTools {
  readonly hash: Hash;
  /** HMAC-SHA256 under the journal's MAC key; undefined where the verifier was not given the key. */
  readonly mac: ((message: Uint8Array) => Uint8Array) | undefined;
}

export interface CheckpointEntry {
  readonly seq: number;
  readonly note: string;
  readonly size: number;
  readonly root: string;
  /** Root over all entries before this one, recomputed. */
  readonly computedRoot: Uint8Array;
}

export interface ChainResult {
  /** The epoch that was walked, and the position of its first entry. */
  readonly epoch: number;
  readonly firstSeq: number;
  /** Entries of the epoch: how far the last one's position lies behind the first one's, and one. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly lastLeaf: Uint8Array;
  readonly faults: readonly Fault[];
  readonly checkpoints: readonly CheckpointEntry[];
  /** Roots at the sizes that were asked for, as far as the journal reaches. */
  readonly rootAt: ReadonlyMap<number, Uint8Array>;
  readonly leafAt: ReadonlyMap<number, Uint8Array>;
  readonly openIntents: number;
  /** Steps of the clock that the journal itself records. */
  readonly recordedClockSteps: number;
  /** Ciphertext hash per cited payload. */
  readonly payloads: ReadonlyMap<string, string>;
  /** What the epoch says of the ones before it; undefined in the first. */
  readonly began: EpochBegan | undefined;
}

export type EpochBegan = EventBody<'epoch.began'>;

/**
 * Walks a journal from its stored bytes alone: position, form, leaf, link, MAC, clock, tree. Goes on
 * behind a fault, so that one altered entry does not make all later ones look bad.
 */
export class ChainWalk {
  readonly #tools: ChainTools;
  readonly #start: ChainStart;
  readonly #wanted: ReadonlySet<number>;
  readonly #range: CompactRange;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #faults: Fault[] = [];
  readonly #displaced: { readonly at: number; readonly says: number }[] = [];
  readonly #badLinks: number[] = [];
  readonly #badMacs: number[] = [];
  readonly #checkpoints: CheckpointEntry[] = [];
  readonly #rootAt = new Map<number, Uint8Array>();
  readonly #leafAt = new Map<number, Uint8Array>();
  readonly #open = new Map<number, string>();
  readonly #payloads = new Map<string, string>();
  #expected: number;
  #prev: string;
  #mac: Uint8Array;
  #lastLeaf: Uint8Array;
  #wallMs = Number.NEGATIVE_INFINITY;
  #clockSteps = 0;
  #began: EpochBegan | undefined;

  /** @param wanted sizes at which root and last leaf are to be kept, for outside checkpoints */
  constructor(tools: ChainTools, start: ChainStart, wanted: Iterable<number> = []) {
    this.#tools = tools;
    this.#start = start;
    this.#wanted = new Set(wanted);
    this.#range = new CompactRange(tools.hash);
    this.#expected = start.firstSeq;
    this.#prev = toHex(start.prev);
    this.#mac = start.mac;
    this.#lastLeaf = start.prev;
    this.#keepAt(0);
  }

  /** Position after the last entry so far. */
  get size(): number {
    return this.#expected;
  }

  add(row: StoredRow): void {
    if (row.seq !== this.#expected) {
      this.#fault('entry_missing', this.#expected, `nothing stands between ${this.#expected} and ${row.seq}`);
      this.#expected = row.seq;
    }
    const leaf = leafHash(this.#tools.hash, row.bytes);
    if (!equalBytes(leaf, row.leaf))
      this.#fault('entry_altered', row.seq, 'its bytes are not those of its leaf hash');
    if (this.#tools.mac !== undefined) {
      const mac = this.#tools.mac(entryMacMessage(this.#mac, row.seq, leaf));
      if (!equalBytes(mac, row.mac)) this.#badMacs.push(row.seq);
    }
    this.#checkContent(row);

    // Going on from what is really there keeps one fault from marking everything behind it.
    this.#mac = row.mac;
    this.#prev = toHex(leaf);
    this.#lastLeaf = leaf;
    this.#expected = row.seq + 1;
    this.#range.append(leaf);
    this.#keepAt(this.#expected - this.#start.firstSeq);
  }

  finish(): ChainResult {
    this.#judgeOrder();
    this.#judgeLinks();
    return {
      epoch: this.#start.epoch,
      firstSeq: this.#start.firstSeq,
      size: this.#expected - this.#start.firstSeq,
      root: this.#range.root(),
      lastLeaf: this.#lastLeaf,
      faults: this.#faults,
      checkpoints: this.#checkpoints,
      rootAt: this.#rootAt,
      leafAt: this.#leafAt,
      openIntents: this.#open.size,
      recordedClockSteps: this.#clockSteps,
      payloads: this.#payloads,
      began: this.#began,
    };
  }

  #checkContent(row: StoredRow): void {
    let text: string;
    try {
      text = this.#decoder.decode(row.bytes);
    } catch {
      this.#fault('entry_altered', row.seq, 'its bytes are not UTF-8');
      return;
    }
    const read = readEntry(text);
    if ('fault' in read) {
      this.#fault('entry_altered', row.seq, `its bytes are ${read.fault}`);
      return;
    }
    const { entry } = read;
    if (entry.epoch !== this.#start.epoch)
      this.#fault('entry_altered', row.seq, 'it names another epoch than the file it stands in');
    if (entry.seq !== row.seq) this.#displaced.push({ at: row.seq, says: entry.seq });
    if (entry.prev !== this.#prev) this.#badLinks.push(row.seq);
    this.#follow(entry, row.seq);
  }

  #follow(entry: Entry, seq: number): void {
    // A body that is not as catalogued did not get here.
    if (entry.kind === 'epoch.began') this.#began ??= entry.body as EpochBegan;
    if (entry.wallMs < this.#wallMs) {
      if (entry.kind === 'clock.stepped') this.#clockSteps += 1;
      else this.#fault('clock_stepped_back', seq, 'its time lies before that of the entry before it');
    }
    this.#wallMs = entry.wallMs;
    if (entry.phase === 'intent') this.#open.set(seq, entry.kind);
    if (entry.intent !== undefined && this.#open.get(entry.intent) !== entry.kind)
      this.#fault('entry_altered', seq, 'it is the outcome of an act that is not open');
    if (entry.intent !== undefined) this.#open.delete(entry.intent);
    for (const payload of entry.payloads) {
      const known = this.#payloads.get(payload.id);
      if (known !== undefined && known !== payload.sha256)
        this.#fault('payload_altered', seq, 'it cites a payload under another hash than an earlier entry');
      this.#payloads.set(payload.id, known ?? payload.sha256);
    }
    if (entry.kind === 'journal.checkpoint') {
      const { note, size, root } = entry.body as { note: string; size: number; root: string };
      this.#checkpoints.push({ seq, note, size, root, computedRoot: this.#range.root() });
    }
  }

  /** An entry in the wrong place was moved if its own place holds another, else it closes a gap. */
  #judgeOrder(): void {
    const first = this.#displaced[0];
    if (first === undefined) return;
    const elsewhere = new Set(this.#displaced.map(({ says }) => says));
    if (elsewhere.has(first.at)) this.#fault('order_changed', first.at, 'another entry stands in its place');
    else this.#fault('entry_missing', first.at, 'a later entry was moved into its place');
  }

  /**
   * A link that does not hold means that one of two neighbours was changed: the earlier one, if its MAC
   * does not hold. MACs that stop holding at some point and never hold again, under links that do, are
   * a journal rewritten from there by someone without the MAC key.
   */
  #judgeLinks(): void {
    const badMacs = new Set(this.#badMacs);
    const link = this.#badLinks[0];
    if (link !== undefined) {
      const first = link - 1 >= this.#start.firstSeq && badMacs.has(link - 1) ? link - 1 : link;
      this.#fault('entry_altered', first, 'the link to or from it does not hold');
    }
    const mac = this.#badMacs[0];
    if (mac === undefined) return;
    const toTheEnd = this.#badMacs.length === this.#expected - mac;
    if (toTheEnd) this.#fault('chain_rewritten', mac, 'from there on no MAC holds, though the links do');
    else this.#fault('entry_altered', mac, 'its MAC does not hold');
  }

  #keepAt(size: number): void {
    if (!this.#wanted.has(size)) return;
    this.#rootAt.set(size, this.#range.root());
    this.#leafAt.set(size, this.#lastLeaf);
  }

  /** Keeps the first fault of each kind. */
  #fault(verdict: Fault['verdict'], seq: number, detail: string): void {
    const known = this.#faults.findIndex((fault) => fault.verdict === verdict);
    if (known < 0) this.#faults.push({ verdict, seq, detail });
    else if (seq < (this.#faults[known]?.seq ?? Infinity)) this.#faults[known] = { verdict, seq, detail };
  }
}

/** The start of a journal's first epoch. */
export const FIRST_EPOCH: ChainStart = {
  epoch: 1,
  firstSeq: 0,
  prev: fromHex('0'.repeat(64)),
  mac: fromHex('0'.repeat(64)),
};
