import type { Candidate } from './candidate.ts';
import { EVERYDAY, KNOWN, NAMED, STAND_INS } from './everyday.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { tag } from './tagger/tagger.ts';
import { GAP, TRAIT } from './tokens.ts';
import { isWordByForm } from './word-forms.ts';

/** Words that announce something else: the tagger alone does not make them part of a name. */
const SIGNS =
  ROLE.cue |
  ROLE.phone |
  ROLE.fax |
  ROLE.label |
  ROLE.measure |
  ROLE.code |
  ROLE.score |
  ROLE.month |
  ROLE.dateCue |
  ROLE.weekday |
  ROLE.title |
  ROLE.credential;
const NEVER = 100;
/** How far below its bar a word may stay beside one that is over it. */
const BESIDE = 2.5;

/**
 * Words that the tagger takes for parts of names and places. What the lists know of a word sets how sure the
 * tagger has to be: an everyday word needs far more than an unknown one.
 */
export function findTagged(page: Page): Candidate[] {
  const votes = tag(page.tokens, page);
  const found: Candidate[] = [];
  runs(page, votes.name, 'NAME', found);
  runs(page, votes.place, 'ADDRESS', found);
  return found;
}

function runs(page: Page, votes: Float32Array, label: 'NAME' | 'ADDRESS', found: Candidate[]): void {
  for (let i = 0; i < page.count; i += 1) {
    const vote = votes[i] ?? -NEVER;
    // Where hardly a word stands around, it needs more.
    if (vote < -1 || vote < barOf(page, i, label) + (page.count < 4 ? 2 : 0)) continue;
    let first = i;
    let last = i;
    while (joins(page, first) && belongs(page, votes, first - 1, label)) first -= 1;
    while (joins(page, last + 1) && belongs(page, votes, last + 1, label)) last += 1;
    i = last;
    if (isTermOfMedicine(page, last)) continue;
    found.push({ start: page.start(first), end: page.end(last), label, by: 'tagger' });
  }
}

function belongs(page: Page, votes: Float32Array, i: number, label: 'NAME' | 'ADDRESS'): boolean {
  const vote = votes[i] ?? -NEVER;
  if (page.roles(i) & (ROLE.particle | ROLE.suffix) && vote > 0) return true;
  if (page.traits(i) & TRAIT.single && vote > 0) return true;
  if (label === 'ADDRESS' && page.traits(i) & TRAIT.number) return vote > 4 && page.length(i) <= 6;
  const beside = page.quiet || page.traits(i) & TRAIT.capital ? BESIDE : 0;
  return vote >= barOf(page, i, label) - beside && vote > -1;
}

/** What the vote for a word has to reach. */
function barOf(page: Page, i: number, label: 'NAME' | 'ADDRESS'): number {
  const traits = page.traits(i);
  const lists = page.lists(i);
  if (traits & (TRAIT.digit | TRAIT.placeholder | TRAIT.single) || !(traits & TRAIT.letter)) return NEVER;
  if (lists & LIST.function || (page.length(i) <= 4 && STAND_INS.test(page.word(i)))) return NEVER;
  const named = (lists & (label === 'NAME' ? NAMED : LIST.place | NAMED)) !== 0;
  const capital = (traits & (TRAIT.capital | TRAIT.foreign)) !== 0;
  // `iris normal` is an eye, `Iris is normal` may be a woman.
  const bearer = named && lists & LIST.frequent && (capital || !(lists & LIST.common));
  if (page.roles(i) & SIGNS && !bearer) return NEVER;
  if (!named && isAcronym(page, i)) return 6;
  if (lists === 0 && isWordByForm(page, i)) return 6;
  // `Na 138`
  if (
    page.length(i) === 2 &&
    lists & LIST.abbreviation &&
    page.traits(i + 1) & TRAIT.number &&
    page.spaced(i + 1)
  )
    return 6;
  // `county jail`: a kind of place in small letters.
  if (label === 'ADDRESS' && page.roles(i) & ROLE.care && !capital) return 7.5;
  if (lists & EVERYDAY) {
    // `ACE inhibitors`
    if (named && page.length(i) <= 3 && lists & LIST.common && isAcronym(page, i)) return 4;
    if (named) return capital ? 0.7 : 4;
    return capital ? 4.5 : 7.5;
  }
  if (named) return capital ? -1 : 1;
  // `resolved w/ Valsalva`
  if (lists & LIST.eponym) return 3.5;
  if (lists & KNOWN) return capital ? 2 : 4;
  return capital ? 0.3 : page.quiet ? 1 : 3.3;
}

/** `COVID`, `PVCs`, `AFib`: short words in capitals among others in small letters. */
function isAcronym(page: Page, i: number): boolean {
  if (page.length(i) > 5) return false;
  const traits = page.traits(i);
  if (traits & TRAIT.capitals)
    return !(page.traits(i - 1) & TRAIT.capitals) && !(page.traits(i + 1) & TRAIT.capitals) && !page.shouts;
  return (traits & TRAIT.capital) !== 0 && /^\p{Lu}{2,}/u.test(page.word(i));
}

/** Whether word `i` and the one before it may be parts of one name. */
function joins(page: Page, i: number): boolean {
  if (i <= 0 || i >= page.count || page.start(i) - page.end(i - 1) > 2) return false;
  const gap = page.gap(i);
  // What follows `Goldberg's` is not hers.
  if (page.length(i - 1) === 1 && page.before(i - 1) === 0x27) return false;
  if ((gap & ~(GAP.space | GAP.hyphen | GAP.apostrophe)) === 0) return true;
  if ((gap & ~(GAP.space | GAP.stop)) !== 0 || page.length(i - 1) > 2) return false;
  return (page.lists(i) & EVERYDAY) === 0;
}
