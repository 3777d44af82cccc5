import type { Candidate } from './candidate.ts';
import { EVERYDAY } from './everyday.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';
import { knownTownAt, withState } from './towns-behind.ts';

const LIVES =
  /(?:\b(?:lives?|living|lived|resid(?:es?|ing|ed)|resident|born|raised|moved|relocated|from|travell?ed|visiting|native|citizen|native|based|located|stays|stationed) (?:in|at|of|to|from)|\bfrom the (?:city|town|village) of|\bin the (?:city|town|village) of|\bresident of|\bhails from|\barrived (?:at|in)|\bhometown is|\bsister in|\b(?:he|she|they|who|is|are|was|family|originally) from|\b(?:lives|lived|living|resides|residing|stays)) $/i;
const NOT_A_TOWN =
  /^(?:home|work|school|hospital|clinic|er|ed|icu|snf|nursing|assisted|group|shelter|apartment|house|bed|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/i;

/** Towns by list after a word of place, before a state, and after words that say where somebody lives. */
export function findTowns(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    if (!(page.traits(i) & (TRAIT.capital | TRAIT.foreign))) {
      if (page.quiet && isQuietTown(page, i)) found.push(town(page, i, i, 'list'));
      continue;
    }
    const placed =
      i > 0 &&
      ((page.gap(i) === GAP.space && (page.roles(i - 1) & ROLE.at) !== 0) || /@ ?$/.test(page.between(i)));
    const road = countyAt(page, i) ?? roadAt(page, i) ?? (placed ? strangeTownAt(page, i) : undefined);
    if (road !== undefined) {
      found.push(town(page, i, road, 'pattern'));
      i = road;
      continue;
    }
    const known = knownTownAt(page, i);
    if (known > i) {
      const kind =
        page.spaced(known) &&
        /^(?:clinic|office|hospital|er|campus|location|branch|practice)$/.test(page.word(known));
      if (!placed && !kind && withState(page, known - 1) < known) continue;
      const last = kind ? known : withState(page, known - 1);
      found.push(town(page, houseOf(page, i), withState(page, last), 'list'));
      i = last;
      continue;
    }
    const listed = (page.lists(i) & LIST.place) !== 0;
    if (!listed && !placed && !isBeforeState(page, i)) continue;
    const last = lastOf(page, i);
    if (isBeforeState(page, last) || (placed && (isListed(page, i, last) || livesBefore(page, i)))) {
      // `a history of Wilson's disease`
      if (isTermOfMedicine(page, last)) continue;
      if (NOT_A_TOWN.test(page.word(i)) || (page.lists(i) & LIST.region && last === i)) continue;
      found.push(
        town(page, houseOf(page, i), withState(page, last), isListed(page, i, last) ? 'list' : 'cue'),
      );
      i = last;
    }
  }
  return found;
}

function lastOf(page: Page, first: number): number {
  let last = first;
  while (last - first < 3 && last + 1 < page.count) {
    const k = last + 1;
    if (!page.spaced(k) && !(page.gapLength(k) === 1 && page.before(k) === 0x2d) && !isSaint(page, last))
      break;
    if (
      page.traits(k) & TRAIT.capital &&
      !(page.roles(k) & (ROLE.month | ROLE.weekday | ROLE.care)) &&
      (page.traits(k) & TRAIT.capitals) === (page.traits(first) & TRAIT.capitals)
    )
      last = k;
    else if (page.roles(k) & ROLE.particle && page.traits(k + 1) & TRAIT.capital && page.spaced(k + 1))
      last = k + 1;
    else break;
  }
  return last;
}

/** `St. ` in the name of a town. */
function isSaint(page: Page, i: number): boolean {
  return page.length(i) === 2 && /^(?:st|mt|ft)$/i.test(page.word(i)) && page.between(i + 1) === '. ';
}

/** Every word of it on the list of places; a word that is also an everyday one needs a fellow. */
function isListed(page: Page, first: number, last: number): boolean {
  let sure = false;
  for (let k = first; k <= last; k += 1) {
    if (page.roles(k) & ROLE.particle) continue;
    if (!(page.lists(k) & LIST.place)) return false;
    // `the ALT`, `MS`: short words in capitals are no towns by themselves.
    if (first === last && page.traits(k) & TRAIT.capitals && page.length(k) <= 4) return false;
    if (!(page.lists(k) & (EVERYDAY | LIST.eponym)) || page.lists(k) & LIST.town) sure = true;
  }
  return sure;
}

function livesBefore(page: Page, i: number): boolean {
  if (page.lists(i) & (LIST.medical | LIST.drug) || page.traits(i) & TRAIT.capitals) return false;
  if (page.lists(i) & LIST.common && !(page.lists(i) & LIST.place)) return false;
  return LIVES.test(page.text.slice(Math.max(0, page.start(i) - 24), page.start(i)));
}

/** `Fairfield, CT`; in capitals `FEVER, OR` is no town in Oregon. */
function isBeforeState(page: Page, i: number): boolean {
  const state = i + 1;
  if (!(page.roles(state) & ROLE.state) || page.length(state) !== 2 || !(page.traits(state) & TRAIT.capitals))
    return false;
  if (
    page.between(state) !== ', ' ||
    (page.spaced(state + 1) &&
      page.traits(state + 1) & TRAIT.capital &&
      !(page.traits(state + 1) & TRAIT.digit))
  )
    return false;
  if (/^(?:MD|PA|DO|MS|MA|OR|IN|ME|HI|OK|ND|NP|RN)$/.test(page.word(state)) && !(page.lists(i) & LIST.town))
    return false;
  return (
    (page.traits(i) & TRAIT.capital) !== 0 &&
    !(page.traits(i) & TRAIT.capitals) &&
    !(page.lists(i) & (LIST.drug | LIST.medical))
  );
}

function town(page: Page, first: number, last: number, by: Candidate['by']): Candidate {
  return { start: page.start(first), end: page.end(last), label: 'ADDRESS', by };
}

/** `from Sunrise of Bellevue`: what bears the name of its town. */
function houseOf(page: Page, i: number): number {
  const house = i - 2;
  if (house < 1 || page.word(i - 1) !== 'of' || !page.spaced(i) || !page.spaced(i - 1)) return i;
  if (!(page.traits(house) & TRAIT.capital) || page.lists(house) & (LIST.function | LIST.medical)) return i;
  return page.spaced(house) && /^(?:at|from|to)$/i.test(page.word(house - 1)) ? house : i;
}

/** `lives dorchester`, `from yakima`: in text without capitals only what no list has as a word. */
function isQuietTown(page: Page, i: number): boolean {
  const lists = page.lists(i);
  if (!(lists & LIST.place) || lists & EVERYDAY || page.length(i) < 4 || !page.spaced(i)) return false;
  return (page.roles(i - 1) & (ROLE.at | ROLE.address)) !== 0 && livesBefore(page, i);
}

/** `King County`, `Orleans Parish`: smaller than a state. */
function countyAt(page: Page, i: number): number | undefined {
  const traits = page.traits(i);
  if (page.length(i) < 3 || page.lists(i) & (LIST.function | LIST.region) || page.roles(i) & ROLE.at)
    return undefined;
  for (let kind = i + 1; kind <= i + 2 && page.spaced(kind); kind += 1) {
    if (/^(?:County|Parish|Township|Borough)$/i.test(page.word(kind)))
      return (page.traits(kind) & (TRAIT.capital | TRAIT.capitals)) ===
        (traits & (TRAIT.capital | TRAIT.capitals)) &&
        !(traits & TRAIT.capitals) &&
        !/^(?:the|our|home|same|this|each|per)$/i.test(page.word(i))
        ? kind
        : undefined;
    if (!(page.traits(kind) & TRAIT.capital)) return undefined;
  }
  return undefined;
}

/** Radioactive isotopes of iodine are no roads. */
const ISOTOPES = new Set([123, 124, 125, 129, 131]);

/** `I-90`, `Hwy 101`, `SR-520` */
function roadAt(page: Page, i: number): number | undefined {
  const next = i + 1;
  if (!(page.traits(next) & TRAIT.number) || page.length(next) > 3) return undefined;
  const word = page.word(i);
  const gap = page.between(next);
  if (/^[.:/]\d/.test(page.text.slice(page.end(next), page.end(next) + 2))) return undefined;
  const number = Number(page.word(next));
  if (word === 'I') return gap === '-' && number > 3 && !ISOTOPES.has(number) ? next : undefined;
  if (/^(?:SR|US)$/.test(word)) return gap === '-' ? next : undefined;
  return /^(?:Hwy|Highway|Interstate|Rte|Route|HWY|HIGHWAY)$/.test(word) && /^[ -]$/.test(gap)
    ? next
    : undefined;
}

/** `University of VIERHÖF`, `in ΠΑΦΟΣ`: after a word of place, a word in capitals or in other letters than the text. */
function strangeTownAt(page: Page, i: number): number | undefined {
  const traits = page.traits(i);
  const lists = page.lists(i);
  if (lists & (EVERYDAY | LIST.organisation | LIST.eponym) || page.shouts || page.traits(i) & TRAIT.digit)
    return undefined;
  const other =
    page.text.charCodeAt(page.start(i)) > 0x24f && page.text.charCodeAt(page.start(i - 1)) < 0x250;
  if (
    !other &&
    !(traits & TRAIT.capitals && page.length(i) >= 6 && !(lists & (LIST.word | LIST.abbreviation)))
  )
    return undefined;
  if (page.traits(i - 1) & TRAIT.capitals) return undefined;
  let last = i;
  while (
    last - i < 3 &&
    page.spaced(last + 1) &&
    (page.traits(last + 1) & (TRAIT.capitals | TRAIT.single)) === (traits & TRAIT.capitals) &&
    page.traits(last + 1) & TRAIT.capital &&
    !(page.lists(last + 1) & (LIST.medical | LIST.drug | LIST.abbreviation))
  )
    last += 1;
  return last;
}
