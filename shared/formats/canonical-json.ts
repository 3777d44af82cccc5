import { Problem } from '../domain/problem.ts';

/**
 * JSON Canonicalization Scheme (RFC 8785): one text per value, keys sorted by UTF-16 code units,
 * numbers as ECMAScript prints them. The bytes that are hashed and signed are this text in UTF-8.
 *
 * @throws Problem `invalid_input` for values that JSON cannot hold: non-finite numbers, lone
 * surrogates, undefined inside arrays, functions. Object members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      throw new Problem('invalid_input', 'text with a lone surrogate cannot be written as JSON');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new Problem('invalid_input', 'a number that is not finite cannot be written as JSON');
    return String(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return listText(value);
  if (typeof value === 'object') return objectText(value as Record<string, unknown>);
  throw new Problem('invalid_input', `a ${typeof value} cannot be written as JSON`);
}

// Texts grow in place: every append to the journal waits for them.
function listText(list: readonly unknown[]): string {
  let text = '';
  for (const value of list) text += `${text === '' ? '[' : ','}${canonicalJson(value)}`;
  return text === '' ? '[]' : `${text}]`;
}

function objectText(record: Record<string, unknown>): string {
  let text = '';
  // Array.prototype.sort without a comparator orders by UTF-16 code units, as section 3.2.3 wants.
  for (const key of Object.keys(record).sort()) {
    const value = record[key];
    if (value !== undefined)
      text += `${text === '' ? '{' : ','}${canonicalJson(key)}:${canonicalJson(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Texts of numbers that are surely as ECMAScript prints them: integers of at most fifteen digits. */
const SHORT_INTEGER = 15;
const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];
const [FIRST_PRINTABLE, FIRST_SURROGATE] = [32, 0xd800];
const [ZERO, NINE, MINUS] = [48, 57, 45];
const DEEPEST = 64;

/**
 * Whether a text is surely canonical JSON. Reads it once, without parsing it; false where it is not, and
 * for the rare forms that only writing the value again can judge: escapes, surrogates, deep nesting.
 */
export function isPlainCanonicalJson(text: string): boolean {
  return valueEnd(text, 0, 0) === text.length;
}

/** Position behind the value that begins at `at`; -1 where it is not surely canonical. */
function valueEnd(text: string, at: number, depth: number): number {
  const code = text.charCodeAt(at);
  if (code === QUOTE) return stringEnd(text, at);
  if (code === OPEN_OBJECT) return depth < DEEPEST ? objectEnd(text, at, depth) : -1;
  if (code === OPEN_LIST) return depth < DEEPEST ? listEnd(text, at, depth) : -1;
  if (code === MINUS || (code >= ZERO && code <= NINE)) return numberEnd(text, at);
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, at)) return at + word.length;
  return -1;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH || code < FIRST_PRINTABLE || code >= FIRST_SURROGATE) return -1;
  }
  return -1;
}

function numberEnd(text: string, start: number): number {
  let at = start;
  let plain = true;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) continue;
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_LIST) break;
    plain = false;
  }
  const zeroFirst = text.charCodeAt(start) === ZERO;
  if (plain && at - start <= SHORT_INTEGER) return zeroFirst && at - start > 1 ? -1 : at;
  const written = text.slice(start, at);
  const value = Number(written);
  return Number.isFinite(value) && String(value) === written ? at : -1;
}

function listEnd(text: string, start: number, depth: number): number {
  if (text.charCodeAt(start + 1) === CLOSE_LIST) return start + 2;
  for (let at = start + 1; ; at += 1) {
    at = valueEnd(text, at, depth + 1);
    if (at < 0) return -1;
    const code = text.charCodeAt(at);
    if (code === CLOSE_LIST) return at + 1;
    if (code !== COMMA) return -1;
  }
}

function objectEnd(text: string, start: number, depth: number): number {
  if (text.charCodeAt(start + 1) === CLOSE_OBJECT) return start + 2;
  let before: string | undefined;
  for (let at = start + 1; ; at += 1) {
    if (text.charCodeAt(at) !== QUOTE) return -1;
    const behindKey = stringEnd(text, at);
    if (behindKey < 0 || text.charCodeAt(behindKey) !== COLON) return -1;
    const key = text.slice(at + 1, behindKey - 1);
    // Sorted without equals: by UTF-16 code units, as section 3.2.3 wants.
    if (before !== undefined && !(before < key)) return -1;
    before = key;
    at = valueEnd(text, behindKey + 1, depth + 1);
    if (at < 0) return -1;
    const code = text.charCodeAt(at);
    if (code === CLOSE_OBJECT) return at + 1;
    if (code !== COMMA) return -1;
  }
}
