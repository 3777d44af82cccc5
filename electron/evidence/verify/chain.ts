import type { EventBody } from '../../../shared/formats/index.ts';
import { bytesOf, isHexOf, isText, type BinaryText } from './binary-text.ts';
import { MacMessage, type Edge, type ScanSummary, type ScanTools } from './scan.ts';
import { TreeRow } from './tree-row.ts';
import type { Fault } from './verdict.ts';
import { compareFaults } from './worst.ts';

/** Where an epoch takes up: its number and the position of its first entry. */
export interface ChainStart {
  readonly epoch: number;
  readonly firstSeq: number;
}

export interface CheckpointEntry {
  readonly seq: number;
  readonly note: string;
  readonly size: number;
  readonly root: string;
  /** Root over all entries of the epoch before this one, recomputed. */
  readonly computedRoot: Uint8Array;
}

export interface ChainResult extends ChainStart {
  /** Entries of the epoch: how far the last one's position lies behind the first one's, and one. */
  readonly size: number;
  /** Root over all entries of the epoch; undefined where entries are missing. */
  readonly root: Uint8Array | undefined;
  /** The first of each kind, in the order of `compareFaults`. */
  readonly faults: readonly Fault[];
  readonly checkpoints: readonly CheckpointEntry[];
  /** Roots and last leaves at the sizes that were asked for, as far as the epoch reaches. */
  readonly rootAt: ReadonlyMap<number, Uint8Array>;
  readonly leafAt: ReadonlyMap<number, Uint8Array>;
  readonly openIntents: number;
  /** Steps back of the clock that the journal itself records. */
  readonly recordedClockSteps: number;
  /** What the epoch says of the ones before it; undefined in the first. */
  readonly began: EpochBegan | undefined;
  /** Size of the newest checkpoint that the journal says has left the machine; 0 for none. */
  readonly anchored: number;
}

export type EpochBegan = EventBody<'epoch.began'>;

export interface JoinPorts {
  /** Takes payloads that entries cite, as records of `Citations`. */
  onPayloads(records: Uint8Array): void;
}

/** What the first entry of an epoch follows: nothing. */
const NOTHING: BinaryText = '\u0000'.repeat(32);

/** Joins scanned stretches, in their order, to a whole epoch. */
export class ChainJoin {
  readonly #tools: ScanTools;
  readonly #start: ChainStart;
  readonly #ports: JoinPorts;
  readonly #tree: TreeRow;
  readonly #macMessage = new MacMessage();
  readonly #faults: Fault[] = [];
  readonly #checkpoints: CheckpointEntry[] = [];
  readonly #rootAt = new Map<number, Uint8Array>();
  readonly #leafAt = new Map<number, Uint8Array>();
  readonly #open = new Map<number, string>();
  #last: Edge;
  #wallMs: number | undefined;
  #treeHolds = true;
  #displaced: { readonly at: number; found: boolean } | undefined;
  #badLink: { readonly seq: number; readonly macBeforeHolds: boolean } | undefined;
  #badMacs: { readonly first: number; count: number; last: number } | undefined;
  #clockSteps = 0;
  #anchored = 0;
  #began: EpochBegan | undefined;

  /** @param wanted sizes of the tree that were asked for; that of nothing is known without entries */
  constructor(tools: ScanTools, start: ChainStart, ports: JoinPorts, wanted: readonly number[] = []) {
    this.#tools = tools;
    this.#start = start;
    this.#ports = ports;
    this.#tree = new TreeRow(tools.hash);
    this.#last = { seq: start.firstSeq - 1, leaf: NOTHING, mac: new Uint8Array(32) };
    if (wanted.includes(0)) {
      this.#rootAt.set(0, bytesOf(this.#tree.root()));
      this.#leafAt.set(0, bytesOf(NOTHING));
    }
  }

  /** Position after the last entry so far. */
  get end(): number {
    return this.#last.seq + 1;
  }

  add(summary: ScanSummary): void {
    const { first, last } = summary;
    if (first === undefined || last === undefined) return;
    this.#joinEdge(first);
    this.#joinClock(summary);
    for (const { verdict, seq, detail } of summary.faults) this.#fault(verdict, seq ?? first.seq, detail);
    for (const { at, says } of summary.displaced) {
      this.#displaced ??= { at, found: false };
      if (says === this.#displaced.at) this.#displaced.found = true;
    }
    if (this.#badLink === undefined && summary.badLink !== undefined) {
      const { seq, macBeforeHolds } = summary.badLink;
      // Whether the MAC at the edge holds was only known here.
      const holds = seq === first.seq + 1 ? !this.#endsBad(first.seq) : macBeforeHolds;
      this.#badLink = { seq, macBeforeHolds: holds };
    }
    if (summary.badMacs !== undefined) this.#countBadMacs(summary.badMacs);
    if (this.#treeHolds) this.#joinTree(summary);
    this.#joinIntents(summary);
    this.#clockSteps += summary.clockSteps;
    this.#began ??= summary.began;
    this.#anchored = Math.max(this.#anchored, summary.anchored);
    this.#ports.onPayloads(summary.payloads);
    this.#last = last;
    this.#wallMs = last.wallMs ?? this.#wallMs;
  }

  /** A payload that is cited under two hashes, as whoever keeps them finds out. */
  addFault(fault: Fault & { readonly seq: number }): void {
    this.#fault(fault.verdict, fault.seq, fault.detail);
  }

  finish(): ChainResult {
    this.#judgeOrder();
    this.#judgeLinks();
    return {
      ...this.#start,
      size: this.end - this.#start.firstSeq,
      root: this.#treeHolds ? bytesOf(this.#tree.root()) : undefined,
      faults: this.#faults.sort(compareFaults),
      checkpoints: this.#checkpoints,
      rootAt: this.#rootAt,
      leafAt: this.#leafAt,
      openIntents: this.#open.size,
      recordedClockSteps: this.#clockSteps,
      began: this.#began,
      anchored: this.#anchored,
    };
  }

  /** What hangs on two neighbours that were scanned apart. */
  #joinEdge(first: NonNullable<ScanSummary['first']>): void {
    const { seq, leaf, mac, prev } = first;
    if (seq !== this.end) {
      const detail = `nothing stands between ${this.end} and ${seq}`;
      this.#fault('entry_missing', Math.min(this.end, seq), detail);
      this.#treeHolds = false;
    }
    if (this.#tools.mac !== undefined) {
      const message = this.#macMessage.of(this.#last.mac, seq, leaf);
      if (!isText(mac, this.#tools.mac(message))) this.#countBadMacs({ first: seq, count: 1, last: seq });
    }
    if (prev !== undefined && !isHexOf(prev, this.#last.leaf))
      this.#badLink ??= { seq, macBeforeHolds: !this.#endsBad(seq - 1) };
  }

  /** The first entry of a stretch that tells its time, against the last one before it that did. */
  #joinClock({ firstTime }: ScanSummary): void {
    if (firstTime === undefined || this.#wallMs === undefined || firstTime.wallMs >= this.#wallMs) return;
    const { seq, clockStep } = firstTime;
    if (clockStep) this.#clockSteps += 1;
    else this.#fault('clock_stepped_back', seq, 'its time lies before that of the entry before it');
  }

  #joinTree(summary: ScanSummary): void {
    for (const { tree, seq, note, size, root } of summary.checkpoints)
      this.#checkpoints.push({ seq, note, size, root, computedRoot: bytesOf(this.#tree.rootWith(tree)) });
    for (const { size, tree, leaf } of summary.wanted) {
      this.#rootAt.set(size, bytesOf(this.#tree.rootWith(tree)));
      this.#leafAt.set(size, bytesOf(leaf));
    }
    this.#tree.join(summary.tree);
    if (summary.treeBrokenAt !== undefined) this.#treeHolds = false;
  }

  #joinIntents({ closed, opened }: ScanSummary): void {
    for (const { seq, intent, kind } of closed) {
      if (this.#open.get(intent) !== kind)
        this.#fault('entry_altered', seq, 'it is the outcome of an act that is not open');
      this.#open.delete(intent);
    }
    for (const { seq, kind } of opened) this.#open.set(seq, kind);
  }

  #countBadMacs({ first, count, last }: { first: number; count: number; last: number }): void {
    this.#badMacs ??= { first, count: 0, last };
    this.#badMacs.count += count;
    this.#badMacs.last = last;
  }

  #endsBad(seq: number): boolean {
    return this.#badMacs?.last === seq;
  }

  /** An entry in the wrong place was moved if its own place holds another, else it closes a gap. */
  #judgeOrder(): void {
    if (this.#displaced === undefined) return;
    const { at, found } = this.#displaced;
    if (found) this.#fault('order_changed', at, 'another entry stands in its place');
    else this.#fault('entry_missing', at, 'a later entry was moved into its place');
  }

  /**
   * A link that does not hold means that one of two neighbours was changed: the earlier one, if its MAC
   * does not hold. MACs that stop holding at some point and never hold again, under links that do, are
   * a journal rewritten from there by someone without the MAC key.
   */
  #judgeLinks(): void {
    if (this.#badLink !== undefined) {
      const { seq, macBeforeHolds } = this.#badLink;
      const first = seq > this.#start.firstSeq && !macBeforeHolds ? seq - 1 : seq;
      this.#fault('entry_altered', first, 'the link to or from it does not hold');
    }
    if (this.#badMacs === undefined) return;
    const { first, count } = this.#badMacs;
    if (count === this.end - first)
      this.#fault('chain_rewritten', first, 'from there on no MAC holds, though the links do');
    else this.#fault('entry_altered', first, 'its MAC does not hold');
  }

  /** Keeps the first fault of each kind. */
  #fault(verdict: Fault['verdict'], seq: number, detail: string): void {
    const known = this.#faults.findIndex((fault) => fault.verdict === verdict);
    if (known < 0) this.#faults.push({ verdict, seq, detail });
    else if (seq < (this.#faults[known]?.seq ?? Infinity)) this.#faults[known] = { verdict, seq, detail };
  }
}
