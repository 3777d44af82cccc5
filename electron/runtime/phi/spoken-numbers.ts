import type { Candidate } from './candidate.ts';
import { wordHash } from './characters.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';
import { wordSet } from './word-set.ts';

/** Digits as they are read out, and the words for two of them. */
const DIGITS = wordSet('zero oh o one two three four five six seven eight nine niner');
const TENS = wordSet('twenty thirty forty fifty sixty seventy eighty ninety');
const TEENS = wordSet('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen');
/** Between groups of digits: `double five`, `eight hundred`. */
const LINKS = wordSet('double triple hundred thousand dash area code extension and');
const BETWEEN = GAP.space | GAP.comma | GAP.hyphen | GAP.stop | GAP.other;
const LONGEST = 24;
/** A telephone number without its area has so many digits. */
const FEWEST_DIGITS = 7;
const BIRTH = wordSet('birth birthday dob born birthdate');
const BACK = 8;
const FEWEST_OF_DATE = 3;
const AND = wordHash('and');

function isSpokenNumber(page: Page, i: number): boolean {
  return (page.roles(i) & ROLE.spoken) !== 0;
}

/**
 * Numbers as a transcript writes them: `four oh four, five five five, oh one three nine` is a telephone number, `three
 * twelve fifty nine` behind a word of birth a day.
 */
export function spokenNumberAt(page: Page, i: number): Candidate | undefined {
  if (!isSpokenNumber(page, i) || (i > 0 && isSpokenNumber(page, i - 1) && isBeside(page, i)))
    return undefined;
  let last = i;
  let digits = 0;
  let words = 0;
  for (let k = i; k < page.count && k - i < LONGEST; k += 1) {
    if (k > i && !isBeside(page, k)) break;
    const hash = page.hash(k);
    if (DIGITS.has(hash)) digits += 1;
    else if (TEENS.has(hash) || TENS.has(hash)) digits += 2;
    else if (LINKS.has(hash) && hash !== AND) continue;
    else break;
    words += 1;
    last = k;
  }
  const place = { start: page.start(i), end: page.end(last) };
  if (digits >= FEWEST_DIGITS && words > 4) return { ...place, label: 'PHONE', by: 'pattern' };
  return words >= FEWEST_OF_DATE && isBornBefore(page, i)
    ? { ...place, label: 'DATE', by: 'cue' }
    : undefined;
}

/** The last word of a year that is read out from word `i` on, `nineteen eighty eight` or `eighty eight`, or `i - 1`. */
export function spokenYearEnd(page: Page, i: number): number {
  let last = i - 1;
  for (
    let k = i;
    k < i + 4 && isSpokenNumber(page, k) && isBeside(page, k) && !(page.gap(k) & GAP.stop);
    k += 1
  )
    last = k;
  const begins = TENS.has(page.hash(i)) || TEENS.has(page.hash(i));
  return begins && last > i ? last : i - 1;
}

/** The index after the digits that are read out from word `i` on; letters between them count too. */
export function spokenDigitsEnd(page: Page, i: number): number {
  let end = i;
  while (end - i < LONGEST && end < page.count && (end === i || isBeside(page, end))) {
    const hash = page.hash(end);
    const letter = (page.traits(end) & TRAIT.single) !== 0 && page.word(end) !== 'a';
    if (!DIGITS.has(hash) && !TEENS.has(hash) && !TENS.has(hash) && !LINKS.has(hash) && !letter) break;
    end += 1;
  }
  while (end > i && LINKS.has(page.hash(end - 1))) end -= 1;
  return end;
}

function isBeside(page: Page, i: number): boolean {
  return (page.gap(i) & ~BETWEEN) === 0 && page.start(i) - page.end(i - 1) <= 3;
}

function isBornBefore(page: Page, i: number): boolean {
  for (let k = i - 1; k >= 0 && i - k <= BACK; k -= 1) if (BIRTH.has(page.hash(k))) return true;
  return false;
}
