import { KNOWN, NAMED } from '../everyday.ts';
import { LIST } from '../lexicon.ts';
import { TRAIT, type Tokens } from '../tokens.ts';

/** Words that are judged together, with those before and behind them. */
const BLOCK_LOG = 5;
const FEWEST = 12;

/**
 * Where a text is written in haste: hardly an article or an auxiliary among its words, as on wards. Sentences are four
 * parts in ten of such words, forms and lists of names hold no vocabulary either; notes in haste lie between.
 * @returns 1 per block of 32 words that stands in such a stretch, or nothing where none does
 */
export function hasteOf({ count, traits, lists }: Tokens): Uint8Array | undefined {
  const blocks = (count >>> BLOCK_LOG) + 1;
  const letters = new Uint8Array(blocks);
  const holding = new Uint8Array(blocks);
  const known = new Uint8Array(blocks);
  const short = new Uint8Array(blocks);
  for (let i = 0; i < count; i += 1) {
    const form = traits[i] ?? 0;
    if (!(form & TRAIT.letter) || form & (TRAIT.digit | TRAIT.placeholder)) continue;
    const block = i >>> BLOCK_LOG;
    const on = lists[i] ?? 0;
    letters[block] = (letters[block] ?? 0) + 1;
    if (on & LIST.function) holding[block] = (holding[block] ?? 0) + 1;
    if (on & LIST.abbreviation) short[block] = (short[block] ?? 0) + 1;
    if (on & KNOWN && !(on & LIST.spanish && !(on & ENGLISH))) known[block] = (known[block] ?? 0) + 1;
  }
  const around = (counts: Uint8Array, block: number): number =>
    (counts[block - 1] ?? 0) + (counts[block] ?? 0) + (counts[block + 1] ?? 0);
  const haste = new Uint8Array(blocks);
  let any = false;
  for (let block = 0; block < blocks; block += 1) {
    const words = around(letters, block);
    // Abbreviations show haste too: `pt seen by me w/ dr b, hx of gdm`.
    const most = around(short, block) * 100 >= words * 13 ? 36 : 27;
    const hasty =
      words >= FEWEST &&
      around(holding, block) * 100 < words * most &&
      around(known, block) * 100 >= words * 45;
    if (!hasty) continue;
    haste[block] = 1;
    any = true;
  }
  return any ? haste : undefined;
}

/** Lists that hold words of English, names aside. */
const ENGLISH =
  LIST.common | LIST.word | LIST.function | LIST.abbreviation | LIST.medical | LIST.drug | NAMED;

export function isHastyAt(haste: Uint8Array, i: number): boolean {
  return haste[i >>> BLOCK_LOG] === 1;
}
