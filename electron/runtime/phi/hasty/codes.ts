import type { Candidate } from '../candidate.ts';
import { chunkEnd, chunkOf } from '../chunks.ts';
import { countDigits, NDC } from '../codes.ts';
import type { Page } from '../page.ts';
import { ROLE } from '../role.ts';
import { TRAIT } from '../tokens.ts';

/** Capitals and digits, at least four of these: `VK-0221`, `J0044`, `4471-B`. */
const CODE = /^(?=.{5,24}$)(?=.*[A-Z])(?=(?:.*\d){4})[A-Z\d]+(?:[-/.][A-Z\d]+)*$/;
/** `8QJ2LP`: letters and digits in turn; `T2N1M0` and `C5C6` are stages and levels. */
const IN_TURN = /^(?=.{6,12}$)(?=(?:.*\d){2})(?=(?:.*[A-Z]){2})(?:[A-Z]+\d+[A-Z]|\d+[A-Z]+\d)[A-Z\d]*$/;
const LEVELS = /^(?:[A-Z]\d{1,2}){2,}[A-Z]?$/;
const ICD_OR_TEST =
  /^(?:[A-TV-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?|(?:COVID|SARS|CA|HPV|BRCA|PALB|SNP|NCT)-?\d.*)$/;
const MEASURED =
  /^(?:\d{1,3}(?:[./]\d+)?[A-Z]{1,3}|\d+(?:MG|ML|MCG|CC|IU|U|G|KG|K|KCAL|CAL|H|HRS|GM|L|X|W|M|S|ST|ND|RD|TH))(?:\/.*)?$/;
/** A plate behind its state: `WA BJX1177`. */
const PLATE = /^(?:[A-Z]{1,3} ?-?\d{2,5}[A-Z]{0,2}|\d{1,4} ?-?[A-Z]{2,3}\d{0,3})(?![A-Za-z\d])/;
const SHORT_PHONE = /555\d{4}(?!\d)/y;

/** A code in haste that begins at word `i`. */
export function hastyCodeAt(page: Page, i: number): Candidate | undefined {
  if (!(page.traits(i) & TRAIT.digit) && page.after(i) !== 0x2d) return undefined;
  return phoneAt(page, i) ?? plateAt(page, i) ?? codeAt(page, i);
}

/** `5550133` */
function phoneAt(page: Page, i: number): Candidate | undefined {
  if (!(page.traits(i) & TRAIT.number) || page.length(i) !== 7) return undefined;
  SHORT_PHONE.lastIndex = page.start(i);
  return SHORT_PHONE.test(page.text)
    ? { start: page.start(i), end: SHORT_PHONE.lastIndex, label: 'PHONE', by: 'pattern' }
    : undefined;
}

function plateAt(page: Page, i: number): Candidate | undefined {
  const state = i - 1;
  if (
    state < 0 ||
    !(page.roles(state) & ROLE.state) ||
    !(page.traits(state) & TRAIT.capitals) ||
    !page.spaced(i)
  )
    return undefined;
  const match = PLATE.exec(page.text.slice(page.start(i), page.start(i) + 10));
  return match !== null && /[A-Z]/.test(match[0])
    ? { start: page.start(i), end: page.start(i) + match[0].length, label: 'VEHICLE', by: 'cue' }
    : undefined;
}

function codeAt(page: Page, i: number): Candidate | undefined {
  const { start, end, text, last } = chunkOf(page, i, chunkEnd(page, i));
  if (IN_TURN.test(text) && !LEVELS.test(text) && !ICD_OR_TEST.test(text) && !MEASURED.test(text))
    return { start, end, label: 'OTHER_ID', by: 'pattern' };
  if (!CODE.test(text) || ICD_OR_TEST.test(text) || MEASURED.test(text) || NDC.test(text)) return undefined;
  if (page.roles(i - 1) & ROLE.code && page.spaced(i)) return undefined;
  if (page.spaced(last + 1) && page.roles(last + 1) & ROLE.measure) return undefined;
  return countDigits(text) >= 4 ? { start, end, label: 'OTHER_ID', by: 'pattern' } : undefined;
}
