import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CITATION } from './citations.ts';

/** Spreads ids over places in a way that nobody can know beforehand, as who writes a journal may choose ids. */
const MULTIPLIERS = Uint32Array.from({ length: 4 }, () => randomBytes(4).readUInt32LE() | 1);

/**
 * Records of citations, looked through for equal ids by a table of positions: no text is made of millions of
 * them, and one stretch of memory serves for all buckets.
 */
export class CitationBucket {
  length = 0;
  #bytes = Buffer.alloc(0);
  #table = new Int32Array(2);
  #mask = 1;

  /** Puts records in the place of those before: what a file holds, and what is in memory behind that. */
  fill(path: string | undefined, kept: Uint8Array): void {
    const file = path === undefined ? undefined : openSync(path, 'r');
    try {
      const onDisk = file === undefined ? 0 : fstatSync(file).size;
      this.#makeRoom(onDisk + kept.length);
      for (let done = 0; file !== undefined && done < onDisk;) {
        const read = readSync(file, this.#bytes, done, onDisk - done, done);
        if (read === 0) throw new Error('citations that were put on disk are gone');
        done += read;
      }
      this.#bytes.set(kept, onDisk);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** Where the first citation of the same payload stands. To be asked of each record in order, once. */
  firstOf(at: number): number {
    let mixed = 0;
    for (let i = 0; i < MULTIPLIERS.length; i += 1)
      mixed = Math.imul(mixed ^ this.#bytes.readInt32LE(at + 4 * i) ^ (mixed >>> 15), MULTIPLIERS[i] ?? 1);
    for (let place = (mixed ^ (mixed >>> 16)) & this.#mask; ; place = (place + 1) & this.#mask) {
      const known = (this.#table[place] ?? 0) - 1;
      if (known < 0) this.#table[place] = at + 1;
      if (known < 0 || this.#isSame(known, at, CITATION.hashAt)) return known < 0 ? at : known;
    }
  }

  sameHash(a: number, b: number): boolean {
    return this.#isSame(a + CITATION.hashAt, b + CITATION.hashAt, CITATION.seqAt - CITATION.hashAt);
  }

  /** The id as text, with dashes. */
  idAt(at: number): string {
    const hex = this.#bytes.toString('hex', at, at + CITATION.hashAt);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  hashAt(at: number): string {
    return this.#bytes.toString('hex', at + CITATION.hashAt, at + CITATION.seqAt);
  }

  /** The entry that cites. */
  seqAt(at: number): number {
    return this.#bytes.readUIntBE(at + CITATION.seqAt, CITATION.bytes - CITATION.seqAt);
  }

  #makeRoom(length: number): void {
    if (this.#bytes.length < length) this.#bytes = Buffer.alloc(length + (length >> 3));
    const places = 2 ** Math.ceil(Math.log2((2 * length) / CITATION.bytes + 2));
    if (this.#table.length < places) this.#table = new Int32Array(places);
    else this.#table.fill(0, 0, places);
    this.#mask = places - 1;
    this.length = length;
  }

  #isSame(a: number, b: number, length: number): boolean {
    for (let i = 0; i < length; i += 1) if (this.#bytes[a + i] !== this.#bytes[b + i]) return false;
    return true;
  }
}
