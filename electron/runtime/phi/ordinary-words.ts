import type { Candidate } from './candidate.ts';
import { HOUSE_WORDS } from './house-words.ts';

/** Words and short phrases that people of this hospital said identify nobody, and those of this house. */
export class OrdinaryWords {
  readonly #folded: ReadonlySet<string>;

  constructor(words: Iterable<string>) {
    this.#folded = new Set(Array.from(words, fold));
  }

  /**
   * The candidates that are not, as a whole, such a word. A cue is stronger than a word of the house: `Mr. Floor` is
   * somebody.
   */
  without(text: string, found: readonly Candidate[]): readonly Candidate[] {
    return found.filter(({ start, end, by }) => {
      const house = by !== 'cue' && end - start <= LONGEST;
      if (!house && this.#folded.size === 0) return true;
      const word = fold(text.slice(start, end));
      return !this.#folded.has(word) && !(house && HOUSE.has(word));
    });
  }
}

function fold(word: string): string {
  return word.normalize('NFKC').trim().toLowerCase();
}

const HOUSE: ReadonlySet<string> = new Set(HOUSE_WORDS.map(fold));
const LONGEST = Math.max(...HOUSE_WORDS.map(({ length }) => length));
