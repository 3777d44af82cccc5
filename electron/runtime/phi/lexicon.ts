import { CITIES } from '../../../resources/lexicons/cities.ts';
import { AMBIGUOUS_NAMES, GIVEN_NAMES } from '../../../resources/lexicons/given-names.ts';
import { NOT_NAMES } from '../../../resources/lexicons/not-names.ts';
import { wordHash } from './characters.ts';

/** The word lists, as bits of `Tokens.lists`. A word may stand on several. */
export const LIST = {
  /** An everyday word of English in small letters. */
  common: 1,
  given: 2,
  family: 4,
  /** A town, a county or a part of such a name. */
  place: 8,
  /** Drugs and brands. */
  drug: 16,
  /** Other words of medicine: diseases, tests, scores, devices, headings. */
  medical: 32,
  /** A person's name in a term of medicine: Crohn, Foley, Apgar. */
  eponym: 64,
  /** An everyday word of Spanish, or one of its medicine. */
  spanish: 128,
  /** A word of organisations, institutions or products that identify nobody. */
  organisation: 256,
  /** A country, a state, a nationality, a language: may stay. */
  region: 512,
} as const;

export interface Lexicon {
  /** Bits of `LIST` for a `wordHash`. MUST be a plain look-up: asked once for every word. */
  listsOf(hash: number): number;
}

/** The lists that ship with the application. */
export function shippedLexicon(): Lexicon {
  return SHIPPED;
}

const SHIPPED = built();

function built(): Lexicon {
  const bits = new Map<number, number>();
  const add = (words: Iterable<string>, bit: number): void => {
    for (const word of words) {
      const hash = wordHash(word);
      bits.set(hash, (bits.get(hash) ?? 0) | bit);
    }
  };
  add(GIVEN_NAMES, LIST.given);
  add(AMBIGUOUS_NAMES, LIST.given | LIST.common);
  add(NOT_NAMES, LIST.common);
  add(
    CITIES.flatMap((city) => city.split(/[^\p{L}]+/u).filter((word) => word.length > 3)),
    LIST.place,
  );
  return { listsOf: (hash) => bits.get(hash) ?? 0 };
}
