import { entryMacMessage, readEntry, type EventBody } from '../../../shared/formats/index.ts';
import { isTextAt, putText, type BinaryText } from './binary-text.ts';
import { Citations } from './entries/citations.ts';
import { EntryInPlace } from './entries/entry-in-place.ts';
import { ParsedEntry, type SeenEntry } from './entries/seen-entry.ts';
import { TreeRow, type HashText, type TreePiece } from './tree-row.ts';
import type { Fault } from './verdict.ts';

/** One row of `run_events` as it is stored: where its parts lie in `bytes`, each from `At` to before `End`. */
export interface StoredRow {
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** The message of its leaf hash: 0x00 and the stored bytes. */
  readonly messageAt: number;
  readonly messageEnd: number;
  readonly leafAt: number;
  readonly leafEnd: number;
  readonly macAt: number;
  readonly macEnd: number;
}

/** Passed in, so that the same code runs in Node and in a browser. */
export interface ScanTools {
  /** SHA-256. */
  readonly hash: HashText;
  /** HMAC-SHA256 under the journal's MAC key; undefined where the verifier was not given the key. */
  readonly mac: ((message: Uint8Array) => BinaryText) | undefined;
}

export interface ScanRange {
  readonly epoch: number;
  /** Position of the epoch's first entry. */
  readonly firstSeq: number;
  /** Sizes of the epoch's tree whose roots are wanted, for checkpoints from outside. */
  readonly wanted: readonly number[];
}

/** An entry at the edge of a stretch, for the neighbour that another worker scans. */
export interface Edge {
  readonly seq: number;
  /** Recomputed from the stored bytes. */
  readonly leaf: BinaryText;
  /** As it is stored. */
  readonly mac: Uint8Array;
}

export interface ScannedCheckpoint {
  readonly seq: number;
  readonly note: string;
  readonly size: number;
  readonly root: string;
  /** The stretch's tree before this entry. */
  readonly tree: TreePiece;
}

/** All that is to be known of a stretch of entries, whatever stands before and behind it. */
export interface ScanSummary {
  readonly count: number;
  readonly first: (Edge & { readonly prev: string | undefined }) | undefined;
  /** The first entry of the stretch that could be read and so tells its time. */
  readonly firstTime:
    { readonly seq: number; readonly wallMs: number; readonly clockStep: boolean } | undefined;
  readonly last: (Edge & { readonly wallMs: number | undefined }) | undefined;
  /** The first fault of each kind that shows inside the stretch. */
  readonly faults: readonly Fault[];
  /** Entries that say they stand elsewhere: where they stand, and what they say. */
  readonly displaced: readonly { readonly at: number; readonly says: number }[];
  /** The first link inside the stretch that does not hold, and whether the MAC before it does. */
  readonly badLink: { readonly seq: number; readonly macBeforeHolds: boolean } | undefined;
  /** MACs inside the stretch, without its first, that do not hold. */
  readonly badMacs: { readonly first: number; readonly count: number; readonly last: number } | undefined;
  readonly tree: TreePiece;
  /** Behind a gap no position in the tree is known: the entry where that begins. */
  readonly treeBrokenAt: number | undefined;
  readonly checkpoints: readonly ScannedCheckpoint[];
  readonly wanted: readonly { readonly size: number; readonly tree: TreePiece; readonly leaf: BinaryText }[];
  /** Intents that the stretch leaves open, and outcomes of intents before it. */
  readonly opened: readonly { readonly seq: number; readonly kind: string }[];
  readonly closed: readonly { readonly seq: number; readonly intent: number; readonly kind: string }[];
  readonly clockSteps: number;
  readonly began: EventBody<'epoch.began'> | undefined;
  /** Size of the newest checkpoint that the stretch says has left the machine; 0 for none. */
  readonly anchored: number;
  /** Payloads that entries cite, as records of `Citations`. */
  readonly payloads: Uint8Array<ArrayBuffer>;
}

const MAC_BYTES = 32;
const MAC_TEMPLATE = entryMacMessage(new Uint8Array(32), 0, new Uint8Array(32));
const [LEAF_AT, SEQ_AT, MAC_AT] = [
  MAC_TEMPLATE.length - 32,
  MAC_TEMPLATE.length - 40,
  MAC_TEMPLATE.length - 72,
];

/** The message of an entry's MAC, put together in one buffer: nothing is allocated per entry. */
export class MacMessage {
  readonly #bytes = Uint8Array.from(MAC_TEMPLATE);
  readonly #view = new DataView(this.#bytes.buffer);

  of(previousMac: Uint8Array, seq: number, leaf: BinaryText): Uint8Array {
    this.#bytes.set(previousMac, MAC_AT);
    this.#view.setUint32(SEQ_AT, Math.floor(seq / 2 ** 32));
    this.#view.setUint32(SEQ_AT + 4, seq % 2 ** 32);
    putText(this.#bytes, LEAF_AT, leaf);
    return this.#bytes;
  }
}

/**
 * Scans a stretch of entries from their stored bytes alone: position, form, leaf, link, MAC, clock, tree.
 * Goes on behind a fault, so that one altered entry does not make all later ones look bad. What depends
 * on neighbours is left to `ChainJoin`, so that stretches can be scanned side by side.
 */
export class EntryScan {
  readonly #tools: ScanTools;
  readonly #range: ScanRange;
  readonly #wanted: ReadonlySet<number>;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #macMessage = new MacMessage();
  readonly #faults: Fault[] = [];
  readonly #displaced: { at: number; says: number }[] = [];
  readonly #checkpoints: ScannedCheckpoint[] = [];
  readonly #kept: { size: number; tree: TreePiece; leaf: BinaryText }[] = [];
  readonly #open = new Map<number, string>();
  readonly #closed: { seq: number; intent: number; kind: string }[] = [];
  readonly #payloads: Citations;
  readonly #inPlace = new EntryInPlace();
  readonly #previousMac = new Uint8Array(32);
  #tree: TreeRow;
  #treeBrokenAt: number | undefined;
  #badLink: ScanSummary['badLink'];
  #badMacs: { first: number; count: number; last: number } | undefined;
  #first: ScanSummary['first'];
  #firstTime: ScanSummary['firstTime'];
  #lastSeq = -1;
  #lastLeaf: BinaryText = '';
  #lastWallMs: number | undefined;
  #clockSteps = 0;
  #anchored = 0;
  #began: EventBody<'epoch.began'> | undefined;
  #count = 0;

  /** @param room memory for what the entries cite, which the summary then lies in */
  constructor(tools: ScanTools, range: ScanRange, room?: ArrayBuffer) {
    this.#payloads = new Citations(room);
    this.#tools = tools;
    this.#range = range;
    this.#wanted = new Set(range.wanted);
    this.#tree = new TreeRow(tools.hash);
  }

  add(row: StoredRow): void {
    const { seq, bytes, messageAt, messageEnd } = row;
    const isFirst = this.#first === undefined;
    const message = new Uint8Array(bytes.buffer, bytes.byteOffset + messageAt, messageEnd - messageAt);
    const leaf = this.#tools.hash(message);
    if (!isTextAt(bytes, row.leafAt, row.leafEnd, leaf))
      this.#fault('entry_altered', seq, 'its bytes are not those of its leaf hash');
    if (isFirst) this.#tree = new TreeRow(this.#tools.hash, seq - this.#range.firstSeq);
    else this.#follow(row, leaf);

    const entry = this.#read(row);
    if (isFirst) {
      const mac = Uint8Array.from(bytes.subarray(row.macAt, row.macEnd));
      this.#first = { seq, leaf, mac, prev: entry?.prev() };
    } else if (entry?.follows(this.#lastLeaf) === false)
      this.#badLink ??= { seq, macBeforeHolds: this.#badMacs?.last !== seq - 1 };
    if (entry !== undefined) {
      this.#followClock(seq, entry);
      this.#followEntry(entry, seq);
    }

    // Going on from what is really there keeps one fault from marking everything behind it.
    this.#keepMac(row);
    this.#lastSeq = seq;
    this.#lastLeaf = leaf;
    this.#lastWallMs = entry?.wallMs ?? this.#lastWallMs;
    this.#count += 1;
    if (this.#treeBrokenAt === undefined) {
      this.#tree.append(leaf);
      const size = this.#tree.end;
      if (this.#wanted.has(size)) this.#kept.push({ size, tree: this.#tree.piece(), leaf });
    }
  }

  /** Position of the last entry so far. */
  get last(): number | undefined {
    return this.#first === undefined ? undefined : this.#lastSeq;
  }

  finish(): ScanSummary {
    return {
      count: this.#count,
      first: this.#first,
      firstTime: this.#firstTime,
      last:
        this.#first === undefined
          ? undefined
          : { seq: this.#lastSeq, leaf: this.#lastLeaf, mac: this.#previousMac, wallMs: this.#lastWallMs },
      faults: this.#faults,
      displaced: this.#displaced,
      badLink: this.#badLink,
      badMacs: this.#badMacs,
      tree: this.#tree.piece(),
      treeBrokenAt: this.#treeBrokenAt,
      checkpoints: this.#checkpoints,
      wanted: this.#kept,
      opened: Array.from(this.#open, ([seq, kind]) => ({ seq, kind })),
      closed: this.#closed,
      clockSteps: this.#clockSteps,
      began: this.#began,
      anchored: this.#anchored,
      payloads: this.#payloads.take(),
    };
  }

  #follow(row: StoredRow, leaf: BinaryText): void {
    const { seq } = row;
    if (seq !== this.#lastSeq + 1) {
      const next = this.#lastSeq + 1;
      this.#fault('entry_missing', Math.min(next, seq), `nothing stands between ${next} and ${seq}`);
      this.#treeBrokenAt ??= seq;
    }
    if (this.#tools.mac === undefined) return;
    const mac = this.#tools.mac(this.#macMessage.of(this.#previousMac, seq, leaf));
    if (isTextAt(row.bytes, row.macAt, row.macEnd, mac)) return;
    this.#badMacs ??= { first: seq, count: 0, last: seq };
    this.#badMacs.count += 1;
    this.#badMacs.last = seq;
  }

  /** The first 32 bytes of the MAC as it is stored, or zeros behind what there are. */
  #keepMac({ bytes, macAt, macEnd }: StoredRow): void {
    for (let i = 0; i < MAC_BYTES; i += 1) {
      this.#previousMac[i] = macAt + i < macEnd ? (bytes[macAt + i] ?? 0) : 0;
    }
  }

  #read({ seq, bytes, messageAt, messageEnd }: StoredRow): SeenEntry | undefined {
    if (this.#inPlace.read(bytes, messageAt + 1, messageEnd)) return this.#inPlace;
    let text: string;
    try {
      text = this.#decoder.decode(bytes.subarray(messageAt + 1, messageEnd));
    } catch {
      this.#fault('entry_altered', seq, 'its bytes are not UTF-8');
      return undefined;
    }
    const read = readEntry(text);
    if ('entry' in read) return new ParsedEntry(read.entry);
    this.#fault('entry_altered', seq, `its bytes are ${read.fault}`);
    return undefined;
  }

  #followClock(seq: number, { wallMs, kind }: SeenEntry): void {
    const before = this.#lastWallMs;
    const clockStep = kind === 'clock.stepped';
    if (before === undefined) this.#firstTime = { seq, wallMs, clockStep };
    if (before === undefined || wallMs >= before) return;
    if (clockStep) this.#clockSteps += 1;
    else this.#fault('clock_stepped_back', seq, 'its time lies before that of the entry before it');
  }

  #followEntry(entry: SeenEntry, seq: number): void {
    if (entry.epoch !== this.#range.epoch)
      this.#fault('entry_altered', seq, 'it names another epoch than the file it stands in');
    if (entry.seq !== seq) this.#displaced.push({ at: seq, says: entry.seq });
    if (entry.phase === 'intent') this.#open.set(seq, entry.kind);
    if (entry.intent !== undefined) this.#closeIntent(entry.intent, entry.kind, seq);
    entry.cite(this.#payloads, seq);
    // A body that is not as catalogued did not get here.
    const { kind } = entry;
    if (kind === 'epoch.began') this.#began ??= entry.body() as EventBody<'epoch.began'>;
    else if (kind === 'witness.imported' || kind === 'witness.export') this.#keepAnchor(entry);
    else if (kind === 'journal.checkpoint' && this.#treeBrokenAt === undefined)
      this.#keepCheckpoint(entry, seq);
  }

  /** A checkpoint has left once another workspace cosigned it, or once it was written where it was meant to go. */
  #keepAnchor(entry: SeenEntry): void {
    const { ok, size } = entry.body() as { readonly ok?: boolean; readonly size: number };
    if (entry.kind === 'witness.imported' || ok === true) this.#anchored = Math.max(this.#anchored, size);
  }

  #keepCheckpoint(entry: SeenEntry, seq: number): void {
    const { note, size, root } = entry.body() as EventBody<'journal.checkpoint'>;
    this.#checkpoints.push({ seq, note, size, root, tree: this.#tree.piece() });
  }

  #closeIntent(intent: number, kind: string, seq: number): void {
    if (this.#first !== undefined && intent < this.#first.seq) {
      this.#closed.push({ seq, intent, kind });
      return;
    }
    if (this.#open.get(intent) !== kind)
      this.#fault('entry_altered', seq, 'it is the outcome of an act that is not open');
    this.#open.delete(intent);
  }

  /** Keeps the first fault of each kind. */
  #fault(verdict: Fault['verdict'], seq: number, detail: string): void {
    if (!this.#faults.some((fault) => fault.verdict === verdict)) this.#faults.push({ verdict, seq, detail });
  }
}
