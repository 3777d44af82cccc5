import { wordHash } from '../characters.ts';
import { LIST, type Lexicon } from '../lexicon.ts';
import { countWords, digitsOf, isSnomed, lookOf, type Look } from './value-looks.ts';

/** One of a column's different values, and for how many of its cells it stands. */
export interface SampleValue {
  readonly text: string;
  readonly weight: number;
}

/** What a sample of a column's values shows. Shares are of cells unless they say otherwise. */
export interface ColumnEvidence {
  /** Cells that hold something; blanks such as `unknown` and placeholders do not count. */
  readonly filled: number;
  readonly distinct: number;
  /** Different values per cell: 1 where every cell is another. */
  readonly uniqueness: number;
  share(...looks: readonly Look[]): number;
  /** Share of cells that meet a test. */
  shareOf(test: (text: string) => boolean): number;
  readonly meanWords: number;
  readonly meanCharacters: number;
  /** Whole numbers without sign or separator. */
  readonly integers: number;
  /** Share of the whole numbers that have the commonest count of digits, and that count. */
  readonly commonLength: { readonly share: number; readonly digits: number };
  readonly leadingZeros: number;
  readonly snomed: number;
  /** Of the different values: share that hold a word of the name lists and nothing that speaks against a name. */
  readonly names: number;
  /** Of the different values: share that read as towns or counties. */
  readonly places: number;
  /** Of the different words: share that stand on a list of everyday or medical words. */
  readonly vocabulary: number;
  /** Of the different values: share of at most five words that all begin with a capital. */
  readonly capitalised: number;
  /** Of the different values: share written as phrases are, with `of`, `with` or a bracketed remark. */
  readonly phrases: number;
  readonly values: readonly SampleValue[];
}

const ORDINARY = LIST.common | LIST.drug | LIST.medical | LIST.organisation | LIST.region;
const TITLES = new Set('mr mrs ms miss dr prof sr sra md jr phd rn do np pa'.split(' '));
const WORD = /[\p{L}\p{M}]+/gu;
const PHRASE =
  /\s(?:of|with|without|no|to|in|and|or|due|by|on|for|the|from|at|as|not|is|are|con|sin|mit|ohne|und|et)\s|\([a-z][a-z/ ]{3,}\)|\d (?:mg|ml|mcg|unt)\b/i;
const CAPITALISED = /^(?:\p{Lu}[\p{L}\p{M}'’.-]*\d{0,4}(?:[ ,-]+|$)){1,5}$/u;

export function gatherEvidence(sample: readonly SampleValue[], lexicon: Lexicon): ColumnEvidence {
  const looked = sample.map((value) => ({ ...value, look: lookOf(value.text) }));
  const values = looked.filter(({ look }) => look !== 'blank' && look !== 'placeholder');
  const filled = sum(values, () => 1);
  const share = (...looks: readonly Look[]): number =>
    part(
      sum(values, ({ look }) => (looks.includes(look) ? 1 : 0)),
      filled,
    );
  const shareOf = (test: (text: string) => boolean): number =>
    part(
      sum(values, ({ text }) => (test(text) ? 1 : 0)),
      filled,
    );
  const whole = values.filter(({ text }) => /^\d+$/.test(text));
  const words = judgeWords(values, lexicon);
  return {
    ...{ filled, distinct: values.length, share, shareOf, values },
    uniqueness: part(values.length, filled),
    meanWords: part(
      sum(values, ({ text }) => countWords(text)),
      filled,
    ),
    meanCharacters: part(
      sum(values, ({ text }) => text.length),
      filled,
    ),
    integers: part(
      sum(whole, () => 1),
      filled,
    ),
    commonLength: commonLength(whole),
    leadingZeros: shareOf((text) => /^0\d{2,}$/.test(text)),
    snomed: shareOf(isSnomed),
    ...words,
  };
}

interface Judged {
  readonly names: number;
  readonly places: number;
  readonly vocabulary: number;
  readonly capitalised: number;
  readonly phrases: number;
}

/** What the lists say about values made of words. */
function judgeWords(values: readonly { text: string; look: Look }[], lexicon: Lexicon): Judged {
  let texts = 0;
  let names = 0;
  let places = 0;
  let capitalised = 0;
  let phrases = 0;
  let words = 0;
  let ordinary = 0;
  for (const { text, look } of values) {
    if (look !== 'words' && look !== 'last_first' && look !== 'code') continue;
    const parts = text.match(WORD) ?? [];
    if (parts.length === 0) continue;
    texts += 1;
    if (CAPITALISED.test(text)) capitalised += 1;
    if (PHRASE.test(text)) phrases += 1;
    let name = 0;
    let place = 0;
    let against = 0;
    for (const word of parts) {
      if (word.length === 1 || TITLES.has(word.toLowerCase())) continue;
      const lists = lexicon.listsOf(wordHash(word));
      words += 1;
      if (lists & (LIST.given | LIST.family)) name += 1;
      if (lists & LIST.place) place += 1;
      if (lists & ORDINARY) ordinary += 1;
      if (lists & (LIST.drug | LIST.medical | LIST.organisation)) against += 1;
    }
    const few = parts.length <= 5 && digitsOf(text) <= 8;
    if (name > 0 && against === 0 && few) names += 1;
    if ((place > 0 && against === 0 && few) || /\b(?:county|parish|borough|township)$/i.test(text))
      places += 1;
  }
  return {
    names: part(names, texts),
    places: part(places, texts),
    vocabulary: part(ordinary, words),
    capitalised: part(capitalised, texts),
    phrases: part(phrases, texts),
  };
}

function commonLength(whole: readonly SampleValue[]): { share: number; digits: number } {
  const counts = new Map<number, number>();
  for (const { text, weight } of whole) counts.set(text.length, (counts.get(text.length) ?? 0) + weight);
  let digits = 0;
  let most = 0;
  for (const [length, weight] of counts)
    if (weight > most) {
      digits = length;
      most = weight;
    }
  return {
    digits,
    share: part(
      most,
      sum(whole, () => 1),
    ),
  };
}

function sum<T extends { readonly weight: number }>(
  values: readonly T[],
  each: (value: T) => number,
): number {
  let total = 0;
  for (const value of values) total += each(value) * value.weight;
  return total;
}

function part(some: number, whole: number): number {
  return whole === 0 ? 0 : some / whole;
}
