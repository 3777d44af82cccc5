import type { Candidate } from './candidate.ts';
import type { Chunk } from './chunks.ts';
import { countDigits } from './codes.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { spokenYearEnd } from './spoken-numbers.ts';
import { GAP, TRAIT } from './tokens.ts';
import { ordinalBeginningAt, ordinalEndingAt } from './worded-days.ts';

const YEAR = '(?:1[89]|20)\\d{2}';
const MONTH = '(?:0?[1-9]|1[0-2])';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH_NAME =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ene|abr|ago|dic)';
const SHORT_YEAR = '(?:1[89]|20)?\\d{2}';
const DAY_OF_YEAR = `(?:${MONTH}/${DAY}|${DAY}/${MONTH})`;

/** Whole chunks that are dates whatever stands around them. */
const NUMERIC = new RegExp(
  `^(?:${[
    `${YEAR}([-/.])${MONTH}\\1${DAY}(?:T\\d{2})?`,
    `(?:${MONTH}-${DAY}|${DAY}-${MONTH})-${SHORT_YEAR}`,
    `(?:${MONTH}/${DAY}|${DAY}/${MONTH})//?${SHORT_YEAR}`,
    // Slips of the hand: 301/05/1966, 23/082016.
    `\\d{3}/${MONTH}/${YEAR}`,
    `${DAY}/(?:0[1-9]|1[0-2])${YEAR}`,
    `(?:${DAY}\\.${MONTH}|${MONTH}\\.${DAY})\\.${YEAR}`,
    `\\d{2}\\.(?:0[1-9]|1[0-2])\\.\\d{2}`,
    `${MONTH}[/-]${YEAR}`,
    `${YEAR}[/-](?:0[1-9]|1[0-2])`,
    `${YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:T?(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?)?`,
    // Ranges: 3/14/24-3/20/24, 3/14-3/20/24, 12/3-5/2024, 2024-03-14/2024-03-20.
    `${DAY_OF_YEAR}/${SHORT_YEAR}-${DAY_OF_YEAR}(?:/${SHORT_YEAR})?`,
    `${DAY_OF_YEAR}-${DAY_OF_YEAR}/${SHORT_YEAR}`,
    `${MONTH}/${DAY}-${DAY}/${SHORT_YEAR}`,
    `${YEAR}-${MONTH}-${DAY}/${YEAR}-${MONTH}-${DAY}`,
  ].join('|')})$`,
);
const WORDED = new RegExp(
  `^(?:${DAY}[-/.]?${MONTH_NAME}(?:[-/.]?${SHORT_YEAR})?|${MONTH_NAME}[-/.]?${DAY}[-/.]${SHORT_YEAR}|${MONTH_NAME}[-/.]${SHORT_YEAR}|${YEAR}[-/.]?${MONTH_NAME}(?:[-/.]?${DAY})?)$`,
  'i',
);
/** `4.18.24`: a section, a version or a ratio where a word says so. */
const DOTTED = new RegExp(`^(?:${MONTH}\\.${DAY}|${DAY}\\.${MONTH})\\.\\d{2}$`);
const NUMBERED =
  /^(?:version|v|ver|section|sections|sec|ratio|part|item|rule|table|figure|fig|chapter|step|release|build|level|cfr|usc)$/i;
/** `1.15` is a day behind a word that makes an appointment. */
const DOTTED_DAY = new RegExp(`^${MONTH}\\.${DAY}$`);
const APPOINTED = /^(?:appt|appointment|dos|dob|rtc|rv|sched|scheduled)$/i;
/** `3/14` alone may be a score. */
const DAY_AND_MONTH = new RegExp(`^${DAY_OF_YEAR}(?:-${DAY_OF_YEAR})?$|^${MONTH}-${DAY}$`);
/** The rest of an ISO 8601 time; a time of day apart from its date may stay. */
const TIME = /(?: \d{1,2})?(?::\d{2}){1,2}(?:\.\d{1,9})?(?: ?Z\b|[+-]\d{2}:?\d{2})?/y;

const ISO = /^\d{4}-\d{1,2}-\d{1,2}(?:T\d{2})?$/;

/** Scales that end in these numbers are so common that a word must say that it is a date. */
const SCALES = new Set([15, 20]);

/** A date written together in digits, or with the short name of its month. */
export function dateInChunk(page: Page, chunk: Chunk): Candidate | undefined {
  const { text } = chunk;
  if (text.length < 3 || text.length > 24) return undefined;
  if (isMisread(text)) return found(page, chunk, 'pattern');
  const code = text.charCodeAt(0);
  const digitFirst = code >= 0x30 && code <= 0x39;
  // Digits alone are a date only with all of a year, a month and a day.
  if (chunk.first === chunk.last && page.traits(chunk.first) & TRAIT.number && text.length < 8)
    return undefined;
  if (digitFirst && NUMERIC.test(text)) return found(page, chunk, 'pattern');
  if (WORDED.test(text) && /\d/.test(text)) return found(page, chunk, 'pattern');
  if (!digitFirst) return undefined;
  if (DOTTED.test(text) && !NUMBERED.test(page.word(chunk.first - 1))) return found(page, chunk, 'pattern');
  if (DOTTED_DAY.test(text) && APPOINTED.test(page.word(chunk.first - 1))) return found(page, chunk, 'cue');
  if (!DAY_AND_MONTH.test(text)) return undefined;
  return isDayOfYear(page, chunk) ? found(page, chunk, 'cue') : undefined;
}

/** `O4/l7/1949`: letters that a scanner reads for digits, among more digits than these. */
function isMisread(text: string): boolean {
  if (text.length < 6 || !MISREAD.test(text) || countDigits(text) * 2 < text.length) return false;
  return NUMERIC.test(text.replaceAll(/[Oo]/g, '0').replaceAll(/[lI]/g, '1'));
}

const MISREAD = /^(?=.*[OolI])[\dOolI]{1,2}([/-])[\dOolI]{1,2}\1[\dOolI]{2,4}$/;

function found(page: Page, { first, end, text }: Chunk, by: Candidate['by']): Candidate {
  TIME.lastIndex = end;
  const time = ISO.test(text) ? (TIME.exec(page.text)?.[0] ?? '') : '';
  return { start: page.start(withWeekday(page, first)), end: end + time.length, label: 'DATE', by };
}

/** `Thurs 2/8`: the day of the week right before a date belongs to it. */
function withWeekday(page: Page, first: number): number {
  const near = (page.gap(first) & ~(GAP.space | GAP.comma | GAP.stop)) === 0 && first > 0;
  return near && page.roles(first - 1) & ROLE.weekday && !(page.gap(first) & GAP.newline) ? first - 1 : first;
}

/** Whether the words around `3/14` say that it is a day. */
function isDayOfYear(page: Page, { first, last, text, end }: Chunk): boolean {
  const next = page.text.charCodeAt(end);
  if (next === 0x25 || page.roles(last + 1) & ROLE.measure) {
    if (next === 0x25 || page.spaced(last + 1)) return false;
  }
  const before = page.before(first);
  if (before === 0x28 && !text.includes('/')) return false;
  const roles =
    page.roles(first - 1) | (page.gap(first - 1) & GAP.newline ? 0 : page.roles(first - 2) & ROLE.score);
  const near = (page.gap(first) & ~(GAP.space | GAP.colon | GAP.stop | GAP.hash | GAP.hyphen)) === 0;
  if (roles & ROLE.score) return false;
  if (near && first > 0 && page.roles(first - 1) & ROLE.dateCue) return true;
  if (near && page.roles(first - 1) & ROLE.link && page.roles(first - 2) & ROLE.dateCue) return true;
  if (page.roles(first - 1) & ROLE.weekday) return true;
  const dash = text.includes('-') && !text.includes('/');
  if (!dash && CLOCK.test(page.text.slice(end, end + 6))) return true;
  // The first thing of a line, and a cell between bars.
  const alone =
    (page.gap(first) & (GAP.newline | GAP.column)) !== 0 &&
    (page.gap(last + 1) & (GAP.newline | GAP.column)) !== 0;
  const listed =
    page.traits(first) & TRAIT.line &&
    page.spaced(last + 1) &&
    (page.traits(last + 1) & TRAIT.capital) !== 0 &&
    (page.roles(last + 1) & (ROLE.measure | ROLE.score)) === 0;
  // `Delay log 6/11: ...`: no score announces anything.
  const heading = next === 0x3a && firstNumber(text) <= 12;
  if (alone || listed || heading) return true;
  if (dash) return isDashedDay(page, text, first, end);
  const [a = 0, b = 0] = text.split(/[/-]/).map(Number);
  if (text.includes('-')) return true;
  // Nobody writes a score with a zero in front: `08/19`, `15/02`.
  if (/^0|\/0/.test(text)) return true;
  if (isScored(page, first)) return false;
  if (a > 12) return false;
  if (isBegunBy(page, first, last)) return true;
  // No score is above its scale, and few scales end in the number of a day.
  if (b <= 12) return a > b || NO_SCALES.has(b);
  return !SCALES.has(b) || isPaired(page, last) || isBehindOperation(page, first);
}

/** Hardly any scale ends in these. */
const NO_SCALES = new Set([9, 11]);

/** `9-26 @ 1205`: no range of months and days has a time of day behind it. */
function isDashedDay(page: Page, text: string, first: number, end: number): boolean {
  const [a = 0, b = 0] = text.split('-').map(Number);
  if (a > 12 || b > 31 || page.gap(first) & (GAP.open | GAP.hyphen)) return false;
  return / ?(?:@|at) ?(?:[01]?\d|2[0-3]):?[0-5]\d(?!\d)/y.test(page.text.slice(end, end + 9));
}

/** `5/8 spoke with the son`: the first thing of a line, before what was done that day. */
function isBegunBy(page: Page, first: number, last: number): boolean {
  const next = last + 1;
  if (!(page.traits(first) & TRAIT.line) || !page.spaced(next) || !(page.traits(next) & TRAIT.letter))
    return false;
  return (page.roles(next) & (ROLE.measure | ROLE.score)) === 0 && !COUNTED.test(page.word(next));
}

const COUNTED =
  /^(?:of|strength|throughout|murmur|systolic|diastolic|tabs?|bottles?|blood|sets?|sem|lobes?|limbs?|doses?|pack|ppd|times|positive|nodes?|cores?|in|bilaterally|bilat|upper|lower|edema|pulses?|weakness|power|grip|cup|inch|scale|strips?|teaspoons?|hour|hourly|ratio|full|on|and)$/i;

/** `9/30 and 11/4`: two days, where a score would be given once. */
function isPaired(page: Page, last: number): boolean {
  const gap = page.between(last + 2);
  return (
    /^(?:and|to|through|thru|then)$/i.test(page.word(last + 1)) &&
    gap === ' ' &&
    DAY_PAIR.test(page.text.slice(page.start(last + 2), page.start(last + 2) + 6))
  );
}

const DAY_PAIR = new RegExp(`^${DAY_OF_YEAR}(?!\\d|[/.]\\d)`);

/** `s/p L TKA 10/28`: what was done has a day and no score. */
function isBehindOperation(page: Page, first: number): boolean {
  if ((page.traits(first - 1) & TRAIT.capitals) === 0 || !page.spaced(first)) return false;
  return /(?:^|[^\p{L}])s\/p (?:[LRB] )?$/u.test(
    page.text.slice(Math.max(0, page.start(first - 1) - 8), page.start(first - 1)),
  );
}

/** ` 0455`: a time of day as wards write it. */
const CLOCK = /^ (?:[01]\d|2[0-3])[0-5]\d(?!\d|[/.%]\d|%)/;

/** The number before the slash. */
function firstNumber(text: string): number {
  return Number(/^\d+/.exec(text)?.[0] ?? 99);
}

/** Behind these a drug was given on a day: `last ozempic 5/10`. */
const LASTED = /^(?:last|since|started|stopped|expired|expires)$/i;

/** `PHQ9 today: 12/27`, `mri c/w old infarct 4/3 mm`: a word of scores or measures among the three before. */
function isScored(page: Page, first: number): boolean {
  for (let k = first - 1; k >= 0 && first - k <= 3; k -= 1) {
    if (page.gap(k + 1) & GAP.newline) return false;
    if (LASTED.test(page.word(k))) return false;
    if (page.roles(k) & ROLE.score || page.lists(k) & LIST.drug) return true;
  }
  return false;
}

const DAY_TEXT = /^(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?$/i;
const YEAR_TEXT = /^(?:1[89]|20)\d{2}$/;
const SHORT_MONTHS = /^(?:may|march|mar|jun|sun|mon|mai|mars|juin|dic|ago|abr|ene|set|jan|april|august)$/i;
const AGO = /^(?:ago|mar|may|march|mai|mars|marco|maio|gennaio)$/i;

/**
 * A date around the name of a month at word `i`: `March 14, 2024`, `14th of March`, `5 de mayo de 2020`,
 * `March 2024`, and a month alone after a word that says so.
 */
export function dateAtMonth(page: Page, i: number): Candidate | undefined {
  let first = i;
  let last = i;
  let day = false;
  const left = i - 1 - (isOf(page, i - 1) ? 1 : 0);
  const worded = left < i - 1 && page.spaced(i) && page.spaced(i - 1) ? ordinalEndingAt(page, left) : -1;
  if (worded >= 0) {
    const year = yearAfter(page, i + 1);
    return span(page, withWeekday(page, worded), Math.max(i, year), 'pattern');
  }
  const said = ordinalBeginningAt(page, i + 1);
  if (said > i && page.length(i) > 2) {
    const year = Math.max(yearAfter(page, said + 1), spokenYearEnd(page, said + 1));
    return span(page, withWeekday(page, i), Math.max(said, year), 'pattern');
  }
  if (isDay(page, left) && isClose(page, left + 1) && isClose(page, i)) {
    first = left;
    day = true;
    // `from 3 to 5 May`, `3rd-5th May`.
    const range = page.text.slice(page.end(left - 1), page.start(left));
    if (isDay(page, left - 1) && /^ ?- ?$/.test(range)) first = left - 1;
    else if (isDay(page, left - 2) && /^(?:to|and|y|al)$/i.test(page.word(left - 1))) first = left - 2;
  }
  const year = yearAfter(page, last + 1);
  if (year > last) last = year;
  else if (!day) {
    const joined = /^\.?,? {0,2}$|^-$/.test(page.between(i + 1)) || isWrapped(page, i + 1);
    const dayAfter = isDay(page, i + 1) && joined ? i + 1 : i;
    if (dayAfter > i && !isMeasured(page, dayAfter)) {
      last = dayAfter;
      day = true;
      const range = page.between(last + 1);
      if (isDay(page, last + 1) && /^ ?- ?$/.test(range)) last += 1;
      else if (isDay(page, last + 2) && /^(?:to|and|through)$/i.test(page.word(last + 1))) last += 2;
      const after = yearAfter(page, last + 1);
      if (after > last) last = after;
    } else if (page.traits(i - 1) & TRAIT.number && YEAR_TEXT.test(page.word(i - 1)) && isClose(page, i)) {
      first = i - 1;
    }
  }
  if (first === i && last === i) {
    if (!isLoneMonth(page, i)) return undefined;
    return span(page, /^(?:last|next|this)$/i.test(page.word(i - 1)) ? i - 1 : i, i, 'cue');
  }
  if (!day && AGO.test(page.word(i)) && page.traits(i) & TRAIT.small && page.word(i) !== 'mayo')
    return undefined;
  if (first > 0 && page.roles(first - 1) & ROLE.weekday && (page.gap(first) & GAP.newline) === 0) first -= 1;
  return span(page, first, last, 'pattern');
}

function span(page: Page, first: number, last: number, by: Candidate['by']): Candidate {
  return { start: page.start(first), end: page.end(last), label: 'DATE', by };
}

/** `dob 3 3 61`, `DOB: 040862`, `born 04/62`: what is no date elsewhere. */
const BORN =
  /(?:\d{1,2} \d{1,2} (?:\d{4}|\d{2})|(?:0\d|1[0-2]|[12]\d|3[01])\d{4}(?:\d{2})?|(?:0?[1-9]|1[0-2])\/\d{2})(?!\d|[/.-]\d)/y;

/** A day of birth at word `i`, right behind a word of birth. */
export function birthAt(page: Page, i: number): Candidate | undefined {
  if (i === 0 || page.gap(i) & ~(GAP.space | GAP.colon | GAP.stop | GAP.hyphen)) return undefined;
  if (!/^(?:dob|born|birth|birthdate|birthday|bd)$/i.test(page.word(i - 1))) return undefined;
  BORN.lastIndex = page.start(i);
  return BORN.test(page.text)
    ? { start: page.start(i), end: BORN.lastIndex, label: 'DATE', by: 'cue' }
    : undefined;
}

/** The day behind the month at word `i`, where the one before it belongs to another date: `Dec 3-Jan 19`. */
export function dayBehindMonth(page: Page, i: number): Candidate | undefined {
  const day = i + 1;
  return isDay(page, day) && page.spaced(day) && !isMeasured(page, day)
    ? span(page, i, day, 'pattern')
    : undefined;
}

/** The index of a year that follows after an optional comma, `of` or `de`, or `i - 1`. */
function yearAfter(page: Page, i: number): number {
  let linked = isOf(page, i) && page.spaced(i) ? i + 1 : i;
  if (linked > i && /^a[nñ]o$/i.test(page.word(linked)) && page.spaced(linked)) linked += 1;
  const gap = page.between(linked);
  if (!(page.traits(linked) & TRAIT.number)) return i - 1;
  const word = page.word(linked);
  if (YEAR_TEXT.test(word) && /^[.,]{0,2}[ ,-]{0,2}$|^ ?\n ?$/.test(gap)) return linked;
  if (/^\d\d$/.test(word) && /^,? ?'$|^-$/.test(gap)) return linked;
  return i - 1;
}

function isOf(page: Page, i: number): boolean {
  return page.length(i) <= 3 && /^(?:of|de|del|di|do)$/i.test(page.word(i));
}

function isDay(page: Page, i: number): boolean {
  return i >= 0 && (page.traits(i) & TRAIT.digit) !== 0 && page.length(i) <= 4 && DAY_TEXT.test(page.word(i));
}

function isClose(page: Page, i: number): boolean {
  const gap = page.start(i) - page.end(i - 1);
  return gap <= 2 && (page.gap(i) & ~(GAP.space | GAP.hyphen | GAP.stop | GAP.comma)) === 0;
}

/** A line that ends inside a date: the day stands on the next one, with its year. */
function isWrapped(page: Page, day: number): boolean {
  return /^ ?\r?\n ?$/.test(page.between(day)) && yearAfter(page, day + 1) > day;
}

/** `May 2 tablets`, `march 10:30`, `mar 3.5`: no day. */
function isMeasured(page: Page, i: number): boolean {
  const next = page.after(i);
  if (
    (next === 0x3a || next === 0x2e || next === 0x2f || next === 0x25) &&
    /\d/.test(page.text.charAt(page.end(i) + 1))
  )
    return true;
  // `October 14th L` is a day before a letter, whatever the letter measures.
  if (page.traits(i) & TRAIT.letter) return false;
  return page.spaced(i + 1) && (page.roles(i + 1) & ROLE.measure) !== 0;
}

/** A month without a day or a year is a date after a word of time; `may` and `march` want their capital. */
function isLoneMonth(page: Page, i: number): boolean {
  if (page.length(i) < 4 && !/^May$/.test(page.word(i)) && !isShortMonth(page, i)) return false;
  if (page.gap(i) & ~(GAP.space | GAP.hyphen)) return false;
  if (SHORT_MONTHS.test(page.word(i)) && !(page.traits(i) & TRAIT.capital))
    return (page.quiet || page.isHasty(i)) && page.length(i) > 2 && QUIET_LEADS.test(page.word(i - 1));
  if (page.length(i) < 4 || MONTH_LEADS.has(page.word(i - 1).toLowerCase())) return true;
  // Months that are nothing else, with a capital inside a sentence.
  if (
    PLAIN_MONTHS.test(page.word(i)) &&
    page.gap(i) === GAP.space &&
    page.traits(i - 1) & (TRAIT.small | TRAIT.number) &&
    (page.gap(i + 1) & (GAP.stop | GAP.comma | GAP.newline)) !== 0
  )
    return true;
  // `PCP use June.`: in haste what ends a sentence and is no verb.
  if (page.isHasty(i) && HASTY_MONTHS.test(page.word(i)) && page.gap(i + 1) & (GAP.stop | GAP.newline))
    return true;
  // `Next WCC March`: inside a sentence a month with its capital, among words that are no names.
  return (
    page.length(i) > 3 &&
    (page.traits(i) & (TRAIT.capital | TRAIT.capitals)) === TRAIT.capital &&
    page.gap(i) === GAP.space &&
    (MONTH_NEIGHBOURS.has(page.word(i - 2).toLowerCase()) ||
      MONTH_NEIGHBOURS.has(page.word(i - 1).toLowerCase())) &&
    !(page.spaced(i + 1) && page.traits(i + 1) & TRAIT.capital)
  );
}

/** `divorce in march`: in text without capitals nothing but a month follows these. */
const QUIET_LEADS = /^(?:in|since|until|til|till|last|early|late|mid|seen|visit|appt)$/i;

/** `early Nov`, `last seen jan`: months by three letters that mean nothing else. */
function isShortMonth(page: Page, i: number): boolean {
  if (!/^(?:jan|feb|apr|jul|aug|sep|oct|nov|dec)$/i.test(page.word(i)) || page.gap(i) !== GAP.space)
    return false;
  return page.hasty
    ? /^(?:in|since|last|until|til|till|by|early|late|mid|next|seen|this|end|of|due)$/i.test(page.word(i - 1))
    : /^(?:early|late|mid|since|until)$/i.test(page.word(i - 1)) && (page.traits(i) & TRAIT.capital) !== 0;
}

const HASTY_MONTHS = /^(?:January|February|April|June|July|August|September|October|November|December)$/;
const PLAIN_MONTHS = /^(?:January|February|September|October|November|December)$/;

const MONTH_NEIGHBOURS = new Set('next last appt follow fu rtc return recheck due'.split(' '));

const MONTH_LEADS = new Set(
  'in since last until by during early late mid next this of from through to before after till and or every around en desde hasta'.split(
    ' ',
  ),
);

const FOREIGN_DATE = /\d{1,2}\.? [\p{L}\p{M}]{3,16}\.?,? (?:1[89]|2[0-5])\d{2}(?!\d)/uy;

/** `5 марта 2020`, `14 फेब्रुवारी 1985`: a day, a word beyond the Latin letters, a year. */
export function foreignDateAt(page: Page, i: number): Candidate | undefined {
  if (!(page.traits(i + 1) & TRAIT.foreign) || !isDay(page, i)) return undefined;
  if (page.text.charCodeAt(page.start(i + 1)) < 0x300) return undefined;
  FOREIGN_DATE.lastIndex = page.start(i);
  if (!FOREIGN_DATE.test(page.text)) return undefined;
  const tail =
    /^ (?:[гrрp]|року|года)(?![\p{L}])\.?/u.exec(
      page.text.slice(FOREIGN_DATE.lastIndex, FOREIGN_DATE.lastIndex + 8),
    )?.[0] ?? '';
  return { start: page.start(i), end: FOREIGN_DATE.lastIndex + tail.length, label: 'DATE', by: 'pattern' };
}
