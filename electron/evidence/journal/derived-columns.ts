import type { Entry } from '../../../shared/formats/index.ts';
import { flagsOf, shortHash } from './derived-facts.ts';

/** Entries in one block of columns. */
export const BLOCK_ENTRIES = 16_384;
const WIDE = 8;
const NARROW = 4;
const NARROW_COLUMNS = 7;
const BLOCK_BYTES = BLOCK_ENTRIES * (WIDE + NARROW * NARROW_COLUMNS + 1);

/**
 * What filters ask about `BLOCK_ENTRIES` entries in a row, a typed array per column, so that a million
 * entries are looked through in some 20 ms. Names stand as numbers of `Names`, 0 for none.
 */
export class ColumnBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly wallMs: Float64Array;
  readonly kind: Uint32Array;
  readonly actor: Uint32Array;
  readonly agent: Uint32Array;
  readonly run: Uint32Array;
  /** Hashes of the call and of the correlation: candidates, to be compared in full. */
  readonly call: Uint32Array;
  readonly correlation: Uint32Array;
  /** Of an outcome: how many entries before it its intent stands. */
  readonly intentBack: Uint32Array;
  readonly flags: Uint8Array;

  constructor(bytes = new Uint8Array(BLOCK_BYTES)) {
    this.bytes = bytes;
    const { buffer } = bytes;
    let at = bytes.byteOffset;
    const narrow = (): Uint32Array => {
      const column = new Uint32Array(buffer, at, BLOCK_ENTRIES);
      at += BLOCK_ENTRIES * NARROW;
      return column;
    };
    this.wallMs = new Float64Array(buffer, at, BLOCK_ENTRIES);
    at += BLOCK_ENTRIES * WIDE;
    this.kind = narrow();
    this.actor = narrow();
    this.agent = narrow();
    this.run = narrow();
    this.call = narrow();
    this.correlation = narrow();
    this.intentBack = narrow();
    this.flags = new Uint8Array(buffer, at, BLOCK_ENTRIES);
  }

  /** A stored block; undefined when it has not the size of one. */
  static load(stored: Uint8Array): ColumnBlock | undefined {
    // A copy: typed arrays want their own alignment.
    return stored.length === BLOCK_BYTES ? new ColumnBlock(Uint8Array.from(stored)) : undefined;
  }

  set(at: number, entry: Entry, names: Names): void {
    this.wallMs[at] = entry.wallMs;
    this.kind[at] = names.take(entry.kind);
    this.actor[at] = names.take(entry.actor.id);
    this.agent[at] = entry.agent === undefined ? 0 : names.take(entry.agent);
    this.run[at] = entry.run === undefined ? 0 : names.take(entry.run);
    this.call[at] = entry.call === undefined ? 0 : shortHash(entry.call);
    this.correlation[at] = shortHash(entry.correlation);
    this.intentBack[at] = entry.intent === undefined ? 0 : entry.seq - entry.intent;
    this.flags[at] = flagsOf(entry);
  }
}

/** Numbers for the names that occur in columns, in the order in which they came, from 1. */
export class Names {
  readonly #names: string[] = [''];
  readonly #numbers = new Map<string, number>();

  constructor(known: readonly string[] = []) {
    for (const name of known) this.take(name);
  }

  /** One more than the highest number. */
  get size(): number {
    return this.#names.length;
  }

  take(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }

  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }

  /** Names with numbers from this one on. */
  from(number: number): string[] {
    return this.#names.slice(number);
  }
}
