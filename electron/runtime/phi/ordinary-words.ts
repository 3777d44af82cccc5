import type { Candidate } from './candidate.ts';

/** Words and short phrases that people of this hospital said identify nobody. */
export class OrdinaryWords {
  readonly #folded: ReadonlySet<string>;

  constructor(words: Iterable<string>) {
    this.#folded = new Set(Array.from(words, fold));
  }

  /** The candidates that are not, as a whole, such a word. */
  without(text: string, found: readonly Candidate[]): readonly Candidate[] {
    if (this.#folded.size === 0) return found;
    return found.filter(({ start, end }) => !this.#folded.has(fold(text.slice(start, end))));
  }
}

function fold(word: string): string {
  return word.normalize('NFKC').trim().toLowerCase();
}
