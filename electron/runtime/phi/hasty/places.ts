import type { Candidate } from '../candidate.ts';
import { wordHash } from '../characters.ts';
import { KNOWN } from '../everyday.ts';
import { LIST } from '../lexicon.ts';
import type { Page } from '../page.ts';
import { ROLE } from '../role.ts';
import { GAP, TRAIT } from '../tokens.ts';
import { wordSet } from '../word-set.ts';

const LONGEST = 6;
/** What stands behind `at` in every hospital. */
const THINGS = LIST.function | LIST.abbreviation | LIST.drug;
const OTHERS = ROLE.month | ROLE.weekday | ROLE.measure | ROLE.title | ROLE.score | ROLE.holiday;
const LEADS = wordSet('at|from|near|outside|off');
const ROAD =
  /(?:(?:county|state|us|farm) )?(?:hwy|highway|route|rte|rt|rd|road|interstate)[ -]?\d{1,4}[a-z]?(?!\.\d)(?: box \d{1,5})?\b/iy;
const MARK = /(?:mm|mp|mile marker|milepost|exit) ?#?\d{1,3}\b/iy;
const TO = wordHash('to');
const ROADS = wordSet('hwy|highway|route|rte|rt|county|state|us|farm|interstate|mm|mp|mile|milepost|exit');

/** A place in haste that begins at word `i`. */
export function hastyPlaceAt(page: Page, i: number): Candidate | undefined {
  return roadAt(page, i) ?? ledAt(page, i) ?? quietHouseAt(page, i);
}

function place(page: Page, first: number, last: number): Candidate {
  return { start: page.start(first), end: page.end(last), label: 'ADDRESS', by: 'cue' };
}

/** `hwy 49`, `county rd 118`, `mm 112` */
function roadAt(page: Page, i: number): Candidate | undefined {
  if (!ROADS.has(page.hash(i))) return undefined;
  for (const pattern of [ROAD, MARK]) {
    pattern.lastIndex = page.start(i);
    if (pattern === MARK && !isAfterRoad(page, i)) continue;
    if (pattern.test(page.text))
      return { start: page.start(i), end: pattern.lastIndex, label: 'ADDRESS', by: 'pattern' };
  }
  return undefined;
}

/** `exit 14` is a place where a road or a place stands before it. */
function isAfterRoad(page: Page, i: number): boolean {
  if (/^(?:exit|milepost)$/i.test(page.word(i))) return true;
  return /(?:@|\bat|\bon|\d|,) ?$/.test(page.text.slice(Math.max(0, page.start(i) - 4), page.start(i)));
}

/** `at UAB`, `@ dunkin on 4th`, `from Whitfield`, to the last word with a capital. */
function ledAt(page: Page, i: number): Candidate | undefined {
  if (i === 0) return undefined;
  const sign = (page.gap(i) & GAP.at) !== 0 && page.between(i).endsWith('@ ');
  // `to Fred's`: nothing but a shop or a house is called so.
  const shop = page.spaced(i) && page.hash(i - 1) === TO && isPossessive(page, i + 1);
  const led = (page.spaced(i) && LEADS.has(page.hash(i - 1))) || sign || shop;
  if (!led || page.roles(i) & OTHERS) return undefined;
  if (!begins(page, i, sign)) return undefined;
  let last = i;
  while (last - i < LONGEST) {
    const next = last + 1;
    if (next >= page.count || page.gap(next) & ~(GAP.space | GAP.hyphen | GAP.apostrophe | GAP.other)) break;
    if (page.text.slice(page.end(last), page.start(next)).length > 3) break;
    const capital = (page.traits(next) & TRAIT.capital) !== 0;
    if ((capital && !(page.lists(next) & (LIST.function | LIST.abbreviation))) || isPossessive(page, next))
      last = next;
    else if (joins(page, next) && mayStand(page, next + 1, sign)) last = next + 1;
    else break;
  }
  return place(page, i, last);
}

const AT = wordSet('at|from|via');
/** What a place of care, help or living is called by, in small letters behind `at`. */
const QUIET_KIND = wordSet(
  'health|services|manor|rehab|house|towers|gardens|terrace|lodge|ministries|mission|healthcare',
);
/** No names: `at home health`, `from social services`, `at urgent care services`. */
const QUIET_COMMON = wordSet(
  'home|mental|behavioral|public|social|urgent|primary|support|protective|child|adult|family|emergency|medical|occupational|physical|community|county|state|the|a|an|our|his|her|their|this|that|open|half|halfway|safe|good|poor|acute|inpatient|outpatient|skilled|short|long|group|day|nursing|hospice|spiritual|interpreter|case|transport|housing|food|legal|crisis|environmental|dietary|nutrition|pharmacy|lab|radiology|therapy|counseling|women|womens|mens|men|student|employee|sober|mom|moms|dads|parents|friends|sisters|in|on|to|of|and|or|for',
);

/** `at compass health`, `at pioneer human services` */
function quietHouseAt(page: Page, i: number): Candidate | undefined {
  if (i === 0 || !AT.has(page.hash(i - 1)) || !page.spaced(i) || !(page.traits(i) & TRAIT.small))
    return undefined;
  for (let last = i; last - i < 3 && (last === i || page.spaced(last)); last += 1) {
    if (!(page.traits(last) & TRAIT.small)) return undefined;
    if (last > i && QUIET_KIND.has(page.hash(last))) return place(page, i, last);
    if (QUIET_COMMON.has(page.hash(last)) || page.lists(last) & (LIST.function | LIST.medical | LIST.drug))
      return undefined;
  }
  return undefined;
}

function begins(page: Page, i: number, sign: boolean): boolean {
  const traits = page.traits(i);
  if (traits & TRAIT.single || page.length(i) < 3) return false;
  const lists = page.lists(i);
  if (traits & TRAIT.capital) return (lists & (THINGS | LIST.medical | LIST.region)) === 0;
  return (sign || page.quiet) && (traits & TRAIT.small) !== 0 && (lists & (KNOWN | LIST.function)) === 0;
}

function isPossessive(page: Page, i: number): boolean {
  return page.length(i) === 1 && page.before(i) === 0x27 && /s/i.test(page.word(i));
}

/** `Pearle on Lakeland`, `dunkin on 4th`, `Fred's in Collins` */
function joins(page: Page, i: number): boolean {
  return page.spaced(i) && page.length(i) <= 4 && /^(?:on|in|of|at|near|and|the)$/i.test(page.word(i));
}

function mayStand(page: Page, i: number, sign: boolean): boolean {
  if (!page.spaced(i)) return false;
  if (page.traits(i) & TRAIT.digit) return sign && /^\d{1,3}(?:st|nd|rd|th)$/i.test(page.word(i));
  if (page.roles(i) & OTHERS) return false;
  return (page.traits(i) & TRAIT.capital) !== 0 && (page.lists(i) & THINGS) === 0;
}
