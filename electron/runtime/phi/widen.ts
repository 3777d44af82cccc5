import type { Candidate } from './candidate.ts';
import { EVERYDAY, isOnlyEveryday, KNOWN, NAMED } from './everyday.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';
import { widenPlace } from './widen-places.ts';

const HYPHEN = '-';
/** What stands behind a name without being part of it. */
const OTHERS =
  ROLE.act |
  ROLE.label |
  ROLE.cue |
  ROLE.phone |
  ROLE.fax |
  ROLE.care |
  ROLE.month |
  ROLE.weekday |
  ROLE.title |
  ROLE.dateCue |
  ROLE.kin |
  ROLE.measure |
  ROLE.way;

/** Names with the initials, particles, suffixes and degrees that belong to them, places with what belongs to these. */
export function widenNames(page: Page, found: readonly Candidate[]): Candidate[] {
  const wide: Candidate[] = [];
  for (const candidate of found) {
    if (candidate.label === 'NAME') {
      const name = widened(page, candidate);
      wide.push(name);
      const age = ageBehind(page, name.end);
      if (age !== undefined) wide.push(age);
    } else wide.push(candidate.label === 'ADDRESS' ? widenPlace(page, candidate) : candidate);
  }
  return wide;
}

const AGE = /^["”']?, (9\d|1[01]\d)(?=[.,;)]|$| (?:is|was|who|of|from|lives)\b)/;

/** `Eun-ji Baek, 101, was seen`: the age that stands right behind a name. */
function ageBehind(page: Page, end: number): Candidate | undefined {
  const code = page.text.charCodeAt(end);
  if (code !== 0x2c && code !== 0x22 && code !== 0x27 && code !== 0x201d) return undefined;
  const age = AGE.exec(page.text.slice(end, end + 14));
  if (age === null) return undefined;
  const to = end + age[0].length;
  return { start: to - (age[1] ?? '').length, end: to, label: 'AGE_OVER_89', by: 'cue' };
}

function widened(page: Page, candidate: Candidate): Candidate {
  let first = page.wordFrom(candidate.start);
  // A span may begin inside a word.
  if (page.start(first) > candidate.start && first > 0) first -= 1;
  let last = first;
  while (last + 1 < page.count && page.start(last + 1) < candidate.end) last += 1;
  const from = initialsBefore(page, givenBefore(page, otherHalfBefore(page, first)));
  const to = partsAfter(page, first, otherHalfBehind(page, last));
  const start = from < first ? page.start(from) : candidate.start;
  const end = to > last ? page.end(to) : candidate.end;
  return start === candidate.start && end === candidate.end ? candidate : { ...candidate, start, end };
}

/** Before a hyphen these make no name of two halves. */
const NO_HALF =
  /^(?:non|pre|post|anti|co|ex|mid|self|sub|inter|intra|multi|semi|well|half|all|step|grand|great|in|on|off|up|re|un|pro|by|to|for|of|x|like|type|based|related|positive|negative|associated|old|year|year|day|week|month|hour|up|induced|free|specific|directed|style|born|led|run|trained|and|or)$/i;

/** `sun-hee`, `Abd al-Rahman`: the half of a name before a hyphen, or behind it. */
function otherHalfBefore(page: Page, first: number): number {
  const k = first - 1;
  if (k < 0 || page.gapLength(first) !== 1 || page.before(first) !== 0x2d) return first;
  return isHalf(page, k) && (page.traits(k) & TRAIT.capital || page.traits(first) & TRAIT.small) ? k : first;
}

function otherHalfBehind(page: Page, last: number): number {
  const next = last + 1;
  if (next >= page.count || page.gapLength(next) !== 1 || page.before(next) !== 0x2d) return last;
  return isHalf(page, next) ? next : last;
}

function isHalf(page: Page, k: number): boolean {
  const traits = page.traits(k);
  if (!(traits & TRAIT.letter) || traits & (TRAIT.digit | TRAIT.placeholder) || page.length(k) < 2)
    return false;
  if (traits & TRAIT.capitals && page.length(k) < 4) return false;
  const lists = page.lists(k);
  if (lists & KNOWN && !(lists & NAMED && traits & TRAIT.capital)) return false;
  return !(lists & (LIST.function | LIST.medical | LIST.drug)) && !NO_HALF.test(page.word(k));
}

/** `Lance Cantú`, `Big Mike`: a given name, or what friends put before one. */
function givenBefore(page: Page, first: number): number {
  const k = first - 1;
  if (k < 0 || !page.spaced(first) || page.length(first) < 3) return first;
  if (page.quiet && isQuietGiven(page, k)) return k;
  if (!(page.traits(first) & TRAIT.capital)) return first;
  if (isParticleAfterGiven(page, k)) return k - 1;
  const traits = page.traits(k);
  if (!(traits & TRAIT.capital) || traits & (TRAIT.digit | TRAIT.single)) return first;
  if ((traits & TRAIT.capitals) !== (page.traits(first) & TRAIT.capitals) || page.length(k) < 3) return first;
  if (/^(?:Big|Old|Lil|Little|Young|Uncle|Auntie|Papa|Mama)$/.test(page.word(k))) return k;
  const lists = page.lists(k);
  if (!(lists & LIST.given) || lists & (LIST.function | LIST.drug | LIST.medical) || page.roles(k) & OTHERS)
    return first;
  // At the start of a sentence `Grace Okafor` is as likely as elsewhere; `Given Okafor` is not.
  return page.lists(first) & (LIST.family | LIST.given) || !(page.lists(first) & EVERYDAY) ? k : first;
}

/** `per mark juarez`: in text without capitals a given name, whatever else it means. */
function isQuietGiven(page: Page, k: number): boolean {
  const lists = page.lists(k);
  if (!(page.traits(k) & TRAIT.small) || !(lists & LIST.given) || page.roles(k) !== 0) return false;
  return page.length(k) > 2 && !(lists & (LIST.function | LIST.drug | LIST.medical));
}

/** `William ten Pas` */
function isParticleAfterGiven(page: Page, k: number): boolean {
  if (!(page.roles(k) & ROLE.particle) || !(page.traits(k) & TRAIT.small) || page.length(k) < 2) return false;
  const given = k - 1;
  if (given < 0 || !page.spaced(k) || !(page.traits(given) & TRAIT.capital) || page.length(given) < 3)
    return false;
  const lists = page.lists(given);
  return lists & LIST.given ? !(lists & LIST.function) : (lists & (EVERYDAY | LIST.word)) === 0;
}

function initialsBefore(page: Page, first: number): number {
  let from = first;
  const small = (page.traits(first) & TRAIT.small) !== 0;
  while (first - from < 3 && from > 0) {
    const k = from - 1;
    const gap = page.between(from);
    if (!(page.traits(k) & TRAIT.single)) break;
    const dotted = gap === '. ' || gap === '.';
    if (!dotted && gap !== ' ' && gap !== HYPHEN) break;
    // Without its capital or its stop a letter is an article or a unit.
    if (!(page.traits(k) & TRAIT.capital) && !(small && dotted)) break;
    if (page.word(k) === 'I' || page.between(k).endsWith("'")) break;
    from = k;
  }
  return from;
}

function partsAfter(page: Page, first: number, last: number): number {
  let to = last;
  for (let parts = 0; parts < 4; parts += 1) {
    const next = to + 1;
    if (next >= page.count) break;
    const gap = page.between(next);
    if (gap === HYPHEN && page.traits(next) & TRAIT.capital && !(page.traits(next) & TRAIT.digit)) to = next;
    else if (gap !== ' ' && !(gap === '. ' && page.traits(to) & TRAIT.single)) break;
    else if (isInitial(page, next)) to = next;
    else if (page.roles(next) & ROLE.suffix && page.traits(next) & TRAIT.capital) to = next;
    else if (page.roles(next) & ROLE.credential && page.traits(next) & TRAIT.capital && page.length(next) > 1)
      to = next;
    else if (to === first && (isBorrowedFamilyName(page, to, next) || isQuietFamilyName(page, to, next)))
      to = next;
    else if (to > first && isBehindInitial(page, to, next)) to = next;
    else if (isParticleOfName(page, next)) to = next + 1;
    else break;
  }
  return to;
}

/** `Stan M.`, `Julieta S Almeida`: a letter by itself with its stop, or before what ends the name. */
function isInitial(page: Page, i: number): boolean {
  if ((page.traits(i) & (TRAIT.single | TRAIT.capital)) !== (TRAIT.single | TRAIT.capital)) return false;
  return page.word(i) !== 'I' && /^[.,;:?!)\n]|^$/.test(page.text.slice(page.end(i), page.end(i) + 1));
}

/** `Logan C. Case`: whatever the word behind a given name and an initial means. */
function isBehindInitial(page: Page, initial: number, next: number): boolean {
  if (!(page.traits(initial) & TRAIT.single) || page.text.charAt(page.end(initial)) !== '.') return false;
  const form = page.traits(next) & (TRAIT.capital | TRAIT.capitals | TRAIT.digit);
  if (form !== TRAIT.capital || page.lists(next) & (LIST.function | LIST.drug) || page.length(next) < 3)
    return false;
  // `John A. Case #1234`, `Ann B. Phone: ...`
  return /^(?:[,.;)\n]| \(|$)/.test(page.text.slice(page.end(next), page.end(next) + 2));
}

/** `Brad Glass`: an everyday word with a capital right behind a given name. */
function isBorrowedFamilyName(page: Page, given: number, next: number): boolean {
  if (!(page.lists(given) & LIST.given) || !(page.traits(next) & TRAIT.capital)) return false;
  if ((page.traits(given) & TRAIT.capitals) !== (page.traits(next) & TRAIT.capitals) || page.length(next) < 3)
    return false;
  if (page.lists(next) & (LIST.function | LIST.drug) || page.traits(next) & TRAIT.digit) return false;
  return (page.roles(next) & OTHERS) === 0 && !isTermOfMedicine(page, next);
}

/** `jillian capon`: in text without capitals a rare word right behind a given name. */
function isQuietFamilyName(page: Page, given: number, next: number): boolean {
  if (!page.quiet || !(page.lists(given) & LIST.given) || !(page.traits(next) & TRAIT.small)) return false;
  if (page.length(next) < 4 || page.roles(next) !== 0 || page.lists(given) & EVERYDAY) return false;
  const words = LIST.common | LIST.function | LIST.drug | LIST.abbreviation | LIST.region | LIST.eponym;
  return (page.lists(next) & words) === 0 && !isTermOfMedicine(page, next);
}

function isParticleOfName(page: Page, i: number): boolean {
  if (!(page.roles(i) & ROLE.particle) || !(page.traits(i) & TRAIT.small) || page.length(i) < 2) return false;
  const lists = page.lists(i + 1);
  return (
    page.spaced(i + 1) &&
    (page.traits(i + 1) & TRAIT.capital) !== 0 &&
    (page.traits(i + 1) & TRAIT.capitals) === 0 &&
    !isOnlyEveryday(lists) &&
    (lists & (LIST.place | LIST.town | LIST.family)) !== LIST.town
  );
}
