import { readShipped } from './shipped.ts';
import { decodeWordTable, type WordTable } from './word-table.ts';

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
  /** A word of English in small letters, however seldom. */
  word: 1024,
  /** One of the names that many people bear. */
  frequent: 2048,
  /** Written with a capital in English: places, persons, brands of every kind. */
  proper: 4096,
  /** The whole name of a town of more than 20,000. */
  town: 8192,
  /** Holds sentences together: articles, prepositions, pronouns, auxiliaries. */
  function: 16384,
  /** An abbreviation, a score, a panel, a unit. */
  abbreviation: 32768,
} as const;

export interface Lexicon {
  /** Bits of `LIST` for a `wordHash`. MUST be a plain look-up: asked once for every word. */
  listsOf(hash: number): number;
  /** Whether two words stand next to each other in the name of a town. */
  isTownPair(first: number, second: number): boolean;
}

/**
 * The lists that ship with the application, read once.
 * @throws Problem `check_failed` where they are missing or changed.
 */
export function shippedLexicon(): Lexicon {
  return (shipped ??= lexiconOf(decodeWordTable(readShipped('words.bin'))));
}

let shipped: Lexicon | undefined;

/** Lists as a table holds them. */
export function lexiconOf(table: WordTable): Lexicon {
  // Few words make most of a text; the table itself is too large for a processor's cache.
  const keys = new Int32Array(KEPT);
  const kept = new Uint16Array(KEPT);
  // INVARIANT: the first place, which hash 0 has, never holds key 0 without its bits.
  keys[0] = 1;
  const look = (hash: number): number => {
    const bits = table.bitsOf(hash);
    return (bits & LIST.common) === 0 && table.isSpanish(hash) ? bits | LIST.spanish : bits;
  };
  return {
    listsOf: (hash) => {
      const at = Math.imul(hash, 0x9e3779b1) >>> (32 - KEPT_LOG);
      if (keys[at] === hash) return kept[at] ?? 0;
      const bits = look(hash);
      keys[at] = hash;
      kept[at] = bits;
      return bits;
    },
    isTownPair: table.isTownPair,
  };
}

const KEPT_LOG = 13;
const KEPT = 1 << KEPT_LOG;
