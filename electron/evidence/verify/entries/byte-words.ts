import { asciiOf, startsAt } from './canonical-bytes.ts';

/** A fixed set of ASCII words that is looked up by bytes, so that no text is made of them. */
export class ByteWords {
  readonly #words: readonly Uint8Array[];
  /** By hash, a power of two of places: number of the first word there and one, and of the next after each. */
  readonly #heads: Uint16Array;
  readonly #next: Uint16Array;

  constructor(words: readonly string[]) {
    this.#words = words.map(asciiOf);
    this.#heads = new Uint16Array(2 ** Math.ceil(Math.log2(2 * words.length + 1)));
    this.#next = new Uint16Array(words.length + 1);
    for (const [i, word] of this.#words.entries()) {
      const place = this.#place(word, 0, word.length);
      this.#next[i + 1] = this.#heads[place] ?? 0;
      this.#heads[place] = i + 1;
    }
  }

  /** Number of the word that stands from `at` to before `end`, or -1. */
  find(bytes: Uint8Array, at: number, end: number): number {
    for (let i = this.#heads[this.#place(bytes, at, end)] ?? 0; i > 0; i = this.#next[i] ?? 0) {
      const word = this.#words[i - 1];
      if (word?.length === end - at && startsAt(bytes, at, word)) return i - 1;
    }
    return -1;
  }

  #place(bytes: Uint8Array, at: number, end: number): number {
    let hash = end - at;
    for (let i = at; i < end; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    return hash & (this.#heads.length - 1);
  }
}
