/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- reads within the bounds of typed arrays, in hot loops */
/** Different values that are kept with their exact counts. */
export const KEPT_VALUES = 100_000;

/** The different values of a column with how often each occurs, up to `KEPT_VALUES` of them. */
export class DistinctValues {
  /** Values kept. */
  size = 0;
  bytes = new Uint8Array(1 << 12);
  offsets = new Uint32Array(1025);
  counts = new Float64Array(1024);

  #hashes = new Uint32Array(1024);
  /** Open addressing; holds index + 1. */
  #table = new Int32Array(4096);

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

  /** Hashes of the kept values. */
  hashes(): Uint32Array {
    return this.#hashes.subarray(0, this.size);
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
}

/** Hashes that are told apart at most. */
const MOST_HASHES = 4_000_000;

/**
 * Counts different hashes. Of a million values some hundred share a hash with another, so the count
 * falls short by about one in ten thousand: a lower bound.
 */
export class HashCount {
  size = 0;
  /** Open addressing; zero is free. */
  #table = new Uint32Array(1 << 19);

  add(hash: number): void {
    const stored = hash === 0 ? 1 : hash;
    const table = this.#table;
    const mask = table.length - 1;
    let slot = spread(stored) & mask;
    for (;;) {
      const found = table[slot];
      if (found === stored) return;
      if (found === 0) break;
      slot = (slot + 1) & mask;
    }
    if (this.size >= MOST_HASHES) return;
    table[slot] = stored;
    if (++this.size * 2 > table.length) this.#grow();
  }

  #grow(): void {
    const old = this.#table;
    const table = new Uint32Array(old.length * 4);
    const mask = table.length - 1;
    for (const hash of old) {
      if (hash === 0) continue;
      let slot = spread(hash) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = hash;
    }
    this.#table = table;
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
