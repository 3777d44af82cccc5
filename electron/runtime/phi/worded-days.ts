import type { Candidate } from './candidate.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';

const UNITS = 'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth';
const ORDINAL = new RegExp(
  `^(?:${UNITS}|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)$`,
  'i',
);
const UNIT = new RegExp(`^(?:${UNITS})$`, 'i');
const YEAR = /^(?:19|20)\d\d$/;
const SEASON = /^(?:spring|summer|fall|autumn|winter)$/i;

/** The first word of a day in words that ends at word `i`, `the twenty-first`, or -1. */
export function ordinalEndingAt(page: Page, i: number): number {
  if (i < 0 || page.length(i) < 5 || !ORDINAL.test(page.word(i))) return -1;
  const tens =
    i > 0 && UNIT.test(page.word(i)) && page.isNextTo(i) && /^(?:twenty|thirty)$/i.test(page.word(i - 1));
  const first = tens ? i - 1 : i;
  return first > 0 && page.spaced(first) && /^the$/i.test(page.word(first - 1)) ? first - 1 : first;
}

/** The last word of a day in words that begins at word `i`, `ninth`, `the twenty-first`, or -1. */
export function ordinalBeginningAt(page: Page, i: number): number {
  const first = /^the$/i.test(page.word(i)) ? i + 1 : i;
  if (!page.spaced(i) || (first > i && !page.spaced(first))) return -1;
  if (
    /^(?:twenty|thirty)$/i.test(page.word(first)) &&
    page.isNextTo(first + 1) &&
    UNIT.test(page.word(first + 1))
  )
    return first + 1;
  return ORDINAL.test(page.word(first)) ? first : -1;
}

/** `summer '19`, `fall of 2020`, `early spring 2021` at the number: closer than a year, which may stay. */
export function seasonAt(page: Page, i: number): Candidate | undefined {
  const length = page.length(i);
  if (!(page.traits(i) & TRAIT.number) || i === 0 || page.start(i) - page.end(i - 1) > 2) return undefined;
  const short = length === 2 && page.before(i) === 0x27;
  if (!short && !(length === 4 && YEAR.test(page.word(i)))) return undefined;
  let k = i - 1;
  if (/^of$/i.test(page.word(k)) && page.spaced(k)) k -= 1;
  if (!SEASON.test(page.word(k))) return undefined;
  const first = k > 0 && page.spaced(k) && /^(?:early|mid|late)$/i.test(page.word(k - 1)) ? k - 1 : k;
  return { start: page.start(first), end: page.end(i), label: 'DATE', by: 'pattern' };
}

const HOLIDAY =
  /(?:christmas(?: eve| day)?|xmas|thanksgiving(?: day| eve| weekend)?|new year'?s(?: eve| day)?|labor day(?: weekend)?|memorial day(?: weekend)?|independence day|(?:4th|fourth) of july(?: weekend)?|halloween|easter(?: sunday| monday)?|valentine'?s(?: day)?|mother'?s day|father'?s day|veterans day|columbus day|juneteenth|hanukkah|passover|ramadan|diwali|mlk day|presidents day|spring break|navidad|nochebuena|paddy'?s day|boxing day|bonfire night|yom kippur|rosh hashanah|eid(?: al[- ](?:fitr|adha))?|cinco de mayo|groundhog day|bastille day|whitsun(?:day)?|whit monday|michaelmas|ash wednesday|mardi gras|lunar new year|chinese new year|nowruz|songkran|purim|sukkot|pentecost|epiphany|palm sunday|kwanzaa|black friday|super bowl sunday|july (?:4th|fourth))(?![\p{L}])(?! (?:tree|party|card|cookie|dinner|lights|holidays?)\b)/iuy;

/** A holiday that begins at word `i` and stands for a day. */
export function holidayAt(page: Page, i: number): Candidate | undefined {
  HOLIDAY.lastIndex = page.start(i);
  const match = HOLIDAY.exec(page.text);
  if (match === null) return undefined;
  return { start: match.index, end: match.index + match[0].length, label: 'DATE', by: 'pattern' };
}

const NTH = /^(?:[12]?\d|3[01])(?:st|nd|rd|th)$/i;
const NOT_A_DAY =
  /^ (?:percentile|day|visit|cycle|time|rib|toe|finger|floor|week|month|dose|digit|metatarsal|metacarpal|cranial|nerve|ventricle|edition|intercostal|grade|degree|line|mtp|trimester|year|decade|century|anniversary|birthday|st|street|ave|avenue|and \d+(?:st|nd|rd|th)|or \d+(?:st|nd|rd|th)|ics|lumbar|thoracic|episode|pregnancy|child|admission|stage|molar)\b/i;

const LEADS_TO_NTH = /\b(?:on|since|until|by|from|before|after|for|til|week of) the $/i;

/** Behind a day, never behind another thing that is counted: `the 19th at 2`, `the 2nd of this month`. */
const TIMED = /^ (?:at \d|@ ?\d|of (?:this|last|next|the) month\b|\(?(?:mon|tue|wed|thu|fri|sat|sun))/i;

/** Before a day only where the sentence ends behind it: `extended to the 28th.` */
const UP_TO_NTH = /\b(?:to|thru|through|is|was|yesterday|today|tomorrow|due|for) the $/i;

/** `on the 23rd`, `the week of the 17th`, `Monday the 3rd` at word `i`. */
export function nthDayAt(page: Page, i: number): Candidate | undefined {
  const word = page.word(i);
  if (!NTH.test(word) || !page.spaced(i)) return undefined;
  const the = /^the$/i.test(page.word(i - 1)) ? i - 1 : i;
  const weekday = page.spaced(the) && (page.roles(the - 1) & ROLE.weekday) !== 0;
  const before = page.text.slice(Math.max(0, page.start(i) - 14), page.start(i));
  const after = page.text.slice(page.end(i), page.end(i) + 16);
  const ends = /^(?:[.;,?!)]|$)/.test(after);
  const timed = the < i && TIMED.test(after);
  if (!weekday && !timed && !LEADS_TO_NTH.test(before) && !(ends && UP_TO_NTH.test(before))) return undefined;
  if (NOT_A_DAY.test(after)) return undefined;
  return { start: page.start(weekday ? the - 1 : i), end: page.end(i), label: 'DATE', by: 'cue' };
}
