import type { Candidate } from './candidate.ts';
import { EVERYDAY, isOnlyEveryday } from './everyday.ts';
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
  return found.map((candidate) => {
    if (candidate.label === 'NAME') return widened(page, candidate);
    return candidate.label === 'ADDRESS' ? widenPlace(page, candidate) : candidate;
  });
}

function widened(page: Page, candidate: Candidate): Candidate {
  let first = page.wordFrom(candidate.start);
  // A span may begin inside a word.
  if (page.start(first) > candidate.start && first > 0) first -= 1;
  let last = first;
  while (last + 1 < page.count && page.start(last + 1) < candidate.end) last += 1;
  const from = initialsBefore(page, givenBefore(page, first));
  const to = partsAfter(page, first, last);
  const start = from < first ? page.start(from) : candidate.start;
  const end = to > last ? page.end(to) : candidate.end;
  return start === candidate.start && end === candidate.end ? candidate : { ...candidate, start, end };
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
