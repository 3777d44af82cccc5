import type { Entry, EntryPhase, EventName } from '../../../../shared/formats/index.ts';
import { isHexOf, type BinaryText } from '../binary-text.ts';
import type { Citations } from './citations.ts';

/** What a scan wants to know of an entry that is as format and catalogue say. */
export interface SeenEntry {
  readonly seq: number;
  readonly epoch: number;
  readonly wallMs: number;
  readonly kind: EventName;
  readonly phase: EntryPhase;
  /** For an outcome, the position of its intent. */
  readonly intent: number | undefined;
  /** Leaf hash of the entry before it, as it says, in hexadecimal. */
  prev(): string;
  follows(leaf: BinaryText): boolean;
  body(): Entry['body'];
  /** Hands over the payloads that it cites. */
  cite(to: Citations, seq: number): void;
}

/** An entry that was parsed, for those few that are not plain. */
export class ParsedEntry implements SeenEntry {
  readonly seq: number;
  readonly epoch: number;
  readonly wallMs: number;
  readonly kind: EventName;
  readonly phase: EntryPhase;
  readonly intent: number | undefined;
  readonly #entry: Entry;

  constructor(entry: Entry) {
    this.#entry = entry;
    this.seq = entry.seq;
    this.epoch = entry.epoch;
    this.wallMs = entry.wallMs;
    this.kind = entry.kind;
    this.phase = entry.phase;
    this.intent = entry.intent;
  }

  prev(): string {
    return this.#entry.prev;
  }

  follows(leaf: BinaryText): boolean {
    return isHexOf(this.#entry.prev, leaf);
  }

  body(): Entry['body'] {
    return this.#entry.body;
  }

  cite(to: Citations, seq: number): void {
    for (const { id, sha256 } of this.#entry.payloads) to.addText(id, sha256, seq);
  }
}
