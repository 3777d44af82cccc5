import type { Candidate } from './candidate.ts';
import { wordHash } from './characters.ts';
import { NAMED } from './everyday.ts';
import { LIST, shippedLexicon } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';

/** Letters one by one that are fewer are initials, grades or vitamins. */
const FEWEST_LETTERS = 4;
const MOST_LETTERS = 24;
const DIGIT_IN_WORD = /^\p{Lu}[\p{Ll}\p{M}]*[01][\p{Ll}\p{M}01]*$/u;
const SHORTEST_MISREAD = 4;

/** Names that are spelled, `H O L L O W A Y`, and names as a scanner reads them, `Lindstr0m`. */
export function findSpelledNames(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    const traits = page.traits(i);
    if (!(traits & TRAIT.letter)) continue;
    if (traits & TRAIT.single) {
      const last = lastLetter(page, i);
      if (last - i + 1 < FEWEST_LETTERS || isAlphabet(page, i, last)) continue;
      found.push({ start: page.start(i), end: page.end(last), label: 'NAME', by: 'pattern' });
      i = last;
    } else if ((traits & (TRAIT.digit | TRAIT.capital)) === (TRAIT.digit | TRAIT.capital)) {
      if (isMisreadName(page, i))
        found.push({ start: page.start(i), end: page.end(i), label: 'NAME', by: 'list' });
    }
  }
  return found;
}

/** The last of the single letters from word `i` on, all parted alike by a space or a hyphen. */
function lastLetter(page: Page, i: number): number {
  const capital = page.traits(i) & TRAIT.capital;
  const sign = page.before(i + 1);
  if (sign !== 0x20 && sign !== 0x2d) return i;
  let last = i;
  while (
    last - i < MOST_LETTERS &&
    page.gapLength(last + 1) === 1 &&
    page.before(last + 1) === sign &&
    page.traits(last + 1) & TRAIT.single &&
    // `H-o-l-l-o-w-a-y` begins with a capital and goes on without.
    ((page.traits(last + 1) & TRAIT.capital) === capital || (capital !== 0 && sign === 0x2d))
  )
    last += 1;
  return last;
}

/** `A B C D`: answers, groups and grades, in the order of the alphabet; `i i i i`: somebody stammers. */
function isAlphabet(page: Page, first: number, last: number): boolean {
  const letters = new Set<number>();
  for (let i = first; i <= last; i += 1) letters.add(page.hash(i));
  if (letters.size < FEWEST_LETTERS - 1) return true;
  let next = 0;
  for (let i = first; i < last; i += 1)
    if (page.text.charCodeAt(page.start(i + 1)) - page.text.charCodeAt(page.start(i)) === 1) next += 1;
  return next * 2 >= last - first;
}

/** A word with `0` or `1` among its letters that is no word of any list once these are letters again. */
function isMisreadName(page: Page, i: number): boolean {
  if (page.length(i) < SHORTEST_MISREAD || page.roles(i) & (ROLE.month | ROLE.cue)) return false;
  const word = page.word(i);
  if (!DIGIT_IN_WORD.test(word) || /\d$/.test(word)) return false;
  const lexicon = shippedLexicon();
  return ['l', 'i'].some((letter) => {
    const lists = lexicon.listsOf(wordHash(word.replaceAll('0', 'o').replaceAll('1', letter)));
    return (lists & NAMED) !== 0 && !(lists & (LIST.common | LIST.medical | LIST.drug));
  });
}
