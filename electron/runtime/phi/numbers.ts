import { oldAgeAt, spelledAgeAt } from './ages.ts';
import type { Candidate } from './candidate.ts';
import { chunkEnd, chunkOf } from './chunks.ts';
import { codeInChunk, pictureAt, spacedCodeAt } from './codes.ts';
import { cuedPhoneAt, extensionAt, misreadPhoneAt, phoneAt } from './contact.ts';
import { cuedCodeAt, gluedCodeAt, spokenCodeAt } from './cued-codes.ts';
import { birthAt, dateAtMonth, dateInChunk, dayBehindMonth, foreignDateAt } from './dates.ts';
import { handleAt } from './handles.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { spokenNumberAt } from './spoken-numbers.ts';
import { TRAIT } from './tokens.ts';
import { holidayAt, nthDayAt, seasonAt } from './worded-days.ts';

const ONE = 0x31;
const NINE = 0x39;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const PERCENT = 0x25;
const OPEN = 0x28;
const PLUS = 0x2b;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const WORDS = ROLE.month | ROLE.holiday | ROLE.cue | ROLE.phone | ROLE.fax | ROLE.age | ROLE.picture;

/**
 * Dates, ages, telephone numbers and codes: one walk over the words, in which only words with digits and words
 * that announce something are looked at more closely.
 */
export function findNumbers(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    const roles = page.roles(i);
    if (roles & WORDS) announced(page, i, roles, found);
    if (roles & ROLE.spoken) add(found, spokenNumberAt(page, i));
    if (page.traits(i) & TRAIT.digit) i = numberAt(page, i, found);
    else if (page.after(i) === 0x2d || page.after(i) === 0x5f || page.after(i) === 0x3a) {
      if (page.traits(i) & TRAIT.inner) add(found, gluedCodeAt(page, i));
      const last = chunkEnd(page, i);
      if (last > i) i = chunked(page, i, last, found);
    }
  }
  return found;
}

function announced(page: Page, i: number, roles: number, found: Candidate[]): void {
  if (roles & ROLE.month) add(found, dateAtMonth(page, i));
  if (roles & ROLE.holiday) add(found, holidayAt(page, i));
  if (roles & ROLE.cue) add(found, handleAt(page, i) ?? spokenCodeAt(page, i) ?? cuedCodeAt(page, i));
  if (roles & (ROLE.phone | ROLE.fax)) add(found, cuedPhoneAt(page, i));
  if (roles & ROLE.age) add(found, spelledAgeAt(page, i));
  if (roles & ROLE.picture) add(found, pictureAt(page, i));
}

function numberAt(page: Page, i: number, found: Candidate[]): number {
  const length = page.length(i);
  if (length === 4 || length === 2) add(found, seasonAt(page, i));
  if (length <= 8 && i > 0 && page.roles(i - 1) & ROLE.dateCue) add(found, birthAt(page, i));
  if (isPlainFigure(page, i, length)) return i;
  if (length <= 2) add(found, foreignDateAt(page, i));
  if (length >= 2 && length <= 6) add(found, oldAgeAt(page, i));
  if (page.traits(i) & TRAIT.number && length <= 5) {
    const phone = phoneAt(page, i);
    if (phone !== undefined) {
      found.push(phone);
      return page.wordFrom(phone.end) - 1;
    }
  } else if (length <= 4) add(found, nthDayAt(page, i));
  else if (length <= 6) add(found, extensionAt(page, i));
  if (length === 3 && page.traits(i + 1) & (TRAIT.digit | TRAIT.capital)) {
    const phone = misreadPhoneAt(page, i);
    if (phone !== undefined) {
      found.push(phone);
      return page.wordFrom(phone.end) - 1;
    }
  }
  if (length <= 5) add(found, spacedCodeAt(page, i));
  return chunked(page, i, chunkEnd(page, i), found);
}

/**
 * A short number that stands by itself, before no other number: `40 mg`. Nothing but an age, or the four last digits
 * behind a mask, looks so.
 */
function isPlainFigure(page: Page, i: number, length: number): boolean {
  if (length > 6 || !(page.traits(i) & TRAIT.number)) return false;
  if (page.traits(i + 1) & (TRAIT.digit | TRAIT.foreign)) return false;
  const first = page.text.charCodeAt(page.start(i));
  // Ages over 89 have two digits from 90 on or three.
  if ((length === 2 && first === NINE) || (length === 3 && first === ONE)) return false;
  const before = page.before(i);
  if (length === 4 && before === HYPHEN) return false;
  // Signs of a telephone number or of an extension, and of what is written together.
  const after = page.after(i);
  return after === SPACE || after === COMMA || after === NEWLINE || after === PERCENT
    ? before !== PLUS && before !== OPEN
    : false;
}

/** Looks at the words `first` to `last`, which are written together; gives the last word it took. */
function chunked(page: Page, first: number, last: number, found: Candidate[]): number {
  const chunk = chunkOf(page, first, last);
  if (!/\d/.test(chunk.text)) return first;
  const hit = dateInChunk(page, chunk) ?? codeInChunk(page, chunk);
  if (hit === undefined) return cuesInside(page, first, last, found);
  found.push(hit);
  if (page.roles(last) & ROLE.month) add(found, dayBehindMonth(page, last));
  return last;
}

/** Words inside a chunk may announce too: `MRN-004829`, `fax:555-0142`. */
function cuesInside(page: Page, first: number, last: number, found: Candidate[]): number {
  for (let i = first + 1; i <= last; i += 1)
    if (page.roles(i) & WORDS) announced(page, i, page.roles(i), found);
  return last;
}

function add(found: Candidate[], candidate: Candidate | undefined): void {
  if (candidate !== undefined) found.push(candidate);
}
