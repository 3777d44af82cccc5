import type { Candidate } from './candidate.ts';
import { matches } from './candidate.ts';

const EMAIL_PART = /[\p{L}\p{N}._%+'-]/u;
const EMAIL_HOST = /^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}/u;
const LONGEST_LOCAL = 64;
const LONGEST_HOST = 255;
const SPELLED_EMAIL =
  /\b[\w.+-]{1,64} ?(?:\[at\]|\(at\)| at ) ?[\w-]{1,63}(?: ?(?:\[dot\]|\(dot\)| dot ) ?[\w-]{1,63}){1,4}\b/gi;

const URL_WITH_SCHEME = /\b(?:https?|ftp|sftp):\/\/[^\s<>"'()[\]{}]{1,2048}/gi;
const WWW = /\bwww\.[^\s<>"'()[\]{}]{1,2048}/gi;
const BARE_HOST =
  /\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|edu|gov|mil|org|net)(?:\.[a-z]{2})?(?:\/[^\s<>"'()[\]{}]{0,2000}|\b)/gi;

const IP_V4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g;
const IP_V6 = /(?<![\w:])[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])/gi;
const MAC = /\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi;

const NORTH_AMERICAN =
  /(?<![\w.-])(?:\+?1[-. ]?)?(?:\(\d{3}\)[-. ]{0,2}|\d{3}[-./ ])\d{3}[-. ]\d{4}(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?(?![\w-]|\.\d)/gi;
const INTERNATIONAL = /(?<![\w.])\+\d{1,3}(?:[-. ]?\(?\d{1,4}\)?){2,6}(?!\d)/g;
const CUED_PHONE =
  /\b(?:phone|telephone|tel|cell|mobile|pager|beeper|contact|reached at|call(?: us| me| back)?(?: at)?|callback|home|work|office|extension|ext|text|whatsapp)(?: ?(?:number|no|num|nr|#))?[ .:#=-]{0,4}(?:is |at |on |to )?\n?(?<value>\+?\(?\d[\d ()./-]{5,18}\d(?: ?(?:x|ext\.?) ?\d{1,6})?)/dgi;
const CUED_EXTENSION = /\b(?:pager|beeper|extension|ext)\.?[ :#]{0,3}(?<value>\d{4,7})\b/dgi;
const FAX =
  /\bfax(?:ed|es)?\b[^\n\d]{0,24}(?<value>\+?\(?\d[\d ()./-]{5,18}\d(?: ?(?:x|ext\.?) ?\d{1,6})?)/dgi;

/** E-mail, web and network addresses, telephone and fax numbers. */
export function findContacts(text: string): Candidate[] {
  const found: Candidate[] = [];
  if (text.includes('@')) found.push(...emails(text));
  if (/\bdot\b|[[(]at[\])]/i.test(text)) add(found, text, SPELLED_EMAIL, 'EMAIL');
  if (/:\/\/|www\.|\.(?:com|edu|gov|mil|org|net)/i.test(text)) {
    add(found, text, URL_WITH_SCHEME, 'URL', trimmed);
    add(found, text, WWW, 'URL', trimmed);
    add(found, text, BARE_HOST, 'URL', (hit) => (isBareHost(hit) ? trimmed(hit) : undefined));
  }
  if (!/\d/.test(text)) return found;
  add(found, text, IP_V4, 'IP', (hit) => (isIpV4(hit.text) ? hit : undefined));
  if (text.includes(':')) add(found, text, IP_V6, 'IP', (hit) => (isIpV6(hit.text) ? hit : undefined));
  add(found, text, MAC, 'DEVICE');
  add(found, text, FAX, 'FAX', (hit) => (isPhone(hit.text) ? hit : undefined));
  add(found, text, NORTH_AMERICAN, 'PHONE');
  add(found, text, INTERNATIONAL, 'PHONE', (hit) => (isPhone(hit.text) ? hit : undefined));
  add(found, text, CUED_PHONE, 'PHONE', (hit) => (isPhone(hit.text) ? hit : undefined));
  add(found, text, CUED_EXTENSION, 'PHONE');
  return found;
}

interface Hit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function add(
  found: Candidate[],
  text: string,
  pattern: RegExp,
  label: Candidate['label'],
  check: (hit: Hit) => Hit | undefined = (hit) => hit,
): void {
  for (const match of matches(text, pattern)) {
    const hit = check(match);
    if (hit !== undefined)
      found.push({ start: hit.start, end: hit.end, label, by: label === 'FAX' ? 'cue' : 'pattern' });
  }
}

/** Walks out from each `@`: at most 64 characters to the left, a host name to the right. */
function* emails(text: string): Generator<Candidate> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < LONGEST_LOCAL && EMAIL_PART.test(text.charAt(start - 1))) start -= 1;
    const host = EMAIL_HOST.exec(text.slice(at + 1, at + 1 + LONGEST_HOST))?.[0].replace(/[.-]+$/, '');
    if (start < at && host !== undefined && /\p{L}/u.test(host))
      yield { start, end: at + 1 + host.length, label: 'EMAIL', by: 'pattern' };
  }
}

/** Without the punctuation that ends the sentence. */
function trimmed(hit: Hit): Hit {
  const text = hit.text.replace(/[.,;:!?]+$/, '');
  return { start: hit.start, end: hit.start + text.length, text };
}

/** `visits.net` is a column of a table; a host has a path, three parts, or an ending that no column has. */
function isBareHost(hit: Hit): boolean {
  return /\/|\..*\.|\.(?:com|edu|gov|mil)$/i.test(hit.text) && /[a-z]/i.test(hit.text);
}

function isIpV4(text: string): boolean {
  return text.split('.').every((part) => Number(part) <= 255);
}

/** At least three colons, or `::` beside digits: a time of day is no address. */
function isIpV6(text: string): boolean {
  const groups = text.split(':');
  if (groups.length < 3 || groups.length > 8 || groups.some((group) => /^[0-9a-f]{5}/i.test(group)))
    return false;
  const elided = text.split('::').length - 1;
  if (elided > 1 || !/[0-9a-f]/i.test(text)) return false;
  return elided === 1 ? groups.length <= 8 && /\d/.test(text) : groups.length === 8 && !groups.includes('');
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 17;
}
