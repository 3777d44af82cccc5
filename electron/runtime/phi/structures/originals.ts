import { wordHash } from '../characters.ts';
import type { IdentifierSpan } from '../detector.ts';
import { LIST, shippedLexicon } from '../lexicon.ts';
import { ValueIndex } from '../value-index.ts';

const SHORTEST = 4;
/** Numbers of fewer digits stand for amounts and years all over a table. */
const FEWEST_DIGITS = 6;
const ORDINARY = LIST.common | LIST.drug | LIST.medical | LIST.organisation | LIST.region | LIST.eponym;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const WORDS = /[\p{L}\p{M}]+/gu;

/**
 * Values that were found to be identifiers, to be looked for wherever else they may stand: as whole tokens, from four
 * characters on, unless they are on the safe list of everyday and medical words and short numbers.
 */
export class Originals {
  readonly #index = new ValueIndex<IdentifierSpan['label']>();
  readonly #most: number;
  #size = 0;

  /** @param most values that are kept */
  constructor(most = 200_000) {
    this.#most = most;
  }

  add(text: string, spans: readonly IdentifierSpan[]): void {
    for (const { start, end, label } of spans) {
      const value = text.slice(start, end);
      if (this.#size >= this.#most || isSafe(value)) continue;
      this.#index.add(value, label);
      this.#size += 1;
    }
  }

  /** Places where a value stands as a whole token, ascending by their start. */
  find(text: string): IdentifierSpan[] {
    const found: IdentifierSpan[] = [];
    for (const { start, end, meaning } of this.#index.find(text))
      if (isWhole(text, start, end)) found.push({ start, end, label: meaning, by: 'known_value' });
    return found;
  }
}

function isSafe(value: string): boolean {
  if (value.length < SHORTEST) return true;
  if (/^\d+$/.test(value)) return value.length < FEWEST_DIGITS;
  const words = value.match(WORDS) ?? [];
  if (words.length === 0) return !/(?:\d.*){6}/.test(value);
  if (/\d/.test(value)) return false;
  const lexicon = shippedLexicon();
  return words.every((word) => (lexicon.listsOf(wordHash(word)) & ORDINARY) !== 0 || word.length < SHORTEST);
}

function isWhole(text: string, start: number, end: number): boolean {
  const before = LETTER_OR_DIGIT.test(text.charAt(start)) && LETTER_OR_DIGIT.test(text.charAt(start - 1));
  const after = LETTER_OR_DIGIT.test(text.charAt(end - 1)) && LETTER_OR_DIGIT.test(text.charAt(end));
  return !before && !after;
}
