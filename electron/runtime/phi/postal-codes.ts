import type { Candidate } from './candidate.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { REGIONS } from './regions.ts';
import { ROLE } from './role.ts';
import type { Run } from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';
import { townAt } from './town-names.ts';

const REGION = new Phrases<true>().add(REGIONS, true);

/** A postal code before a town: `28850 Torrejón de Ardoz`, `E-46009 Valencia`, `1012 AB Amsterdam`. */
export function cedexAt(page: Page, i: number): Run | undefined {
  const length = page.length(i);
  if (length < 4 || length > 6 || !(page.traits(i) & TRAIT.number)) return undefined;
  let k = i + 1;
  if (length === 4 && /^[A-Z]{2}$/.test(page.word(k)) && page.spaced(k)) k += 1;
  const dotted = /^\. ?$/.test(page.between(k));
  if (!(page.spaced(k) || (dotted && length === 5)) || !(page.traits(k) & TRAIT.capital)) return undefined;
  if (
    !(page.lists(k) & LIST.place) ||
    page.traits(k) & TRAIT.capitals ||
    page.roles(k) & (ROLE.month | ROLE.state)
  )
    return undefined;
  const before = page.gap(i);
  if (before & (GAP.slash | GAP.hash | GAP.plus)) return undefined;
  // `1908 Derby Ave` is a house in a street.
  if (page.spaced(k + 1) && page.roles(k + 1) & ROLE.way && page.traits(k + 1) & TRAIT.capital)
    return undefined;
  const run = townAt(page, k);
  if (run === undefined) return undefined;
  const first = i > 0 && page.before(i) === 0x2d && page.length(i - 1) <= 2 ? i - 1 : i;
  return { first: length === 5 ? lineBefore(page, first) : first, last: run.last };
}

/** `Cartagena, 340-350 - 08025 Barcelona`: the street without its kind, a comma and the house before the code. */
function lineBefore(page: Page, code: number): number {
  if (!/^(?:,|\.)? (?:- )?(?:\p{Lu}-)?$/u.test(page.between(code))) return code;
  let house = code - 1;
  let parts = 0;
  while (parts < 3 && house > 0 && page.length(house) <= 4 && page.before(house) !== 0x20) {
    if (page.gap(house) & ~(GAP.hyphen | GAP.space)) break;
    house -= 1;
    parts += 1;
  }
  while (parts < 3 && house > 0 && page.between(house) === ' ' && page.traits(house - 1) & TRAIT.number) {
    house -= 1;
    parts += 1;
  }
  if (!(page.traits(house) & TRAIT.number) || page.length(house) > 4 || page.between(house) !== ', ')
    return code;
  let first = house;
  while (house - first < 4 && first > 0) {
    const k = first - 1;
    const named = (page.traits(k) & TRAIT.capital) !== 0 && !(page.traits(k) & TRAIT.digit);
    if (!named && !(page.roles(k) & ROLE.particle && first < house)) break;
    if (first < house && !page.spaced(first)) break;
    first = k;
  }
  return first < house && page.traits(first) & TRAIT.capital ? first : code;
}

/** The postal code at the end of an address is a class of its own: its first digits may stay. */
export function zipInside(page: Page, { first, last: street }: Run, last: number, found: Candidate[]): void {
  const plus = page.length(last) === 4 && page.before(last) === 0x2d && page.length(last - 1) === 5;
  const zip = plus ? last - 1 : last;
  if (last <= street || zip <= first || !(page.traits(zip) & TRAIT.number) || page.length(zip) !== 5) return;
  found.push({ start: page.start(zip), end: page.end(last), label: 'ZIP', by: 'pattern' });
}

/** A postal code after a state or a country: `WI 53140`, `Italy 75263`. */
export function zipAt(page: Page, i: number, found: Candidate[]): void {
  const roles = page.roles(i);
  let next = i + 1;
  if (roles & ROLE.region) {
    const region = REGION.at(page, i);
    if (region === undefined) return;
    next = region.next;
  } else if (!(roles & ROLE.state) || page.length(i) > 3) return;
  if (!isZip(page, next)) return;
  const capitals = (page.traits(i) & TRAIT.capitals) !== 0;
  // `lived in 50475`: a small word is a state only behind a comma.
  const five = page.length(next) === 5;
  const ends = five && page.quiet && roles & ROLE.region && (page.gap(next + 1) & GAP.newline) !== 0;
  if (!(page.traits(i) & TRAIT.capital) && !(page.gap(i) & GAP.comma) && !ends) return;
  if (roles & ROLE.state && !(roles & ROLE.region) && !capitals && !five) return;
  if (
    !five &&
    (!(page.traits(i) & TRAIT.capital) ||
      !(roles & ROLE.region) ||
      /^(?:1[89]|20)\d\d$/.test(page.word(next)))
  )
    return;
  if (page.spaced(next + 1) && page.roles(next + 1) & ROLE.measure) return;
  const last = zipEnd(page, next);
  found.push({ start: page.start(next), end: page.end(last), label: 'ZIP', by: 'pattern' });
  townBefore(page, i, found);
}

export function isZip(page: Page, i: number): boolean {
  const length = page.length(i);
  if (!(page.traits(i) & TRAIT.number) || length < 4 || length > 6) return false;
  return (
    /^,?[ \n]{1,2}$/.test(page.between(i)) && !/^[./:]\d/.test(page.text.slice(page.end(i), page.end(i) + 2))
  );
}

export function zipEnd(page: Page, i: number): number {
  const four = page.after(i) === 0x2d && page.length(i + 1) === 4 && page.traits(i + 1) & TRAIT.number;
  return four && page.start(i + 1) - page.end(i) === 1 ? i + 1 : i;
}

/** The town before a state: up to three words, back to punctuation. */
function townBefore(page: Page, i: number, found: Candidate[]): void {
  if (i === 0 || !/^,? ?$|^,\n$/.test(page.between(i))) return;
  let first = i;
  while (i - first < 4 && first > 0) {
    const k = first - 1;
    if (first < i && page.gap(first) & ~(GAP.space | GAP.hyphen | GAP.stop | GAP.apostrophe)) break;
    if (first < i && page.gap(first) & GAP.stop && !/^(?:st|mt|ft)$/i.test(page.word(k))) break;
    if (
      page.traits(k) & TRAIT.digit ||
      (page.roles(k) & (ROLE.way | ROLE.at) && !(page.traits(k) & TRAIT.capital))
    )
      break;
    if (page.traits(i) & TRAIT.capital && !(page.traits(k) & TRAIT.capital)) break;
    first = k;
  }
  if (first < i)
    found.push({ start: page.start(first), end: page.end(i - 1), label: 'ADDRESS', by: 'pattern' });
}
