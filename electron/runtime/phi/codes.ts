import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { Candidate } from './candidate.ts';
import { isCard, isDea, isIban, isMbi, isNpi, isSsn, isVin } from './check-digits.ts';
import type { Chunk } from './chunks.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

const SSN_SHAPE = /^\d{3}-\d{2}-\d{4}$/;
const PHONE_SHAPE = /^(?:1[-.])?\d{3}[-./]\d{3}[-.]\d{4}$/;
const IP_V4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const MAC = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HEX_CHAIN = /^[0-9a-f]{0,4}(?::{1,2}[0-9a-f]{1,4}){1,8}(?:\.\d{1,3}){0,3}$/i;

/** National drug codes: 4-4-2, 5-3-2, 5-4-1 and 5-4-2. */
export const NDC = /^(?:\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d{1,2})$/;
const LOINC = /^\d{1,5}-\d$/;
/** ICD-10, HCPCS, clinical trials, gene variants, archives of sequences. */
const MEDICAL_CODE =
  /^(?:[A-TV-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4}|\d{0,2}|\d{2}[\dX][A-S])?|[A-V]\d{4}|NCT\d{8}|rs\d{3,12}|GSE\d+|ISRCTN\d+|[a-z]{2,4}-\d{3,5}|\d{1,6}(?:\.\d+)?[a-zA-Zµμ%]{1,4}(?:\/[a-zA-Z]{1,4})?)$/;
const YEARS = /^(?:1[89]|20)\d{2}-(?:(?:1[89]|20)\d{2}|\d{2})$/;
const CODE_BEFORE = ROLE.code;

/** Numbers and codes that say by their own form that they stand for a person, a thing or a document of theirs. */
export function codeInChunk(page: Page, chunk: Chunk): Candidate | undefined {
  const label = classOf(page, chunk);
  if (label === undefined) return undefined;
  // `Jane Doe (#12345-6)`, `DOE, JANE | A123456`
  const gap = page.gap(chunk.first);
  const beside = (gap & GAP.column) !== 0 || ((gap & GAP.hash) !== 0 && (gap & GAP.open) !== 0);
  return {
    start: chunk.start,
    end: chunk.end,
    label: beside && label === 'OTHER_ID' ? 'MRN' : label,
    by: 'pattern',
  };
}

function classOf(page: Page, chunk: Chunk): IdentifierClass | undefined {
  const { text } = chunk;
  const digits = countDigits(text);
  if (digits < 4) {
    if (digits === 3 && GROUPED_CODE.test(text)) return 'OTHER_ID';
    return digits > 0 && text.includes(':') && HEX_CHAIN.test(text) && isIpV6(text) ? 'IP' : undefined;
  }
  if (SSN_SHAPE.test(text)) return 'SSN';
  if (PHONE_SHAPE.test(text)) return isDecimal(page, chunk) ? undefined : 'PHONE';
  if (text.includes('.') && IP_V4.test(text)) return isIpV4(text) ? 'IP' : undefined;
  if (text.includes(':')) {
    if (MAC.test(text)) return 'DEVICE';
    return HEX_CHAIN.test(text) && isIpV6(text) ? 'IP' : undefined;
  }
  if (MAC.test(text)) return 'DEVICE';
  if (UUID.test(text)) return 'OTHER_ID';
  if (isMasked(page, chunk)) return 'SSN';
  if (isCodeOfMedicine(page, chunk)) return undefined;
  return digits === text.replaceAll(/[-./_:]/g, '').length
    ? numberClass(page, chunk, digits)
    : mixedClass(chunk, digits);
}

/** Digits alone, perhaps in groups. */
function numberClass(page: Page, chunk: Chunk, digits: number): IdentifierClass | undefined {
  const { text } = chunk;
  if (isDecimal(page, chunk)) return undefined;
  if (digits >= 13 && isCard(text)) return 'ACCOUNT';
  if (isNpi(text) && !isCounted(page, chunk)) return 'LICENSE';
  if (page.gap(chunk.first) & GAP.hash && digits >= 4 && /^[\d-]+$/.test(text)) return 'OTHER_ID';
  if (/^\d+$/.test(text))
    return digits >= 7 && digits <= 24 && !isCounted(page, chunk) ? 'OTHER_ID' : undefined;
  if (/[.:]/.test(text) && !/^\d{3}\.\d{3,4}\.\d{3,4}(?:[.-]\d{1,4})?$/.test(text)) return undefined;
  const groups = text.split(/[-./_]/);
  if (groups.length === 2)
    return isPairOfNumbers(text, groups) || isCounted(page, chunk) ? undefined : 'OTHER_ID';
  return digits >= 7 && !text.includes('/') ? 'OTHER_ID' : undefined;
}

/** Two groups are a code where one of them is long; ranges, ratios and years are none. */
function isPairOfNumbers(text: string, groups: readonly string[]): boolean {
  const [a = '', b = ''] = groups;
  if (YEARS.test(text) || (LOINC.test(text) && a.length < 6) || text.includes('/'))
    return !(text.includes('/') && a.length >= 6);
  if (a.length === 5 && b.length === 4) return false;
  if (a.length === 3 && b.length === 4) return false;
  return a.length < 6 && b.length < 6;
}

/** Letters and digits. */
function mixedClass({ text }: Chunk, digits: number): IdentifierClass | undefined {
  if (text.length === 17 && /^[A-HJ-NPR-Z0-9]{17}$/i.test(text) && digits >= 3)
    return isVin(text) || digits >= 6 ? 'VEHICLE' : undefined;
  if (isMbi(text)) return 'HEALTH_PLAN_ID';
  if (isDea(text)) return 'LICENSE';
  if (text.length > 14 && isIban(text)) return 'ACCOUNT';
  if (GROUPED_CODE.test(text)) return 'OTHER_ID';
  if (text.length < 6 || text.length > 40 || PREGNANCIES.test(text)) return undefined;
  return digits >= 5 || (SHORT_MIXED.test(text) && !COUNTS.test(text)) ? 'OTHER_ID' : undefined;
}

/** `BXJ3371`, `AKBT417`, `B-20931X`: no drug, gene or score is written so. */
const SHORT_MIXED = /^(?=(?:.*\d){3})(?:[A-Z]{3,6}-?\d{4}|[A-Z]{4,6}-?\d{3,4}|[A-Z]{1,4}-?\d{4}-?[A-Z])$/;
const PREGNANCIES = /^G\d{1,2}P\d{1,4}$/i;
/** Years of meetings and guidelines, versions of trials. */
const COUNTS = /^(?:MRN|[A-Z]+-?(?:19|20)\d\d$|COVID|SARS|ICD|CPT|HCPCS|KEYNOTE|ISO|CYP|[A-Z]+-?000$)/;

/** `OM-SYN-HI-002`: three groups or more, the last one a number. */
const GROUPED_CODE = /^[A-Z]{2,8}(?:-[A-Z\d]{2,8}){1,5}-\d{3,8}$/;

const SPACED_IBAN = /[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){3,7}(?: [A-Z0-9]{1,3})?(?![A-Z0-9])/y;
const SPACED_CARD = /(?:\d{4} ){3}\d{4}(?!\d)|\d{4} \d{6} \d{5}(?!\d)|\d{4} \d{4} \d{4}(?: \d{2})?(?![ \d])/y;
/** British and Canadian postal codes with their space stand for nothing else. */
const POSTCODE = /[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![A-Za-z\d])|[A-Z]\d[A-Z] \d[A-Z]\d(?![A-Za-z\d])/y;
/** The number of a donation, ISBT 128: `W0382 25 118844`. */
const BLOOD_UNIT = /[A-Z]\d{4} \d{2} \d{6}(?!\d)/y;
const SPACED_SSN = /(?!000|666|9\d\d)\d{3} (?!00)\d{2} (?!0000)\d{4}(?![\w-])/y;

/** Numbers in groups with spaces between them, from word `i` on. */
export function spacedCodeAt(page: Page, i: number): Candidate | undefined {
  const { text } = page;
  const start = page.start(i);
  const next = page.length(i + 1);
  if (!page.spaced(i + 1) || (page.traits(i) & TRAIT.line && next < 2)) return undefined;
  const length = page.length(i);
  if (page.traits(i) & TRAIT.letter && page.traits(i) & TRAIT.capital && next === 3) {
    const postcode = at(text, POSTCODE, start);
    if (postcode !== undefined) return { start, end: postcode, label: 'ZIP', by: 'pattern' };
  }
  if (length === 5 && page.traits(i) & TRAIT.letter) {
    const unit = at(text, BLOOD_UNIT, start);
    return unit === undefined ? undefined : { start, end: unit, label: 'DEVICE', by: 'pattern' };
  }
  if (length === 4) {
    const card = at(text, SPACED_CARD, start);
    if (card !== undefined)
      return {
        start,
        end: card,
        label: isCard(text.slice(start, card)) ? 'ACCOUNT' : 'OTHER_ID',
        by: 'pattern',
      };
    const iban = at(text, SPACED_IBAN, start);
    if (iban !== undefined && isIban(text.slice(start, iban)))
      return { start, end: iban, label: 'ACCOUNT', by: 'pattern' };
  }
  if (length === 3) {
    const ssn = at(text, SPACED_SSN, start);
    if (ssn !== undefined && isSsn(text.slice(start, ssn)))
      return { start, end: ssn, label: 'SSN', by: 'pattern' };
  }
  return undefined;
}

/** `IMG_0718.png` at the word of its ending. */
export function pictureAt(page: Page, i: number): Candidate | undefined {
  if (page.before(i) !== 0x2e || page.start(i) - page.end(i - 1) !== 1) return undefined;
  let start = page.start(i) - 1;
  const { text } = page;
  while (start > 0 && page.start(i) - start < 60 && /[\p{L}\p{N}_-]/u.test(text.charAt(start - 1)))
    start -= 1;
  if (
    !/\d/.test(text.slice(start, page.start(i))) &&
    !/photo|face|img|image|portrait|head|picture/i.test(text.slice(Math.max(0, start - 24), page.start(i)))
  )
    return undefined;
  return { start, end: page.end(i), label: 'PHOTO', by: 'pattern' };
}

/** Moves a sticky pattern to a place; gives its end or nothing. */
export function at(text: string, pattern: RegExp, index: number): number | undefined {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

export function countDigits(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) count += 1;
  }
  return count;
}

/** Whether a code of medicine stands here: by its own form, or by the word before it. */
export function isCodeOfMedicine(page: Page, { first, text }: Chunk): boolean {
  if (MEDICAL_CODE.test(text) && countDigits(text) < 9) return true;
  if (/^NCT\d{8}$/i.test(text) || NDC.test(text)) return true;
  const gap = page.gap(first);
  if (gap & (GAP.newline | GAP.stop | GAP.comma | GAP.column)) return false;
  return first > 0 && (page.roles(first - 1) & CODE_BEFORE) !== 0;
}

/** Part of a longer figure: `1,234,567`, `3.1415926`. */
function isDecimal(page: Page, { first, last }: Chunk): boolean {
  const before = page.before(first);
  const after = page.after(last);
  const digitBefore =
    page.start(first) - page.end(first - 1) === 1 && (page.traits(first - 1) & TRAIT.number) !== 0;
  if ((before === 0x2c || before === 0x2e) && first > 0 && digitBefore) return true;
  if (before === 0x2e && first === 0) return true;
  return (
    (after === 0x2c || after === 0x2e) &&
    (page.traits(last + 1) & TRAIT.number) !== 0 &&
    page.start(last + 1) - page.end(last) === 1
  );
}

function isCounted(page: Page, { last }: Chunk): boolean {
  return page.after(last) === 0x25 || (page.spaced(last + 1) && (page.roles(last + 1) & ROLE.measure) !== 0);
}

/** `XXX-XX-6789`, `***-**-6789` */
function isMasked(page: Page, { start, text }: Chunk): boolean {
  if (!/^(?:x{3}-x{2}-)?\d{4}$/i.test(text)) return false;
  return text.length > 4 || /[x*#]{3}-?[x*#]{2}-$/i.test(page.text.slice(Math.max(0, start - 7), start));
}

function isIpV4(text: string): boolean {
  return text.split('.').every((part) => Number(part) <= 255);
}

/** Eight groups, or `::` beside digits: a time of day is no address. */
function isIpV6(text: string): boolean {
  const groups = text.split(':');
  if (groups.length < 3 || groups.length > 8) return false;
  const elided = text.split('::').length - 1;
  return elided === 1 ? /\d/.test(text) : elided === 0 && groups.length === 8;
}
