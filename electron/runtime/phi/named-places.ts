import type { Candidate } from './candidate.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { isHouseNumber } from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';
import { wordSet } from './word-set.ts';

/** Kinds of houses, shops, schools and grounds: with a name before them one place. */
const KINDS = wordSet(
  'snf alf afh peds elem apartments apts towers tower estates villas condos condominiums motel hotel hostel preschool daycare kindergarten montessori reservation penitentiary terminal marina campground trailhead airport casino cafe diner grill tavern bakery deli chiropractic veterinary funeral mosque temple synagogue cathedral convent monastery library ymca ywca barracks bridge beach mountain mtn creek lake river arms manor lodge bldg bodega taqueria salon gym church chapel parish college university academy nursery klub brewery winery ranch farm farms orchard trailer towing homes residence residences commons landing crossing gardens terrace village heights cove harbor bay vineyard theater theatre stadium arena museum mall plaza market mart grocery ferry shipyard refinery cannery sawmill warehouse club clubhouse shelter mission outpost station',
);
/** Words with a capital that no place is called after. */
const NEVER =
  ROLE.title | ROLE.month | ROLE.weekday | ROLE.holiday | ROLE.measure | ROLE.score | ROLE.phone | ROLE.fax;
const OTHERS = LIST.function | LIST.abbreviation | LIST.drug | LIST.medical;
const LONGEST = 3;
const ON =
  /^ (?:on|off|at) \d{1,3}(?:st|nd|rd|th)(?! (?:floor|visit|day|of|attempt|cycle|dose|week|percentile|digit|toe|finger|rib|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))(?![\p{L}\d])/iuy;
const SHOP_ON = /^ (?:on|off) (\p{Lu}[\p{Ll}\p{M}]+)/u;

/** Places by their kind, `Magnolia Towers`, and shops by their street, `the Fred Meyer on 19th`, `Bartell's on Queen Anne`. */
export function findNamedPlaces(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    if (!(page.traits(i) & TRAIT.capital)) continue;
    const street = page.length(i) <= 2 ? numberedStreetAt(page, i) : undefined;
    if (street !== undefined) found.push(street);
    if (page.traits(i) & TRAIT.single) continue;
    if (KINDS.has(page.hash(i))) {
      const first = nameBefore(page, i);
      if (first < i) found.push(place(page, first, page.end(i)));
    }
    const end = page.after(i) === SPACE || page.after(i) === APOSTROPHE ? streetBehind(page, i) : undefined;
    if (end !== undefined) found.push(place(page, Math.min(nameBefore(page, i), i), end));
  }
  return found;
}

/** `1540 N. 45th`: the house, the compass and the number of a street without its kind, at the compass. */
function numberedStreetAt(page: Page, i: number): Candidate | undefined {
  const next = i + 1;
  if (!COMPASS.test(page.word(i)) || !isHouseNumber(page, i - 1) || !page.spaced(i)) return undefined;
  if (!/^\.? $/.test(page.between(next)) || !/^\d{1,3}(?:st|nd|rd|th)$/i.test(page.word(next)))
    return undefined;
  return place(page, i - 1, page.end(next));
}

const COMPASS = /^(?:[NSEW]|NE|NW|SE|SW)$/;
const SPACE = 0x20;
const APOSTROPHE = 0x27;

function place(page: Page, first: number, end: number): Candidate {
  return { start: page.start(first), end, label: 'ADDRESS', by: 'pattern' };
}

/** The first of up to three words with capitals that a kind at word `kind` follows, or `kind`. */
function nameBefore(page: Page, kind: number): number {
  let first = kind;
  while (kind - first < LONGEST && first > 0) {
    const k = first - 1;
    const possessive = page.length(k) === 1 && page.before(k) === APOSTROPHE && page.spaced(first);
    const joined =
      page.spaced(first) || page.between(first) === ' & ' || (page.between(first) === "'" && first < kind);
    if (!possessive && (!joined || !mayName(page, k))) break;
    first = k;
  }
  // A word alone at the beginning of a sentence has its capital from there.
  const begins = first === 0 || (page.gap(first) & (GAP.stop | GAP.newline)) !== 0;
  return first === kind - 1 && begins && page.lists(first) & LIST.common ? kind : first;
}

function mayName(page: Page, k: number): boolean {
  const traits = page.traits(k);
  if (!(traits & TRAIT.capital) || traits & (TRAIT.capitals | TRAIT.digit | TRAIT.placeholder | TRAIT.single))
    return false;
  return !(page.roles(k) & NEVER) && !(page.lists(k) & OTHERS);
}

/** Where the street ends that a shop at word `i` stands in. */
function streetBehind(page: Page, i: number): number | undefined {
  const possessive = page.after(i) === APOSTROPHE && page.length(i + 1) === 1;
  const last = possessive ? i + 1 : i;
  const next = last + 1;
  if (!page.spaced(next) || page.length(next) > 3 || !/^(?:on|off|at)$/.test(page.word(next)))
    return undefined;
  if (!mayName(page, i) || page.roles(i) & ROLE.act) return undefined;
  const begins = i === 0 || (page.gap(i) & (GAP.stop | GAP.newline)) !== 0;
  if (begins && page.lists(i) & LIST.common) return undefined;
  const behind = page.text.slice(page.end(last), page.end(last) + 48);
  ON.lastIndex = 0;
  if (ON.test(behind)) return page.end(last) + ON.lastIndex;
  if (!possessive) return undefined;
  const street = SHOP_ON.exec(behind);
  if (street === null || page.roles(last + 2) & NEVER || page.lists(last + 2) & OTHERS) return undefined;
  return page.end(last) + street[0].length;
}
