import type { Candidate } from '../candidate.ts';
import { chunkEnd, chunkOf } from '../chunks.ts';
import { LIST } from '../lexicon.ts';
import type { Page } from '../page.ts';
import { ROLE } from '../role.ts';
import { GAP, TRAIT } from '../tokens.ts';

const DAY_AND_MONTH = /^(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12]\d|3[01])$/;
/** The upper ends of scales that notes are full of. */
const SCALES = new Set([2, 3, 4, 5, 6, 8, 10, 20, 30]);
const NTH = /^(?:[12]?\d|3[01])(?:st|nd|rd|th)$/i;
/** Words of tests, operations and visits stand before days more often than before scores. */
const LOOKS_BACK = 2;

/** A day in haste that begins at word `i`, which has a digit. */
export function hastyDayAt(page: Page, i: number): Candidate | undefined {
  if (page.length(i) > 5) return undefined;
  return nthAt(page, i) ?? dayOfYearAt(page, i);
}

function day(start: number, end: number): Candidate {
  return { start, end, label: 'DATE', by: 'cue' };
}

/** `Tues the 14th`, `Mon 16th`, `on the 12th` */
function nthAt(page: Page, i: number): Candidate | undefined {
  if (!NTH.test(page.word(i)) || !page.spaced(i)) return undefined;
  const the = /^the$/i.test(page.word(i - 1));
  const lead = the ? i - 2 : i - 1;
  if (
    !(page.roles(lead) & ROLE.weekday) &&
    !(the && /^(?:on|since|by|until|til|till)$/i.test(page.word(lead)))
  )
    return undefined;
  const from = page.roles(lead) & ROLE.weekday ? lead : i;
  return day(page.start(from), page.end(i));
}

/** `(8/30)`, `SLT 4/9`, `thru 10.11`: a day where nothing says that it is a score. */
function dayOfYearAt(page: Page, i: number): Candidate | undefined {
  if (!(page.traits(i) & TRAIT.number)) return undefined;
  const chunk = chunkOf(page, i, chunkEnd(page, i));
  if (!DAY_AND_MONTH.test(chunk.text) || !isFree(page, chunk.last)) return undefined;
  const upper = Number(/\d+$/.exec(chunk.text)?.[0] ?? 0);
  const lower = Number(/^\d+/.exec(chunk.text)?.[0] ?? 0);
  const before = page.roles(i - 1);
  if (!chunk.text.includes('/')) {
    const led = before & ROLE.dateCue && (page.gap(i) & ~(GAP.space | GAP.colon | GAP.open)) === 0;
    const paired = chunk.text.includes('-') && lower < upper && i > 0;
    return led && !paired ? day(chunk.start, chunk.end) : undefined;
  }
  for (let back = 1; back <= LOOKS_BACK; back += 1) {
    const k = i - back;
    if (k < 0 || page.gap(k + 1) & (GAP.newline | GAP.stop | GAP.open)) break;
    if (/^(?:last|since|started|stopped)$/i.test(page.word(k))) return day(chunk.start, chunk.end);
    if (page.roles(k) & (ROLE.score | ROLE.measure) || page.lists(k) & LIST.drug) return undefined;
  }
  const led = (before & ROLE.dateCue) !== 0 || (upper === 30 && (page.gap(i) & GAP.open) !== 0);
  if (SCALES.has(upper) && lower <= upper && !led) return undefined;
  // `apgars 8/9`, `4/12 cores`, `sig 1/2 tab`
  const near = page.text.slice(Math.max(0, chunk.start - 10), chunk.start);
  if (/apgars? ?$|\bin ?$|\d[ -]$/i.test(near)) return undefined;
  return day(chunk.start, chunk.end);
}

/** Whether nothing behind a number makes a measure of it. */
function isFree(page: Page, last: number): boolean {
  const after = page.after(last);
  if (after === 0x25 || after === 0x27 || after === 0x22) return false;
  if (after === 0x2f || after === 0x2d || after === 0x2b || after === 0x2e)
    if (/[\p{L}\p{N}]/u.test(page.text.charAt(page.end(last) + 1))) return false;
  return (
    !(page.spaced(last + 1) && page.roles(last + 1) & ROLE.measure) &&
    !(
      page.spaced(last + 1) &&
      /^(?:cores|strength|murmur|positive|pos|nodes|cm|in|tab|tabs|L|liters|wk|week|weekly)$/i.test(
        page.word(last + 1),
      )
    )
  );
}
