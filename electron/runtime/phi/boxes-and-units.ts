import { wordHash } from './characters.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { isHouseNumber, type Run } from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';

const LONGEST_LINE = 7;
export const STRONG_UNIT = /^(?:apt|apartment|apto|suite|ste|unit|appt|dept|departamento|postbox)$/i;

const BOX =
  /(?:p\.? ?o\.? ?box|postbox|post office box|apartado(?: de correos)?|postfach|box) #?\d{1,6}|(?:PSC|CMR) \d{1,5},? Box \d{1,5}|unit \d{1,6},? box \d{1,6}|(?:[AFD]PO) (?:A[AEP]) \d{5}|(?:USS|USNS|USNV|USCGC) \p{L}+/iuy;

/** Words that a box begins with, so that hardly a place is looked at with the pattern. */
export const BOX_HEADS: ReadonlySet<number> = new Set(
  'p po pobox post postbox apartado postfach box psc unit apo fpo dpo uss usns usnv uscgc'
    .split(' ')
    .map(wordHash),
);

/** Post boxes and military addresses. */
export function boxAt(page: Page, i: number): Run | undefined {
  BOX.lastIndex = page.start(i);
  if (!BOX.test(page.text)) return undefined;
  const last = page.wordFrom(BOX.lastIndex) - 1;
  if (/^box$/i.test(page.word(i)) && !(page.traits(i) & TRAIT.capital)) return undefined;
  if (/^us/i.test(page.word(i)) && !/^(?:USS|USNS|USNV|USCGC)$/i.test(page.word(i))) return undefined;
  const first = i > 0 && page.spaced(i) && isHouseNumber(page, i - 1) && page.length(i - 1) <= 5 ? i - 1 : i;
  return { first, last };
}

/** `Apt. 322`, `Suite 503`, and the line before it. */
export function unitAt(page: Page, i: number): Run | undefined {
  if (!STRONG_UNIT.test(page.word(i))) return undefined;
  const last = numberOfUnit(page, i);
  if (last === i) return undefined;
  let first = i;
  // What stands before it on the line, back to a number: `19902 Dobrovského 1394 Apt. 066`.
  let number = -1;
  for (let k = i - 1; k >= 0 && i - k <= LONGEST_LINE; k -= 1) {
    if (page.gap(k + 1) & (GAP.newline | GAP.colon | GAP.open | GAP.close | GAP.column)) break;
    if (page.gap(k + 1) & GAP.comma && k < i - 1) break;
    const plain =
      page.traits(k) & (TRAIT.capital | TRAIT.digit) || page.roles(k) & (ROLE.particle | ROLE.way);
    if (!plain && page.lists(k) & LIST.common) break;
    if (isHouseNumber(page, k)) number = k;
    if (page.traits(k) & TRAIT.small && page.roles(k) & (ROLE.act | ROLE.link)) break;
  }
  if (number >= 0) first = number;
  return { first, last };
}

/** The last word of the number after a word such as `Apt`, or the word itself. */
export function numberOfUnit(page: Page, i: number): number {
  if (i + 1 >= page.count || !/^[ .:#]{1,4}$/.test(page.between(i + 1))) return i;
  const word = page.word(i + 1);
  if (page.length(i + 1) > 6 || !(/\d/.test(word) || /^[A-Z]$/.test(word))) return i;
  if (page.spaced(i + 2) && page.roles(i + 2) & ROLE.measure) return i;
  // `appt 1.15` is an appointment.
  if (/^[.:/]\d/.test(page.text.slice(page.end(i + 1), page.end(i + 1) + 2))) return i;
  let last = i + 1;
  if (page.after(last) === 0x2d && page.start(last + 1) - page.end(last) === 1 && page.length(last + 1) <= 4)
    last += 1;
  return last;
}
