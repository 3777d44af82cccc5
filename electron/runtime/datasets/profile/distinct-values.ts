/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- reads within the bounds of typed arrays, in hot loops */
/** Different values that are kept with their exact counts. */
export const KEPT_VALUES = 100_000;

/** Values beyond the kept ones that are still told apart, by a 64-bit hash. */
const COUNTED_VALUES = 4_000_000;

/**
 * The different values of a column with how often each occurs: exactly for the first
 * `KEPT_VALUES`, and a count alone for those beyond.
 */
export class DistinctValues {
  /** Values kept. */
  size = 0;
  /** Values beyond the kept ones, told apart by hash. */
  beyond = 0;
  bytes = new Uint8Array(1 << 12);
  offsets = new Uint32Array(1025);
  counts = new Float64Array(1024);

  #hashes = new Uint32Array(1024);
  /** Open addressing; holds index + 1. */
  #table = new Int32Array(4096);
  #beyondTable = new Uint32Array(0);

  /**
   * Counts one value, `bytes[from, to)`, whose hash the caller has computed. False when it is not
   * among the kept ones and there is no more room.
   */
  add(bytes: Uint8Array, from: number, to: number, hash: number): boolean {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const index = (table[slot] as number) - 1;
      if (index < 0) break;
      if (this.#hashes[index] === hash && this.#equals(index, bytes, from, to)) {
        (this.counts[index] as number)++;
        return true;
      }
      slot = (slot + 1) & mask;
    }
    if (this.size >= KEPT_VALUES) return false;
    this.#keep(slot, bytes, from, to, hash);
    return true;
  }

  /** Tells a value beyond the kept ones apart from others. */
  addBeyond(bytes: Uint8Array, from: number, to: number, hash: number): void {
    if (this.beyond >= COUNTED_VALUES) return;
    if (this.#beyondTable.length < 4 * (this.beyond + 1)) this.#growBeyond();
    let second = 0x9e3779b9;
    for (let i = from; i < to; i++)
      second = Math.imul(second ^ (bytes[i] as number), 0x85ebca6b) ^ (second >>> 15);
    second = (second | 1) >>> 0;
    if (putBeyond(this.#beyondTable, hash, second)) this.beyond++;
  }

  /** The kept value at `index` as text. */
  text(index: number): string {
    return Buffer.from(this.bytes.buffer).toString('utf8', this.offsets[index], this.offsets[index + 1]);
  }

  #equals(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    let at = this.offsets[index] as number;
    if ((this.offsets[index + 1] as number) - at !== to - from) return false;
    const kept = this.bytes;
    for (let i = from; i < to; i++) if (kept[at++] !== bytes[i]) return false;
    return true;
  }

  #keep(slot: number, bytes: Uint8Array, from: number, to: number, hash: number): void {
    const index = this.size++;
    if (index === this.counts.length) this.#growEntries();
    const start = this.offsets[index] as number;
    const end = start + to - from;
    if (end > this.bytes.length) this.bytes = enlarged(this.bytes, Math.max(end, this.bytes.length * 2));
    this.bytes.set(bytes.subarray(from, to), start);
    this.offsets[index + 1] = end;
    this.#hashes[index] = hash;
    this.counts[index] = 1;
    this.#table[slot] = index + 1;
    if (this.size * 2 > this.#table.length) this.#rehash();
  }

  #growEntries(): void {
    const length = this.counts.length * 2;
    this.offsets = enlarged(this.offsets, length + 1);
    this.counts = enlarged(this.counts, length);
    this.#hashes = enlarged(this.#hashes, length);
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 4);
    const mask = table.length - 1;
    for (let index = 0; index < this.size; index++) {
      let slot = spread(this.#hashes[index] as number) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = index + 1;
    }
    this.#table = table;
  }

  #growBeyond(): void {
    const old = this.#beyondTable;
    this.#beyondTable = new Uint32Array(Math.max(1 << 16, old.length * 4));
    for (let i = 0; i < old.length; i += 2)
      if (old[i + 1] !== 0) putBeyond(this.#beyondTable, old[i] as number, old[i + 1] as number);
  }
}

/** Pairs of hashes, open addressing; the second of a pair is never zero. True when the pair is new. */
function putBeyond(table: Uint32Array, first: number, second: number): boolean {
  const mask = table.length / 2 - 1;
  let slot = spread(first ^ second) & mask;
  for (;;) {
    const at = slot * 2;
    if (table[at + 1] === 0) {
      table[at] = first;
      table[at + 1] = second;
      return true;
    }
    if (table[at] === first && table[at + 1] === second) return false;
    slot = (slot + 1) & mask;
  }
}

/** FNV leaves the low bits of short values alike; this mixes the high ones in. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function enlarged<T extends Uint8Array | Uint32Array | Float64Array>(old: T, length: number): T {
  const larger = new (old.constructor as new (length: number) => T)(length);
  larger.set(old);
  return larger;
}
