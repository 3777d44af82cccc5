import type { IdentifierSpan } from '../detector.ts';

/** A value of a structure as it reads, and where each of its characters stands in the text it came from. */
export interface Decoded {
  readonly text: string;
  /** Where the value stands. */
  readonly start: number;
  readonly end: number;
  /** Start of each character; absent where they stand one after the other. */
  readonly starts?: Uint32Array;
  readonly ends?: Uint32Array;
}

/** Where a stretch of a value stands in the text it came from. */
export function placeOf(
  value: Decoded,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  if (value.starts === undefined || value.ends === undefined)
    return { start: value.start + start, end: value.start + end };
  return { start: value.starts[start] ?? value.start, end: value.ends[end - 1] ?? value.end };
}

/**
 * A text made of values that stand apart, read as one: so that what is cut in two by a structure is found, and the
 * names of fields serve as cues. Spans come back as places of the values alone.
 */
export class PiecedText {
  #text = '';
  readonly #pieces: { readonly at: number; readonly value: Decoded }[] = [];

  /** Words that lead to the next value and are no part of the source. */
  lead(words: string): void {
    this.#text += words;
  }

  add(value: Decoded): void {
    this.#pieces.push({ at: this.#text.length, value });
    this.#text += value.text;
  }

  get text(): string {
    return this.#text;
  }

  /** Spans of the whole as spans of the source: one per value that they touch, none for leading words. */
  toSource(spans: readonly IdentifierSpan[]): IdentifierSpan[] {
    const found: IdentifierSpan[] = [];
    let first = 0;
    for (const span of spans) {
      while (first < this.#pieces.length && this.#endOf(first) <= span.start) first += 1;
      for (let index = first; index < this.#pieces.length; index += 1) {
        const piece = this.#pieces[index];
        if (piece === undefined || piece.at >= span.end) break;
        const start = Math.max(0, span.start - piece.at);
        const end = Math.min(piece.value.text.length, span.end - piece.at);
        if (end > start && /[\p{L}\p{N}]/u.test(piece.value.text.slice(start, end)))
          found.push({ ...span, ...placeOf(piece.value, start, end) });
      }
    }
    return found;
  }

  #endOf(index: number): number {
    const piece = this.#pieces[index];
    return piece === undefined ? 0 : piece.at + piece.value.text.length;
  }
}
