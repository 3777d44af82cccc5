import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { Candidate } from './candidate.ts';
import { isSsn } from './check-digits.ts';
import { chunkEnd, chunkOf } from './chunks.ts';
import { countDigits, isCodeOfMedicine } from './codes.ts';
import { ID_CUES } from './id-cues.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { ROLE } from './role.ts';
import { spokenDigitsEnd } from './spoken-numbers.ts';
import { GAP, TRAIT } from './tokens.ts';

const CUES = new Phrases<IdentifierClass>();
for (const [label, phrases] of ID_CUES) CUES.add(phrases, label);

/** Cues that also stand before ordinary numbers want a code that no measurement looks like. */
const WEAK: ReadonlySet<IdentifierClass> = new Set([
  'OTHER_ID',
  'DEVICE',
  'ACCOUNT',
  'HEALTH_PLAN_ID',
  'LICENSE',
]);
const MEASUREMENT = /^\d{1,4}(?:[./]\d{1,4}|-\d{1,3})?$|^\d{5}[./-]\d{1,4}$/;
const ICD_10 = /^[A-TV-Z]\d[\dA-Z](?:\.?[\dA-Z]{1,4})?$/i;
const WRAPPED = /^ ?\r?\n ?$/;
const GAP_TEXT = /^[\s.:#=_*(/'"-]{0,8}$/;
const LONGEST_LINK = 5;
const PLAIN_WORD = /^(?:patient|pt|chart|record|hc|historia)$/i;

/** The code that a cue at word `i` announces, and the index after the words it took. */
export function cuedCodeAt(page: Page, i: number): Candidate | undefined {
  const cue = CUES.at(page, i);
  if (cue === undefined) return undefined;
  let label = cue.meaning;
  let next = cue.next;
  let announced = next;
  // `the patient is 100 percent`, `chart 12`: such words want a code that no count looks like.
  const bare = label === 'MRN' && next === i + 1 && PLAIN_WORD.test(page.word(i));
  // `Medicare beneficiary ID`, `account number is`: the last cue that says more than `ID` names the class.
  for (let links = 0; links < LONGEST_LINK && next < page.count; links += 1) {
    if (page.gap(next) & (GAP.newline | GAP.stop | GAP.comma) && !/^\.?[ :#]{0,3}$/.test(page.between(next)))
      break;
    // `Fingerprint ID iris-8156-MR`: the cue is a part of the code already.
    const last = chunkEnd(page, next);
    if (last > next && /\d/.test(chunkOf(page, next, last).text)) break;
    const more =
      (page.roles(next) & ROLE.cue) !== 0 && page.traits(next) & TRAIT.letter
        ? CUES.at(page, next)
        : undefined;
    if (more !== undefined) {
      if (more.meaning !== 'OTHER_ID' && more.meaning !== 'MRN') label = more.meaning;
      next = more.next;
      announced = next;
    } else if (page.roles(next) & ROLE.link && !(page.traits(next) & TRAIT.digit)) next += 1;
    else break;
  }
  // `account, ICD code 4010` is no identifier; in `ZIP code 04001` the word is a part of the cue itself.
  const isOfMedicine = next > announced && (page.roles(next - 1) & ROLE.code) !== 0;
  const marked = isMarked(page, i, announced, next);
  const found = valueAt(page, next, { label, isOfMedicine, marked });
  const digits = found === undefined ? 0 : countDigits(page.text.slice(found.start, found.end));
  return bare && digits < 5 ? undefined : found;
}

const FEWEST_SPOKEN = 4;

/** `medical record seven seven zero one four nine`: a code that is read out. */
export function spokenCodeAt(page: Page, i: number): Candidate | undefined {
  let near = 0;
  for (let k = i + 1; k <= i + LONGEST_LINK; k += 1) near |= page.roles(k);
  if (!(near & ROLE.spoken)) return undefined;
  const cue = CUES.at(page, i);
  if (cue === undefined) return undefined;
  let next = cue.next;
  while (next - cue.next < 3 && page.roles(next) & ROLE.link && !(page.roles(next) & ROLE.spoken)) next += 1;
  if (!(page.roles(next) & ROLE.spoken) || page.gap(next) & (GAP.stop | GAP.newline)) return undefined;
  const digits = spokenDigitsEnd(page, next);
  return digits - next < FEWEST_SPOKEN
    ? undefined
    : { start: page.start(next), end: page.end(digits - 1), label: cue.meaning, by: 'cue' };
}

/** `Manuel Acosta FeriaNºCol: 41 41 25639`: a cue that was written together with the word before it. */
export function gluedCodeAt(page: Page, i: number): Candidate | undefined {
  return GLUED.test(page.word(i))
    ? valueAt(page, i + 1, { label: 'LICENSE', isOfMedicine: false, marked: true })
    : undefined;
}

const GLUED = /\p{Ll}N[oº]?Col$/u;

/** Words after which even a short number is somebody's. */
const PERSONAL =
  /^(?:badge|locker|employee|inmate|docket|warrant|ticket|tag|login|username|handle|requisition|confirmation|subject|band|wristband|isolette|lockbox|keypad|booking|conf|operator|cassette|cad|screening|randomization|property|code)$/i;
const NUMBER_WORD = /^(?:no|num|number|id|ids|identifier|nr|nro|ending|in)$/i;

/** `badge 2281`, `bed #31`, `case number 4417`: the cue leaves no doubt that a number of this class follows. */
function isMarked(page: Page, cue: number, announced: number, next: number): boolean {
  if (page.gap(next) & GAP.hash || PERSONAL.test(page.word(cue))) return true;
  if (next === announced && next - cue > 1 && page.roles(next - 1) & ROLE.code) return true;
  for (let k = announced - 1; k < next; k += 1) if (NUMBER_WORD.test(page.word(k))) return true;
  return false;
}

/** What a cue says of the code behind it. */
interface Cue {
  readonly label: IdentifierClass;
  /** The last word before the code is of medicine: `ICD code`. */
  readonly isOfMedicine: boolean;
  readonly marked: boolean;
}

function valueAt(page: Page, next: number, { label, isOfMedicine, marked }: Cue): Candidate | undefined {
  if (next >= page.count) return undefined;
  if (label !== 'SSN' && !mayBeCode(page, next)) return undefined;
  const gap = page.between(next);
  if (!GAP_TEXT.test(gap)) return undefined;
  // Of all codes only that of a place is sure enough on the line below its cue.
  if (gap.includes('\n') && !/[:=#]/.test(gap) && !(label === 'ZIP' && WRAPPED.test(gap))) return undefined;
  if (label === 'SSN') return ssnAfter(page, next);
  if (label === 'ZIP') {
    const end = postcodeEnd(page.text, page.start(next));
    if (end !== undefined) return { start: page.start(next), end, label, by: 'cue' };
  }
  let last = chunkEnd(page, next);
  let chunk = chunkOf(page, next, last);
  if (label === 'VEHICLE' && !/\d/.test(chunk.text)) {
    // `FWP 8215`
    if (!/^[A-Z]{1,4}$/i.test(chunk.text) || !page.spaced(last + 1) || !(page.traits(last + 1) & TRAIT.digit))
      return undefined;
    last = chunkEnd(page, last + 1);
    chunk = chunkOf(page, next, last);
    return chunk.end - chunk.start <= 10 && countDigits(chunk.text) >= 2 && /[A-Z]/.test(chunk.text)
      ? { ...chunk, label, by: 'cue' }
      : undefined;
  }
  if (!/\d/.test(chunk.text)) {
    const end = behindPrefix(page, next, last);
    if (end < 0) return undefined;
    last = end;
    chunk = chunkOf(page, next, last);
  }
  last = spacedGroups(page, chunk.first, last, label);
  chunk = chunkOf(page, next, last);
  // `gate code 4471`: there the word is a part of the cue.
  const ownCode = marked && (page.roles(next - 1) & ROLE.code) !== 0;
  const plainly = ownCode || (marked && countDigits(chunk.text) >= 4);
  if (isOfMedicine || (WEAK.has(label) && !plainly && isCodeOfMedicine(page, chunk))) return undefined;
  // `plan 10000 steps`
  if (WEAK.has(label) && /^\d+$/.test(chunk.text) && isCounted(page, last)) return undefined;
  const short =
    marked &&
    !isCounted(page, last) &&
    (countDigits(chunk.text) >= 2 ? SHORT_CODE.test(chunk.text) : SIX_SIGNS.test(chunk.text));
  if (!short && !isMixedCode(chunk.text) && !isCuedCode(label, chunk.text)) return undefined;
  return { start: chunk.start, end: chunk.end, label, by: 'cue' };
}

/** The last word of a code whose letters stand apart: `MRN: AB 123456`, `policy XRP 440-81-2207`; or -1. */
function behindPrefix(page: Page, first: number, last: number): number {
  const number = last + 1;
  if (!/^[A-Z]{1,5}$/.test(page.text.slice(page.start(first), page.end(last)))) return -1;
  if (!page.spaced(number) || !(page.traits(number) & TRAIT.digit)) return -1;
  if (page.length(last) < 5 && page.traits(number) & TRAIT.number && page.length(number) >= 5)
    return chunkEnd(page, number);
  // Letters that announce something themselves are no prefix: `chart DOB 03/14/1960`.
  if (page.roles(first) & ~(ROLE.state | ROLE.region)) return -1;
  if (page.lists(first) & (LIST.function | LIST.common | LIST.abbreviation)) return -1;
  let end = chunkEnd(page, number);
  while (
    end - number < 4 &&
    page.spaced(end + 1) &&
    page.traits(end + 1) & TRAIT.number &&
    page.length(end + 1) > 1 &&
    !(page.spaced(end + 2) && page.roles(end + 2) & ROLE.measure)
  )
    end += 1;
  return countDigits(page.text.slice(page.start(number), page.end(end))) >= 5 ? end : -1;
}

/** `lot 7C3RA`, `serial 8QJ2LP`: capitals and digits in turn; `26MM` is a size, `BRCA1` a gene. */
function isMixedCode(code: string): boolean {
  return (
    /^(?=.{5,12}$)(?:[A-Z]+\d+[A-Z]|\d+[A-Z]+\d|[A-Z]{3,6}-?\d{3})[A-Z\d]*$/.test(code) &&
    countDigits(code) >= 2 &&
    !ICD_10.test(code)
  );
}

/** `KQZ4TL`: what airlines and laboratories give out. */
const SIX_SIGNS = /^(?=.*\d)(?=(?:.*[A-Z]){4})[A-Z\d]{6}$/;
const SHORT_CODE = /^(?=.{2,12}$)[A-Z]{0,4}-?\d{1,6}(?:-?[A-Z\d]{1,4})?$/i;

/** `order #12 of 20`, `visit number 12 today`: a count. */
function isCounted(page: Page, last: number): boolean {
  return (
    page.after(last) === 0x25 ||
    (page.spaced(last + 1) &&
      ((page.roles(last + 1) & ROLE.measure) !== 0 || /^(?:of|out|x|and)$/i.test(page.word(last + 1))))
  );
}

/** Whether a digit stands in what is written together with a word, or in the word behind it. */
function mayBeCode(page: Page, next: number): boolean {
  if ((page.traits(next) | page.traits(next + 1)) & TRAIT.digit) return true;
  const last = chunkEnd(page, next);
  for (let i = next + 1; i <= last + 1; i += 1) if (page.traits(i) & TRAIT.digit) return true;
  return false;
}

/** Postal codes with letters: `SW1A 1AA`, `K1A 0B1`, `1012 AB`, `LV-1010`. */
const POSTCODE =
  /(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z][ -]?\d[A-Z]\d|\d{4} ?[A-Z]{2}|[A-Z]{1,2}-\d{4,5}|\d{3} \d{2})(?![\p{L}\d])/uy;

export function postcodeEnd(text: string, start: number): number | undefined {
  POSTCODE.lastIndex = start;
  return POSTCODE.test(text) ? POSTCODE.lastIndex : undefined;
}

/** Further groups of digits that belong to the same number: `31 28 90687`, `2345 6789 0123`. */
function spacedGroups(page: Page, first: number, last: number, label: IdentifierClass): number {
  if (!(page.traits(last) & TRAIT.number)) return mixedGroups(page, first, last);
  let end = last;
  let digits = countDigits(page.text.slice(page.start(first), page.end(last)));
  while (page.spaced(end + 1) && page.traits(end + 1) & TRAIT.number && digits < 20) {
    const length = page.length(end + 1);
    const tail = page.after(end + 1);
    if (length < 2 || tail === 0x25 || (page.spaced(end + 2) && page.roles(end + 2) & ROLE.measure)) break;
    if (/[./:]\d/.test(page.text.slice(page.end(end + 1), page.end(end + 1) + 2))) break;
    end += 1;
    digits += length;
  }
  if (end === last) return last;
  if (label === 'ZIP') return digits <= 6 ? end : last;
  // `NºCol: 28 28`
  if (label === 'LICENSE' && digits === 4 && page.length(first) === 2) return end;
  // Alone the first group is a whole number already.
  return page.length(first) <= 5 && digits >= 7 ? end : last;
}

/** `C28 117 640`: groups of three digits behind a letter and a number. */
function mixedGroups(page: Page, first: number, last: number): number {
  if (first !== last || !/^[A-Z]{1,2}\d{1,4}$/.test(page.word(first))) return last;
  let end = last;
  while (end - last < 4 && page.spaced(end + 1) && page.traits(end + 1) & TRAIT.number) {
    if (page.length(end + 1) < 3 || page.length(end + 1) > 4) break;
    if (page.spaced(end + 2) && page.roles(end + 2) & ROLE.measure) break;
    end += 1;
  }
  return end;
}

const SSN = /\d{3}[- .]?\d{2}[- .]?\d{4}(?!\d)/y;

/** The nine digits after `SSN`, or the last four after words that say so. */
function ssnAfter(page: Page, next: number): Candidate | undefined {
  const { text } = page;
  let from = next;
  while (from - next < 6 && from < page.count && !(page.traits(from) & TRAIT.digit)) {
    if (from > next && page.gap(from) & GAP.newline) return undefined;
    from += 1;
  }
  if (!(page.traits(from) & TRAIT.digit)) return undefined;
  const start = page.start(from);
  SSN.lastIndex = start;
  if (SSN.test(text)) return { start, end: SSN.lastIndex, label: 'SSN', by: 'cue' };
  const word = page.word(from);
  if (/^\d{4}$/.test(word)) return { start, end: page.end(from), label: 'SSN', by: 'cue' };
  const last = chunkEnd(page, from);
  const chunk = chunkOf(page, from, last);
  return isSsn(chunk.text) || countDigits(chunk.text) >= 7
    ? { start, end: chunk.end, label: 'SSN', by: 'cue' }
    : undefined;
}

function isCuedCode(label: IdentifierClass, code: string): boolean {
  const digits = countDigits(code);
  if (label === 'ZIP') return digits >= 4 && digits <= 9;
  if (label === 'LICENSE' && /^\d\d \d\d$/.test(code)) return true;
  if (digits < 2) return false;
  if (label === 'PHONE') return digits >= 4 && /^[\d-]+$/.test(code);
  if (label === 'VEHICLE') return code.length >= 5 || /^\d{4}$/.test(code);
  if (label === 'BIOMETRIC') return digits >= 2;
  if (WEAK.has(label)) return digits >= 4 && !MEASUREMENT.test(code) && !ICD_10.test(code);
  return digits >= 3 && !/^\d{1,2}\/\d{1,2}|^\d+\.\d|^\d{1,3}[a-z]+$/i.test(code);
}
