import { EVERYDAY, isOnlyEveryday, KNOWN, NAMED, STAND_INS } from './everyday.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';

/** Words that announce something are no names themselves, unless a list has them. */
export const SIGNS_OF_OTHERS =
  ROLE.cue |
  ROLE.phone |
  ROLE.fax |
  ROLE.label |
  ROLE.kin |
  ROLE.greeting |
  ROLE.address |
  ROLE.code |
  ROLE.care |
  ROLE.act;

export function isParticle(page: Page, i: number): boolean {
  return (page.roles(i) & ROLE.particle) !== 0;
}

/** Whether a name follows, after at most two more particles: `van der Merwe`. */
export function leadsToName(page: Page, i: number, capitals: boolean, quiet = false): boolean {
  let next = i;
  while (next - i < 2 && isParticle(page, next) && isJoined(page, next)) next += 1;
  return isJoined(page, next) && (isName(page, next, capitals) || (quiet && mayBeQuietName(page, next)));
}

export function isName(page: Page, i: number, capitals: boolean): boolean {
  const traits = page.traits(i);
  if (!(traits & TRAIT.capital))
    return (traits & (TRAIT.foreign | TRAIT.small | TRAIT.letter)) === (TRAIT.foreign | TRAIT.letter);
  if (traits & TRAIT.digit) return false;
  if (traits & TRAIT.single) return page.word(i) !== 'I';
  if (traits & TRAIT.capitals && !capitals) return false;
  return !isStopped(page, i);
}

/** An everyday or clinical word that no list of names has, or one that announces something itself. */
function isStopped(page: Page, i: number): boolean {
  if (page.length(i) <= 4 && STAND_INS.test(page.word(i))) return true;
  const lists = page.lists(i);
  const roles = page.roles(i);
  if (lists & LIST.function) return true;
  if (roles & ROLE.weekday && page.length(i) > 2) return true;
  if (roles & (ROLE.title | ROLE.credential) && page.length(i) > 1 && !(lists & LIST.family)) return true;
  if (roles & ROLE.month && page.length(i) > 3 && !(lists & NAMED)) return true;
  if (roles & SIGNS_OF_OTHERS && page.length(i) > 1 && !(lists & LIST.frequent)) return true;
  return isOnlyEveryday(lists) || ((lists & LIST.organisation) !== 0 && !(lists & NAMED));
}

export function mayBeQuietName(page: Page, i: number): boolean {
  const traits = page.traits(i);
  if (!(traits & TRAIT.small) || traits & TRAIT.digit) return false;
  if (page.length(i) === 1) return page.after(i) === 0x2e || page.spaced(i + 1);
  const lists = page.lists(i);
  if (
    lists & LIST.function ||
    page.roles(i) & (ROLE.act | ROLE.link | ROLE.at | ROLE.measure | ROLE.credential)
  )
    return false;
  return (
    !(lists & KNOWN) || ((lists & NAMED) !== 0 && (!(lists & EVERYDAY) || (lists & LIST.frequent) !== 0))
  );
}

/** `Dr. Thistle`: right behind a title, a plain word with a capital that announces nothing itself. */
export function isBorrowed(page: Page, i: number, capitals: boolean): boolean {
  const traits = page.traits(i);
  if (!(traits & TRAIT.capital) || (traits & TRAIT.capitals && !capitals) || page.length(i) < 4) return false;
  if (page.roles(i) !== 0 || STAND_INS.test(page.word(i))) return false;
  return (
    (page.lists(i) &
      (LIST.function | LIST.medical | LIST.drug | LIST.abbreviation | LIST.organisation | LIST.region)) ===
    0
  );
}

/** `dr. fuller`: right behind a title an everyday word may be the name where a list has it as one. */
export function isQuietFamilyName(page: Page, i: number): boolean {
  return (
    (page.lists(i) & LIST.family) !== 0 &&
    (page.lists(i) & LIST.function) === 0 &&
    !(page.roles(i) & ROLE.act)
  );
}

export function twoCapitalised(page: Page, i: number): boolean {
  return (
    isName(page, i, false) &&
    isJoined(page, i + 1) &&
    isName(page, i + 1, false) &&
    !isTermOfMedicine(page, i + 1)
  );
}

/** Whether word `i` and the one before it stand as parts of one name. */
export function isJoined(page: Page, i: number): boolean {
  if (i >= page.count || i === 0) return false;
  if (page.isNextTo(i)) return true;
  if (!page.isStopped(i)) return false;
  return (
    (page.traits(i - 1) & TRAIT.single) !== 0 ||
    (page.length(i - 1) === 2 && /^(?:jr|sr|st)$/i.test(page.word(i - 1)))
  );
}

export function shouts(page: Page, i: number): boolean {
  return (page.traits(i) & TRAIT.capitals) !== 0 && (page.traits(i - 1) & TRAIT.capitals) !== 0;
}

/** After a weak sign one word has to be more than vocabulary, or a name that many people bear. */
export function isCredible(page: Page, from: number, end: number): boolean {
  for (let i = from; i < end; i += 1) {
    const lists = page.lists(i);
    if (page.traits(i) & TRAIT.single || isParticle(page, i)) continue;
    if (!(lists & (EVERYDAY | LIST.organisation))) return true;
    if (lists & LIST.given && lists & (LIST.frequent | LIST.proper) && !(lists & LIST.function)) return true;
  }
  return false;
}

/** `seen with fellow Priyanka`: a word with a capital that no list has at all. */
export function isUnheardOf(page: Page, i: number): boolean {
  const form = page.traits(i) & (TRAIT.capital | TRAIT.capitals | TRAIT.inner | TRAIT.digit | TRAIT.single);
  return (
    form === TRAIT.capital &&
    page.lists(i) === 0 &&
    page.roles(i) === 0 &&
    page.length(i) > 3 &&
    !isTermOfMedicine(page, i)
  );
}

/** `Sister Clementine reachable at`: no list knows her, but nothing else stands there. */
export function isNameOfKin(page: Page, i: number): boolean {
  const next = i + 1;
  if (!(page.roles(i) & ROLE.kin) || !page.spaced(next) || page.traits(next) & TRAIT.capitals) return false;
  return isName(page, next, false) && !isTermOfMedicine(page, next);
}

/** What stands behind a title without being a name: `Dr. Office`, `MS Contin`. */
const NOT_BORN =
  /^(?:office|visit|visits|appointment|appt|notified|note|notes|order|orders|call|calls|signature|phone|name|contin|exam|clinic|aware|updated|paged|here|recs|who|told|said|will|was|is|has|and|or|of|at|to|in|on|did|does|the|for|with|from|about|if|so|but|not|as|because|when|please|referred|recommended|prescribed)$/i;

/** Titles behind which nothing stands but a name. */
const BEARERS =
  /^(?:drs?|mrs?|ms|miss|mx|prof|officer|trooper|deputy|det|detective|sgt|capt|lt|chap|chaplain|rev|rabbi|coach|judge)$/i;

/** Whether the word behind the title at word `i` is its bearer whatever it means. */
export function isBornAfterTitle(page: Page, i: number): boolean {
  const title = page.word(i);
  if (!BEARERS.test(title) || /^MS$/.test(title)) return false;
  const next = i + 1;
  const traits = page.traits(next);
  if (traits & TRAIT.digit) return false;
  if (page.length(next) < 3) return !(page.roles(next) & ROLE.title) && isShortName(page, i);
  if (NOT_BORN.test(page.word(next))) return false;
  if (page.lists(next) & LIST.function || page.roles(next) & (ROLE.title | ROLE.act | ROLE.at)) return false;
  // `contacted Dr. Specimen S24-1 sent`: two sentences ran into each other.
  const announces = page.roles(next) & (ROLE.cue | ROLE.phone | ROLE.label | ROLE.kin | ROLE.care | ROLE.fax);
  if (announces && !(page.lists(next) & LIST.family)) return false;
  if (page.traits(i) & TRAIT.capital)
    return (traits & TRAIT.capital) !== 0 && (!(traits & TRAIT.capitals) || title === title.toUpperCase());
  // `chaplain Dove`
  if ((traits & (TRAIT.capital | TRAIT.capitals)) === TRAIT.capital)
    return page.start(next) - page.end(i) <= 2;
  // In small letters the title wants its stop, so that `ms contin` and `dr visit` are none.
  return (traits & TRAIT.small) !== 0 && page.between(next).startsWith('.');
}

/** `Ms So`, `Mr. An`: two letters behind a title that is written with a capital. */
function isShortName(page: Page, title: number): boolean {
  const next = title + 1;
  if (!/^(?:Mr|Mrs|Ms|Miss|Dr|Mx)$/.test(page.word(title)) || page.length(next) !== 2) return false;
  const form = page.traits(next) & (TRAIT.capital | TRAIT.capitals | TRAIT.digit);
  return (
    form === TRAIT.capital &&
    !/^(?:In|Is|It|If|Of|At|To|On|Or|As|By|He|We|No|Pt|Us|Up|Am|Be|My)$/.test(page.word(next))
  );
}

/** `bf dre`, `daughter keisha`: in text without capitals a word behind a relative that is no word otherwise. */
export function isNameOfQuietKin(page: Page, i: number): boolean {
  const lists = page.lists(i);
  if (!(page.traits(i) & TRAIT.small) || page.length(i) < 3 || page.roles(i) !== 0) return false;
  if (lists & LIST.given && !(lists & LIST.common)) return true;
  return (lists & (KNOWN | LIST.function)) === 0 && page.length(i) > 3;
}

/** `Pablo March López`: the name of a month between two names. */
export function isMonthInName(page: Page, from: number, i: number): boolean {
  return (
    i > from &&
    (page.roles(i) & ROLE.month) !== 0 &&
    (page.traits(i) & (TRAIT.capital | TRAIT.capitals)) === TRAIT.capital &&
    (page.lists(i - 1) & LIST.given) !== 0 &&
    page.spaced(i) &&
    page.spaced(i + 1) &&
    isName(page, i + 1, false)
  );
}
