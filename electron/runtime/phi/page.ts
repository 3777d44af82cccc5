import type { Tokens } from './tokens.ts';

/** A normalised text and its words, as every finder sees it. Beyond the last word everything is 0. */
export class Page {
  readonly text: string;
  readonly tokens: Tokens;
  readonly count: number;

  constructor(tokens: Tokens) {
    this.text = tokens.text;
    this.tokens = tokens;
    this.count = tokens.count;
  }

  start(i: number): number {
    return i < this.count ? (this.tokens.starts[i] ?? 0) : this.text.length;
  }

  end(i: number): number {
    return i < this.count ? (this.tokens.ends[i] ?? 0) : this.text.length;
  }

  hash(i: number): number {
    return i < this.count ? (this.tokens.hashes[i] ?? 0) : 0;
  }

  /** Bits of `TRAIT`. */
  traits(i: number): number {
    return i < this.count ? (this.tokens.traits[i] ?? 0) : 0;
  }

  /** Bits of `LIST`. */
  lists(i: number): number {
    return i < this.count ? (this.tokens.lists[i] ?? 0) : 0;
  }

  /** Bits of `ROLE`. */
  roles(i: number): number {
    return i < this.count ? (this.tokens.roles[i] ?? 0) : 0;
  }

  /** Bits of `GAP`: what stands before word `i`. */
  gap(i: number): number {
    return i <= this.count ? (this.tokens.gaps[i] ?? 0) : 0;
  }

  /** What stands before word `i`, as written. */
  between(i: number): string {
    return this.text.slice(i > 0 ? this.end(i - 1) : 0, this.start(i));
  }

  word(i: number): string {
    return this.text.slice(this.start(i), this.end(i));
  }

  length(i: number): number {
    return this.end(i) - this.start(i);
  }

  /** The unit right after word `i`, or 0. */
  after(i: number): number {
    const at = this.end(i);
    return at < this.text.length ? this.text.charCodeAt(at) : 0;
  }

  /** The unit right before word `i`, or 0. */
  before(i: number): number {
    const at = this.start(i);
    return at > 0 ? this.text.charCodeAt(at - 1) : 0;
  }

  /** Whether word `i` follows the one before it after one space and nothing else. */
  spaced(i: number): boolean {
    return i > 0 && this.start(i) - this.end(i - 1) === 1 && this.gap(i) === 1;
  }

  /** The word that begins at or after an index. */
  wordFrom(index: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.tokens.starts[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
