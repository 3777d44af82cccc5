import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { placeDraft, type Appended, type EventName } from '../../../shared/formats/index.ts';
import { clockStepped, type AppendItem } from './append-item.ts';
import { clockStepMs } from './clock-steps.ts';
import { entryMac, leafOfText, type Hmac } from './hashing.ts';
import type { Tip } from './tip.ts';

export type InsertEntry = (seq: number, text: string, leaf: Uint8Array, mac: Uint8Array) => void;

/**
 * A group of entries on their way: each gets its place, leaf and MAC and is inserted, on top of a tip
 * that stays as it is until the group is committed.
 */
export class Stage {
  readonly #tip: Tip;
  readonly #hmac: Hmac;
  readonly #insert: InsertEntry;
  readonly #next: Tip;
  readonly #leaves: Uint8Array[] = [];
  readonly #opened = new Map<number, EventName>();
  readonly #closed = new Set<number>();

  constructor(tip: Tip, hmac: Hmac, insert: InsertEntry) {
    this.#tip = tip;
    this.#hmac = hmac;
    this.#insert = insert;
    this.#next = { ...tip };
  }

  /** Whether an item makes one entry; a step of the clock before it would make two. */
  static standsAlone(tip: Tip, item: AppendItem): boolean {
    return clockStepMs(tip, item) === undefined;
  }

  /** Places an item, behind a record of the clock where that was moved; or says why it cannot stand. */
  add(item: AppendItem): Appended | Problem {
    if (item.phase === 'outcome') {
      const intent = item.intent ?? -1;
      const kind = this.#tip.openIntents.get(intent) ?? this.#opened.get(intent);
      if (kind !== item.kind || this.#closed.has(intent))
        return new Problem('internal', `no open intent of \`${item.kind}\` at ${intent}`);
      this.#closed.add(intent);
    }
    const step = clockStepMs(this.#next, item);
    if (step !== undefined && item.kind !== 'clock.stepped') this.#place(clockStepped(step, item));
    const appended = this.#place(item);
    if (item.phase === 'intent') this.#opened.set(appended.seq, item.kind);
    return appended;
  }

  /** The tip once the group is committed. The leaves are still to be taken into its tree. */
  committed(): { readonly tip: Tip; readonly leaves: readonly Uint8Array[] } {
    for (const [seq, kind] of this.#opened) this.#next.openIntents.set(seq, kind);
    for (const seq of this.#closed) this.#next.openIntents.delete(seq);
    return { tip: this.#next, leaves: this.#leaves };
  }

  #place(item: AppendItem): Appended {
    const next = this.#next;
    const seq = next.nextSeq;
    const text = placeDraft(item.text, { epoch: next.epoch, seq, prev: next.prev });
    const leaf = leafOfText(text);
    const mac = entryMac(this.#hmac, next.mac, seq, leaf);
    this.#insert(seq, text, leaf, mac);
    next.nextSeq = seq + 1;
    next.prev = leaf.toString('hex') as Sha256Hex;
    next.mac = mac;
    next.wallMs = item.wallMs;
    next.monoMs = item.monoMs;
    this.#leaves.push(leaf);
    return { seq, wallMs: item.wallMs };
  }
}
