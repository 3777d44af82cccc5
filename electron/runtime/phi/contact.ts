import type { Candidate } from './candidate.ts';
import { at, countDigits, NDC } from './codes.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

const EMAIL_PART = /[\p{L}\p{N}\p{M}._%+'-]/u;
const EMAIL_HOST = /^[\p{L}\p{N}\p{M}-]{1,63}(?:\.[\p{L}\p{N}\p{M}-]{1,63}){0,8}/u;
const LONGEST_LOCAL = 64;
const LONGEST_HOST = 255;
const SPELLED_EMAIL =
  /\b[\w.+-]{1,64} ?(?:\[at\]|\(at\)| at ) ?[\w-]{1,63}(?: ?(?:\[dot\]|\(dot\)| dot ) ?[\w-]{1,63}){1,4}\b/gi;

const URL = /(?:(?:https?|ftp|sftp):\/\/|www\.)[^\s<>"'()[\]{}|]{1,2048}/giy;
const BARE_HOST =
  /[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|edu|gov|mil|org|net)(?:\.[a-z]{2})?(?:\/[^\s<>"'()[\]{}|]{0,2000}|(?![\w-]))/iy;
/** `mychart.evergreen.example/skipl`: three names with stops between them, whatever the last, and a path. */
const HOST_WITH_PATH =
  /[a-z][a-z0-9-]{2,62}(?:\.[a-z][a-z0-9-]{1,62}){1,4}\.[a-z]{2,24}\/[^\s<>"'()[\]{}|]{1,2000}/iy;
const HOST_END = /\.(?:com|edu|gov|mil|org|net)(?![\w-])/gi;

const EXTENSION = '(?:,? ?(?:x|ext\\.?|extension) ?\\d{1,6})?';
/** What stands between the groups of a number, the same at both places where it is more than one sign. */
const PARTED = '(?:\\d{3}[-./· ]\\d{3}[-./· ]|\\d{3} - \\d{3} - |\\d{3}, \\d{3}, )';
const NORTH_AMERICAN = new RegExp(
  `(?:\\+?1[-. ]{0,2}(?=\\()|\\+?1[-. ]{1,2}|\\+1)?(?:\\(\\d{3}\\)[-. ]{0,2}\\d{3}[-. ]?|${PARTED})\\d{4}${EXTENSION}(?![\\w-]|\\.\\d)`,
  'iy',
);
/** `(541) 555-O177`: as a scanner reads it. */
const MISREAD = /\(?[\dOolI]{3}\)?[-. ]{1,2}[\dOolI]{3}[-.][\dOolI]{4}(?![\w-])/y;
const FEWEST_READ = 6;
/** `555.0187`: no measure has four decimals. */
const DOTTED = /[2-9]\d{2}\.\d{4}(?![\w%]|[.-]\d| (?:mm|cm|mg|ml|kg|m)\b)/y;
const INTERNATIONAL = /\+\d{1,3}(?:[-. /]{0,2}\(?\d{1,8}\)?){1,6}(?!\d)/y;
/** Groups that begin with a trunk zero: `0688 872 49 99`, `081-234-5678`, `020 7946 0958`. */
const TRUNK = /0\d{1,4}(?:[- ]\d{2,4}){2,4}(?![\w-]|\.\d|\/\d)/y;
/** `699 956 915`, `93 274 68 00`: groups as Southern Europe writes them. */
const GROUPED = /[679]\d{2} \d{3} \d{3}(?![\w-]|[ .]\d)|[89]\d{1,2} \d{3} \d{2} \d{2}(?![\w-]|[ .]\d)/y;
const LOCAL = new RegExp(`\\+?\\(?\\d[\\d ()./-]{4,18}\\d${EXTENSION}(?!\\d)`, 'iy');
const SHORT = /(?:\d-)?\d{4,7}(?![\w-]|\.\d|\/)/y;
/** An extension by itself. */
const INNER = /\d{2,7}(?![\w-]|\.\d|\/)/y;
const TEXT_CODE = /\d{5,6}(?![\w-]|\.\d|\/)/y;

/** E-mail, web and network addresses: found by their own signs, wherever words begin. */
export function findAddresses({ text }: Page): Candidate[] {
  const found: Candidate[] = [];
  if (text.includes('@')) emails(text, found);
  if (/ dot |[[(]dot[\])]|[[(]at[\])]/i.test(text))
    for (const match of text.matchAll(SPELLED_EMAIL))
      found.push({ start: match.index, end: match.index + match[0].length, label: 'EMAIL', by: 'pattern' });
  urls(text, found);
  return found;
}

/** Walks out from each `@`: at most 64 units to the left, a host name to the right. */
function emails(text: string, found: Candidate[]): void {
  for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
    let start = sign;
    while (start > 0 && sign - start < LONGEST_LOCAL && EMAIL_PART.test(text.charAt(start - 1))) start -= 1;
    const host = EMAIL_HOST.exec(text.slice(sign + 1, sign + 1 + LONGEST_HOST))?.[0].replace(/[.-]+$/, '');
    if (start < sign && host !== undefined && /\p{L}/u.test(host))
      found.push({ start, end: sign + 1 + host.length, label: 'EMAIL', by: 'pattern' });
  }
}

function urls(text: string, found: Candidate[]): void {
  const taken = (from: number): void => {
    const end = at(text, URL, from);
    if (end !== undefined)
      found.push({ start: from, end: trimmed(text, from, end), label: 'URL', by: 'pattern' });
  };
  for (let sign = text.indexOf('://'); sign >= 0; sign = text.indexOf('://', sign + 3)) {
    let start = sign;
    while (start > 0 && sign - start < 8 && /[a-z]/i.test(text.charAt(start - 1))) start -= 1;
    taken(start);
  }
  for (const mark of ['www.', 'WWW.'])
    for (let sign = text.indexOf(mark); sign >= 0; sign = text.indexOf(mark, sign + 4)) taken(sign);
  for (let sign = text.indexOf('/'); sign >= 0; sign = text.indexOf('/', sign + 1)) {
    if (!/[a-z]/i.test(text.charAt(sign - 1)) || !/[\w~]/.test(text.charAt(sign + 1))) continue;
    let start = sign;
    while (start > 0 && sign - start < 128 && /[a-z0-9.-]/i.test(text.charAt(start - 1))) start -= 1;
    if (!text.slice(start, sign).includes('.')) continue;
    const end = at(text, HOST_WITH_PATH, start);
    if (end === undefined || end <= sign) continue;
    found.push({ start, end: trimmed(text, start, end), label: 'URL', by: 'pattern' });
    sign = end - 1;
  }
  if (!/\.(?:com|edu|gov|mil|org|net)/i.test(text)) return;
  for (const match of text.matchAll(HOST_END)) {
    let start = match.index;
    while (start > 0 && match.index - start < 128 && /[a-z0-9.-]/i.test(text.charAt(start - 1))) start -= 1;
    const end = at(text, BARE_HOST, start);
    if (end !== undefined && isBareHost(text.slice(start, end)))
      found.push({ start, end: trimmed(text, start, end), label: 'URL', by: 'pattern' });
  }
}

/** Without the punctuation that ends the sentence. */
function trimmed(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && /[.,;:!?]/.test(text.charAt(last - 1))) last -= 1;
  return last;
}

/** `visits.net` is a column of a table; a host has a path, three parts, or an ending that no column has. */
function isBareHost(host: string): boolean {
  return /\/|\..*\.|\.(?:com|edu|gov|mil)$/i.test(host) && /[a-z]/i.test(host);
}

/** A telephone number whose first digits are word `i`. */
export function phoneAt(page: Page, i: number): Candidate | undefined {
  const { text } = page;
  // Another group of digits follows, or one stands behind the sign of a country.
  if (!(page.traits(i + 1) & TRAIT.digit)) return undefined;
  // `(313) 555 0110` begins with its bracket, `(313 555 0110)` does not.
  const bracketed = text.charCodeAt(page.end(i)) === 0x29;
  let start = page.start(i);
  if (bracketed && page.before(i) === 0x28) start -= 1;
  const plus = text.charCodeAt(start - 1) === 0x2b;
  if (plus) start -= 1;
  const glued = start > 0 && /[\w.-]/.test(text.charAt(start - 1));
  if (glued) return undefined;
  const end =
    at(text, NORTH_AMERICAN, start) ??
    (plus ? at(text, INTERNATIONAL, start) : undefined) ??
    at(text, GROUPED, start) ??
    (page.length(i) === 3 && !plus ? at(text, DOTTED, start) : undefined) ??
    (text.charCodeAt(start) === 0x30 && page.length(i) <= 5 ? at(text, TRUNK, start) : undefined);
  if (end === undefined || !isLongEnough(text.slice(start, end)) || NDC.test(text.slice(start, end)))
    return undefined;
  return { start, end, label: isFax(page, i) ? 'FAX' : 'PHONE', by: 'pattern' };
}

/** The number after a word such as `tel` or `pager` at word `i`. */
export function cuedPhoneAt(page: Page, i: number): Candidate | undefined {
  const { text } = page;
  const fax = (page.roles(i) & ROLE.fax) !== 0;
  let next = i + 1;
  while (next - i < (fax ? 6 : 4) && isLink(page, next)) next += 1;
  if (!(page.traits(next) & TRAIT.digit)) return undefined;
  const gap = page.between(next);
  if (
    gap.length > 10 ||
    !/^[\s.:#=_*+(,-]*$/.test(gap) ||
    (gap.includes('\n') && !/[:.]/.test(gap) && next > i + 1)
  )
    return undefined;
  let start = page.start(next);
  while (start > 0 && /[(+]/.test(text.charAt(start - 1))) start -= 1;
  const end = at(text, LOCAL, start);
  if (end !== undefined && isLongEnough(text.slice(start, end), 6))
    return { start, end, label: fax ? 'FAX' : 'PHONE', by: 'cue' };
  const word = page.word(i).toLowerCase();
  const short = /^(?:ext|extension)$/.test(word)
    ? INNER
    : /^(?:pager|pgr|pg|beeper|vocera|voalte|spectralink|ascom)$/.test(word)
      ? SHORT
      : /^(?:text|texts|sms)$/.test(word)
        ? TEXT_CODE
        : undefined;
  const shortEnd = short === undefined ? undefined : at(text, short, start);
  return shortEnd === undefined ? undefined : { start, end: shortEnd, label: 'PHONE', by: 'cue' };
}

/** A telephone number with letters for digits whose first group is word `i`. */
export function misreadPhoneAt(page: Page, i: number): Candidate | undefined {
  const start = page.start(i) - (page.before(i) === 0x28 ? 1 : 0);
  if (start > 0 && /[\w.-]/.test(page.text.charAt(start - 1))) return undefined;
  const end = at(page.text, MISREAD, start);
  if (end === undefined || countDigits(page.text.slice(start, end)) < FEWEST_READ) return undefined;
  return { start, end, label: isFax(page, i) ? 'FAX' : 'PHONE', by: 'pattern' };
}

const EXTENSION_ALONE = /x\d{4,5}(?![\w-]|\.\d)/iy;

/** `Front Desk, x4410`: an extension that nothing else announces. */
export function extensionAt(page: Page, i: number): Candidate | undefined {
  const end =
    page.gap(i) & ~(GAP.space | GAP.comma | GAP.open | GAP.colon | GAP.stop | GAP.newline)
      ? undefined
      : at(page.text, EXTENSION_ALONE, page.start(i));
  return end === undefined ? undefined : { start: page.start(i), end, label: 'PHONE', by: 'pattern' };
}

function isLink(page: Page, i: number): boolean {
  return (
    (page.roles(i) & (ROLE.link | ROLE.phone | ROLE.fax | ROLE.kin)) !== 0 ||
    /^(?:us|me|back|her|him|them|de|la|records|results|home|work|office|day|evening|mobile|alt|alternate|at|or|and|madre|padre)$/i.test(
      page.word(i),
    )
  );
}

function isFax(page: Page, i: number): boolean {
  for (let k = i - 1; k >= 0 && i - k <= 5; k -= 1) {
    if (page.gap(k + 1) & GAP.newline && k < i - 1) return false;
    if (page.roles(k) & ROLE.fax) return true;
    if (page.traits(k) & TRAIT.digit) return false;
  }
  return false;
}

function isLongEnough(text: string, least = 7): boolean {
  const digits = countDigits(text.replace(/(?:x|ext).*/i, ''));
  return digits >= least && digits <= 17;
}
