/** Text as detection sees it, and where each of its characters stood in the original. */
export interface Normalised {
  readonly text: string;
  /** Original index of character `i`; identity where absent. */
  readonly starts?: Uint32Array;
  /** Original end of character `i`. */
  readonly ends?: Uint32Array;
}

const PLAIN = /^[\t\n\r\x20-\x7e]*$/;
const INVISIBLE = /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f]/u;
const MARK = /\p{M}/u;
const SPACE = /[\p{Zs}\u0085\u2028\u2029]/u;
const DASH = /[\p{Pd}\u2212\u2043]/u;
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
const ASCII_LETTER = /[A-Za-z]/;
/** Letters of other scripts that look like Latin ones. */
const LOOKALIKES = new Map(
  Object.entries({
    АВЕКМНОРСТУХІЈЅԚԜҮаеорсухіјѕԛԝгһ: 'ABEKMHOPCTYXIJSQWYaeopcyxijsqwrh',
    ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιρυχ: 'ABEZHIKMNOPTYXovipux',
  }).flatMap(([from, to]) => Array.from(from, (letter, i) => [letter, to.charAt(i)] as const)),
);

const KEPT = 1;
const CHANGED = 2;
/** INVARIANT: 0 until a unit was met for the first time; filled by `isKept` alone. */
const KINDS = new Uint8Array(0x10000);

/**
 * Undoes what hides an identifier from a pattern: compatibility forms (full-width digits, ligatures), digits of
 * other scripts, look-alike letters, invisible characters, odd spaces and dashes. Text that needs none of it,
 * accents and other scripts included, comes back as it is.
 */
export function normalise(original: string): Normalised {
  if (PLAIN.test(original)) return { text: original };
  let at = 0;
  while (at < original.length && isKept(original.charCodeAt(at))) at += 1;
  return at === original.length ? { text: original } : rewritten(original);
}

function rewritten(original: string): Normalised {
  const pieces: string[] = [];
  const map = new OffsetMap(original.length);
  let letters: Word = { end: 0, latin: false };
  for (let at = 0; at < original.length;) {
    let next = at;
    while (next < original.length && isKept(original.charCodeAt(next))) next += 1;
    if (next > at) {
      pieces.push(original.slice(at, next));
      for (; at < next; at += 1) map.add(at, at + 1);
      continue;
    }
    const point = original.codePointAt(at) ?? 0;
    const end = at + (point > 0xffff ? 2 : 1);
    const character = original.slice(at, end);
    const last = pieces.at(-1) ?? '';
    const composed = MARK.test(character) ? composedWith(last, character) : undefined;
    if (composed !== undefined) {
      pieces[pieces.length - 1] = last.slice(0, -1);
      pieces.push(composed);
      map.stretch(end);
    } else if (isInvisible(point, character)) {
      map.stretch(end);
    } else {
      if (at >= letters.end && LOOKALIKES.has(character)) letters = wordAt(original, at);
      const plain = plainForm(character, letters.latin && at < letters.end);
      pieces.push(plain);
      for (let left = plain.length; left > 0; left -= 1) map.add(at, end);
    }
    at = end;
  }
  return { text: pieces.join(''), ...map.offsets() };
}

/** A letter and the mark behind it as one character, where Unicode has one. */
function composedWith(before: string, mark: string): string | undefined {
  const letter = before.slice(-1);
  if (!LETTER.test(letter)) return undefined;
  const composed = (letter + mark).normalize('NFC');
  return composed.length === 1 ? composed : undefined;
}

/** Original offsets, unit by unit of what is written. */
class OffsetMap {
  #starts: Uint32Array;
  #ends: Uint32Array;
  #count = 0;

  constructor(size: number) {
    this.#starts = new Uint32Array(size + 32);
    this.#ends = new Uint32Array(size + 32);
  }

  /** The next unit stands for `start` to `end` of the original. */
  add(start: number, end: number): void {
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts);
      this.#ends = grown(this.#ends);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count += 1;
  }

  /** The last unit reaches up to `end`. */
  stretch(end: number): void {
    if (this.#count > 0) this.#ends[this.#count - 1] = end;
  }

  offsets(): { starts: Uint32Array; ends: Uint32Array } {
    return { starts: this.#starts.subarray(0, this.#count), ends: this.#ends.subarray(0, this.#count) };
  }
}

function grown(from: Uint32Array): Uint32Array {
  const to = new Uint32Array(from.length * 2);
  to.set(from);
  return to;
}

interface Word {
  readonly end: number;
  /** Whether look-alikes in it stand for Latin letters. */
  readonly latin: boolean;
}

/** The rest of a word: a Latin letter beside look-alikes, or nothing but look-alikes, makes it a Latin word. */
function wordAt(text: string, from: number): Word {
  let end = from;
  let start = from;
  while (start > 0 && LETTER.test(text.charAt(start - 1)) && from - start < 64) start -= 1;
  while (
    end < text.length &&
    (LETTER.test(text.charAt(end)) || isInvisible(text.charCodeAt(end), text.charAt(end)))
  )
    end += 1;
  const letters = Array.from(text.slice(start, Math.min(end, start + 128))).filter((letter) =>
    LETTER.test(letter),
  );
  const latin = letters.some((letter) => ASCII_LETTER.test(letter));
  return { end, latin: latin || letters.every((letter) => LOOKALIKES.has(letter)) };
}

function isKept(code: number): boolean {
  const known = KINDS[code];
  if (known !== 0) return known === KEPT;
  const character = String.fromCharCode(code);
  const changed =
    (code >= 0xd800 && code <= 0xdfff) ||
    MARK.test(character) ||
    isInvisible(code, character) ||
    plainForm(character, true) !== character;
  KINDS[code] = changed ? CHANGED : KEPT;
  return !changed;
}

function isInvisible(point: number, character: string): boolean {
  if (point < 0x20) return point !== 9 && point !== 10 && point !== 13;
  return point === 0x7f || (point > 0x7e && INVISIBLE.test(character));
}

function plainForm(character: string, latin: boolean): string {
  if (character <= '\x7e') return character;
  if (SPACE.test(character)) return ' ';
  if (DASH.test(character)) return '-';
  if (character === '’' || character === 'ʼ' || character === '‘') return "'";
  if (DIGIT.test(character)) return String(digitValue(character));
  const alike = latin ? LOOKALIKES.get(character) : undefined;
  return alike ?? character.normalize('NFKC');
}

/** Decimal digits come in tens, so the value is the distance to the last block's first digit. */
function digitValue(character: string): number {
  const plain = character.normalize('NFKC');
  if (/^[0-9]$/.test(plain)) return Number(plain);
  let point = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(point - 1))) {
    point -= 1;
    value += 1;
  }
  return value;
}
