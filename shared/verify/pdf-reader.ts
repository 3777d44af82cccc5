import { damagedPdf, integerOf, type PdfDictionary, type PdfValue } from './pdf-values.ts';

const DEEPEST = 40;
const WHITE = new Set([0, 9, 10, 12, 13, 32]);
const codes = (characters: string): number[] =>
  Array.from(characters, (character) => character.charCodeAt(0));
const DELIMITERS = new Set(codes('()<>[]{}/%'));
const [OPEN, CLOSE, BACKSLASH, LESS, MORE, SLASH, OPEN_LIST, CLOSE_LIST] = codes('()\\<>/[]');
const [CARRIAGE_RETURN, LINE_FEED] = [13, 10];
/** Longest name or number that any PDF has. */
const LONGEST_WORD = 200;

/** Reads values out of the bytes of a PDF. Recursion is bounded; every step moves forward. */
export class PdfReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Text at a place, one character per byte. */
  text(start: number, length: number): string {
    return String.fromCharCode(...this.#bytes.subarray(start, start + Math.min(length, 4096)));
  }

  /** @throws Problem `damaged` */
  valueAt(offset: number): { readonly value: PdfValue; readonly end: number } {
    this.#at = offset;
    return { value: this.#value(0), end: this.#at };
  }

  /** @throws Problem `damaged` */
  objectAt(offset: number, number: number): PdfValue {
    const head = `${number} 0 obj`;
    if (this.text(offset, head.length) !== head)
      throw damagedPdf(`object ${number} is not where the table says`);
    this.#at = offset + head.length;
    const value = this.#value(0);
    this.#skipWhite();
    if (this.#startsWith('endobj')) return value;
    if (value.type !== 'dictionary' || !this.#startsWith('stream'))
      throw damagedPdf(`object ${number} does not end`);
    this.#at += 'stream'.length;
    if (this.#bytes[this.#at] === CARRIAGE_RETURN) this.#at += 1;
    if (this.#bytes[this.#at] !== LINE_FEED)
      throw damagedPdf(`the stream of object ${number} is not well-formed`);
    this.#at += 1;
    const end = this.#at + integerOf(value.entries.get('Length'));
    if (!/^\s*endstream\s*endobj/.test(this.text(end, 24)))
      throw damagedPdf(`the stream of object ${number} has another length than it says`);
    return { type: 'stream', dictionary: value, data: this.#bytes.subarray(this.#at, end) };
  }

  #startsWith(word: string): boolean {
    return this.text(this.#at, word.length) === word;
  }

  #skipWhite(): void {
    while (WHITE.has(this.#bytes[this.#at] ?? -1)) this.#at += 1;
  }

  #value(depth: number): PdfValue {
    if (depth > DEEPEST) throw damagedPdf('its objects are nested too deeply');
    this.#skipWhite();
    const first = this.#bytes[this.#at];
    if (first === LESS && this.#bytes[this.#at + 1] === LESS) return this.#dictionary(depth);
    if (first === LESS) return this.#hexString();
    if (first === OPEN) return this.#literalString();
    if (first === SLASH) return { type: 'name', name: this.#name() };
    if (first === OPEN_LIST) return this.#array(depth);
    return this.#atom();
  }

  #dictionary(depth: number): PdfDictionary {
    this.#at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.#skipWhite();
      const next = this.#bytes[this.#at];
      if (next === MORE && this.#bytes[this.#at + 1] === MORE) {
        this.#at += 2;
        return { type: 'dictionary', entries };
      }
      if (next !== SLASH) throw damagedPdf('a dictionary is not well-formed');
      const name = this.#name();
      if (entries.has(name)) throw damagedPdf(`a dictionary has \`${name.slice(0, 20)}\` twice`);
      entries.set(name, this.#value(depth + 1));
    }
  }

  #array(depth: number): PdfValue {
    this.#at += 1;
    const items: PdfValue[] = [];
    for (;;) {
      this.#skipWhite();
      if (this.#bytes[this.#at] === CLOSE_LIST) {
        this.#at += 1;
        return { type: 'array', items };
      }
      items.push(this.#value(depth + 1));
    }
  }

  #name(): string {
    this.#at += 1;
    return this.#regular();
  }

  #regular(): string {
    const start = this.#at;
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const code = this.#bytes[this.#at] ?? 0;
      if (WHITE.has(code) || DELIMITERS.has(code)) break;
    }
    if (this.#at - start > LONGEST_WORD) throw damagedPdf('a value is not well-formed');
    return this.text(start, this.#at - start);
  }

  #atom(): PdfValue {
    const reference = /^(\d{1,7}) (\d{1,5}) R(?![A-Za-z0-9])/.exec(this.text(this.#at, 18));
    if (reference !== null) {
      this.#at += reference[0].length;
      if (reference[2] !== '0') throw damagedPdf('it refers to a later generation of an object');
      return { type: 'ref', object: Number(reference[1]) };
    }
    const text = this.#regular();
    if (!/^(?:true|false|null|[+-]?(?:\d+\.?\d*|\.\d+))$/.test(text))
      throw damagedPdf('a value is not well-formed');
    return { type: 'atom', text };
  }

  #hexString(): PdfValue {
    const start = this.#at;
    const end = this.#bytes.indexOf(MORE ?? 0, start);
    if (end === -1) throw damagedPdf('a string does not end');
    this.#at = end + 1;
    return this.#string(start);
  }

  #literalString(): PdfValue {
    const start = this.#at;
    let depth = 0;
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const code = this.#bytes[this.#at];
      if (code === BACKSLASH) this.#at += 1;
      else if (code === OPEN) depth += 1;
      else if (code === CLOSE) {
        depth -= 1;
        if (depth === 0) {
          this.#at += 1;
          return this.#string(start);
        }
      }
    }
    throw damagedPdf('a string does not end');
  }

  #string(start: number): PdfValue {
    const parts: string[] = [];
    for (let at = start; at < this.#at; at += 4096) parts.push(this.text(at, Math.min(4096, this.#at - at)));
    return { type: 'string', raw: parts.join(''), start, end: this.#at };
  }
}
