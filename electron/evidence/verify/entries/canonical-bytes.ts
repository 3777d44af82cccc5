/**
 * Canonical JSON (RFC 8785) read from its UTF-8 bytes in place, without making text or values of it: where
 * a value ends, or -1 where it is not surely canonical. What is rare (long escapes, keys beyond ASCII, deep
 * nesting) counts as not sure and is left to whoever parses it.
 */
export const [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 44, 91, 93, 123, 125];
const [BACKSLASH, COLON, MINUS, POINT, ZERO, NINE] = [92, 58, 45, 46, 48, 57];
/** Digits that every double tells apart: a decimal of so many is the shortest one for its double. */
const SURE_DIGITS = 15;
/** ECMAScript prints smaller numbers with an exponent. */
const MOST_LEADING_ZEROS = 5;
const DEEPEST = 64;

/** 1 for bytes that stand in a text as themselves: printable ASCII but quote and backslash. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte >= 32 && byte < 128 && byte !== QUOTE && byte !== BACKSLASH),
);
/** What may follow a backslash: escapes of two letters, each the only canonical one for what it says. */
const ESCAPED = new Set(Array.from('"\\bfnrt', (letter) => letter.charCodeAt(0)));
const WORDS = ['true', 'false', 'null'].map(asciiOf);

/** @param text plain ASCII */
export function asciiOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The text of bytes that are ASCII, as those of numbers and plain strings are. */
export function asciiText(bytes: Uint8Array, at: number, end: number): string {
  let text = '';
  for (let i = at; i < end; i += 1) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

export function startsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** Position behind the value that begins at `at`. */
export function valueEnd(bytes: Uint8Array, at: number, depth = 0): number {
  const byte = bytes[at] ?? 0;
  if (byte === QUOTE) return stringEnd(bytes, at);
  if (byte === OPEN_OBJECT) return depth < DEEPEST ? objectEnd(bytes, at, depth) : -1;
  if (byte === OPEN_LIST) return depth < DEEPEST ? listEnd(bytes, at, depth) : -1;
  if (byte === MINUS || isDigit(byte)) return numberEnd(bytes, at);
  for (const word of WORDS) if (startsAt(bytes, at, word)) return at + word.length;
  return -1;
}

/** Position behind a string, whose opening quote is at `start`. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  for (let at = start + 1; ;) {
    const byte = bytes[at] ?? 0;
    if (PLAIN[byte] === 1) at += 1;
    else if (byte === QUOTE) return at + 1;
    else if (byte === BACKSLASH) {
      if (!ESCAPED.has(bytes[at + 1] ?? 0)) return -1;
      at += 2;
    } else {
      const length = sequenceLength(bytes, at, byte);
      if (length === 0) return -1;
      at += length;
    }
  }
}

/** Bytes of a UTF-8 sequence beyond ASCII, after table 3-7 of the Unicode Standard; 0 where it is none. */
function sequenceLength(bytes: Uint8Array, at: number, first: number): number {
  const second = bytes[at + 1] ?? 0;
  if (first >= 0xc2 && first <= 0xdf) return isContinuation(second) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const least = first === 0xe0 ? 0xa0 : 0x80;
    const most = first === 0xed ? 0x9f : 0xbf;
    return second >= least && second <= most && isContinuation(bytes[at + 2]) ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  const least = first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xf4 ? 0x8f : 0xbf;
  const tail = isContinuation(bytes[at + 2]) && isContinuation(bytes[at + 3]);
  return second >= least && second <= most && tail ? 4 : 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte <= 0xbf;
}

/** Position behind a number. */
export function numberEnd(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let at = digitsEnd(bytes, first);
  const whole = at - first;
  const zeroFirst = bytes[first] === ZERO;
  if (whole === 0 || (zeroFirst && whole > 1)) return -1;
  if (bytes[at] !== POINT) {
    if (isNumberByte(bytes[at]) || whole > SURE_DIGITS) return asPrinted(bytes, start);
    // Minus zero is printed without its sign.
    return zeroFirst && first > start ? -1 : at;
  }
  const point = at;
  at = digitsEnd(bytes, point + 1);
  let zeros = point + 1;
  while (zeroFirst && bytes[zeros] === ZERO) zeros += 1;
  const sure =
    at > point + 1 &&
    bytes[at - 1] !== ZERO &&
    whole + at - point - 1 <= SURE_DIGITS &&
    zeros - point - 1 <= MOST_LEADING_ZEROS &&
    !isNumberByte(bytes[at]);
  return sure ? at : asPrinted(bytes, start);
}

/** The same for numbers that only printing them again can judge. */
function asPrinted(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isNumberByte(bytes[at])) at += 1;
  const written = asciiText(bytes, start, at);
  const value = Number(written);
  return Number.isFinite(value) && String(value) === written ? at : -1;
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at] ?? 0)) at += 1;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Whether a byte can be part of a number: a digit, or one of `+-.e`. */
function isNumberByte(byte: number | undefined): boolean {
  return (
    byte !== undefined && (isDigit(byte) || byte === 43 || byte === MINUS || byte === POINT || byte === 101)
  );
}

/** A whole number without sign, of digits that are sure; -1 where it is none. Its end is that of the number. */
export function wholeNumber(bytes: Uint8Array, at: number, end: number): number {
  if (end - at > SURE_DIGITS || end <= at) return -1;
  let value = 0;
  for (let i = at; i < end; i += 1) {
    const digit = (bytes[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function listEnd(bytes: Uint8Array, start: number, depth: number): number {
  if (bytes[start + 1] === CLOSE_LIST) return start + 2;
  for (let at = start + 1; ; at += 1) {
    at = valueEnd(bytes, at, depth + 1);
    if (at < 0) return -1;
    if (bytes[at] === CLOSE_LIST) return at + 1;
    if (bytes[at] !== COMMA) return -1;
  }
}

function objectEnd(bytes: Uint8Array, start: number, depth: number): number {
  if (bytes[start + 1] === CLOSE_OBJECT) return start + 2;
  let [before, beforeEnd] = [-1, -1];
  for (let at = start + 1; ; at += 1) {
    const end = keyEnd(bytes, at);
    if (end < 0 || bytes[end] !== COLON) return -1;
    if (before >= 0 && !isBefore(bytes, before, beforeEnd, at + 1, end - 1)) return -1;
    [before, beforeEnd] = [at + 1, end - 1];
    at = valueEnd(bytes, end + 1, depth + 1);
    if (at < 0) return -1;
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    if (bytes[at] !== COMMA) return -1;
  }
}

/** Position behind a key of plain ASCII: those are in the order of their bytes. */
export function keyEnd(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  let at = start + 1;
  while (PLAIN[bytes[at] ?? 0] === 1) at += 1;
  return bytes[at] === QUOTE ? at + 1 : -1;
}

/** Whether one stretch of bytes stands strictly before another. */
function isBefore(bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  const both = Math.min(aEnd - a, bEnd - b);
  for (let i = 0; i < both; i += 1) {
    const difference = (bytes[a + i] ?? 0) - (bytes[b + i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return aEnd - a < bEnd - b;
}
