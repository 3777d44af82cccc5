import { Problem } from '../../../shared/domain/problem.ts';

/** PDF objects as far as reports use them. Numbers and strings keep the text they were written in. */
export type PdfValue =
  | { readonly type: 'atom'; readonly text: string }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'string'; readonly raw: string; readonly start: number; readonly end: number }
  | { readonly type: 'array'; readonly items: readonly PdfValue[] }
  | PdfDictionary
  | { readonly type: 'ref'; readonly object: number }
  | { readonly type: 'stream'; readonly dictionary: PdfDictionary; readonly data: Uint8Array };

export interface PdfDictionary {
  readonly type: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfValue>;
}

export interface PdfFile {
  readonly bytes: Uint8Array;
  readonly trailer: PdfDictionary;
  /** Byte offsets of objects by number, from the one cross-reference table. */
  readonly offsets: ReadonlyMap<number, number>;
  /** @throws Problem `damaged` when the object is missing or not well-formed. */
  object(number: number): PdfValue;
}

const DEEPEST = 40;
const LARGEST = 256 * 1024 * 1024;
const WHITE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set(Buffer.from('()<>[]{}/%', 'latin1'));

function damaged(what: string): Problem {
  return new Problem('damaged', `the PDF is damaged: ${what}`);
}

/**
 * Reads the frame of a PDF with one classic cross-reference table: what this application and its
 * renderer write. Files with more revisions, cross-reference streams or encryption are not read here.
 *
 * @throws Problem `foreign_file` for what is no PDF, `unsupported` for one of another make, `damaged`.
 */
export function readPdf(bytes: Uint8Array): PdfFile {
  if (bytes.length > LARGEST) throw new Problem('limit_reached', 'the file is larger than any report');
  // One byte, one character: offsets in the text are offsets in the file.
  const text = latin1(bytes);
  if (!text.startsWith('%PDF-')) throw new Problem('foreign_file', 'the file is not a PDF');
  const tail = /startxref\r?\n(\d{1,10})\r?\n%%EOF\r?\n?$/.exec(text.slice(-64));
  if (tail === null) throw damaged('its end is missing or something follows it');
  const start = Number(tail[1]);
  if (!text.startsWith('xref', start))
    throw new Problem('unsupported', 'the PDF has no plain cross-reference table where its end says');
  const reader = new Reader(text, bytes);
  const { offsets, end } = readTable(text, start);
  const trailer = reader.valueAt(end);
  if (trailer.type !== 'dictionary') throw damaged('its trailer is no dictionary');
  return {
    bytes,
    trailer,
    offsets,
    object: (number) => {
      const offset = offsets.get(number);
      if (offset === undefined) throw damaged(`object ${number} is missing`);
      return reader.objectAt(offset, number);
    },
  };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function readTable(text: string, start: number): { offsets: Map<number, number>; end: number } {
  const offsets = new Map<number, number>();
  const head = /^xref\r?\n0 (\d{1,7})\r?\n/.exec(text.slice(start, start + 32));
  if (head === null) throw new Problem('unsupported', 'the PDF has an unusual cross-reference table');
  const count = Number(head[1]);
  let position = start + head[0].length;
  for (let number = 0; number < count; number += 1) {
    const line = /^(\d{10}) (\d{5}) ([nf])(?: \n|\r\n| \r)$/.exec(text.slice(position, position + 20));
    if (line === null) throw damaged('its cross-reference table is not well-formed');
    if (line[3] === 'n') offsets.set(number, Number(line[1]));
    position += 20;
  }
  const trailer = /^trailer\s/.exec(text.slice(position, position + 10));
  if (trailer === null) throw damaged('its trailer is missing');
  return { offsets, end: position + trailer[0].length };
}

/** Reads values out of the text of a PDF. */
class Reader {
  readonly #text: string;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(text: string, bytes: Uint8Array) {
    this.#text = text;
    this.#bytes = bytes;
  }

  valueAt(offset: number): PdfValue {
    this.#at = offset;
    return this.#value(0);
  }

  objectAt(offset: number, number: number): PdfValue {
    this.#at = offset;
    const head = `${number} 0 obj`;
    if (!this.#text.startsWith(head, offset)) throw damaged(`object ${number} is not where the table says`);
    this.#at += head.length;
    const value = this.#value(0);
    this.#skipWhite();
    if (this.#text.startsWith('endobj', this.#at)) return value;
    if (value.type !== 'dictionary' || !this.#text.startsWith('stream', this.#at))
      throw damaged(`object ${number} does not end`);
    this.#at += 'stream'.length;
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] !== '\n') throw damaged(`the stream of object ${number} is not well-formed`);
    this.#at += 1;
    const length = integerOf(value.entries.get('Length'));
    const end = this.#at + length;
    if (!/^\s*endstream\s*endobj/.test(this.#text.slice(end, end + 24)))
      throw damaged(`the stream of object ${number} has another length than it says`);
    return { type: 'stream', dictionary: value, data: this.#bytes.subarray(this.#at, end) };
  }

  #skipWhite(): void {
    while (this.#at < this.#text.length && WHITE.has(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  #value(depth: number): PdfValue {
    if (depth > DEEPEST) throw damaged('its objects are nested too deeply');
    this.#skipWhite();
    const text = this.#text;
    if (text.startsWith('<<', this.#at)) return this.#dictionary(depth);
    const first = text[this.#at];
    if (first === '<') return this.#hexString();
    if (first === '(') return this.#literalString();
    if (first === '/') return { type: 'name', name: this.#name() };
    if (first === '[') return this.#array(depth);
    return this.#atom();
  }

  #dictionary(depth: number): PdfDictionary {
    this.#at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.#skipWhite();
      if (this.#text.startsWith('>>', this.#at)) {
        this.#at += 2;
        return { type: 'dictionary', entries };
      }
      if (this.#text[this.#at] !== '/') throw damaged('a dictionary is not well-formed');
      const name = this.#name();
      if (entries.has(name)) throw damaged(`a dictionary has \`${name.slice(0, 20)}\` twice`);
      entries.set(name, this.#value(depth + 1));
    }
  }

  #array(depth: number): PdfValue {
    this.#at += 1;
    const items: PdfValue[] = [];
    for (;;) {
      this.#skipWhite();
      if (this.#text[this.#at] === ']') {
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
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at);
      if (WHITE.has(code) || DELIMITERS.has(code)) break;
      this.#at += 1;
    }
    return this.#text.slice(start, this.#at);
  }

  #atom(): PdfValue {
    const reference = /^(\d{1,7}) (\d{1,5}) R(?![A-Za-z0-9])/.exec(this.#text.slice(this.#at, this.#at + 18));
    if (reference !== null) {
      this.#at += reference[0].length;
      if (reference[2] !== '0') throw damaged('it refers to a later generation of an object');
      return { type: 'ref', object: Number(reference[1]) };
    }
    const text = this.#regular();
    if (!/^(?:true|false|null|[+-]?(?:\d+\.?\d*|\.\d+))$/.test(text))
      throw damaged('a value is not well-formed');
    return { type: 'atom', text };
  }

  #hexString(): PdfValue {
    const start = this.#at;
    const end = this.#text.indexOf('>', start);
    if (end === -1) throw damaged('a string does not end');
    this.#at = end + 1;
    return { type: 'string', raw: this.#text.slice(start, end + 1), start, end: end + 1 };
  }

  #literalString(): PdfValue {
    const start = this.#at;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at];
      if (character === '\\') this.#at += 1;
      else if (character === '(') depth += 1;
      else if (character === ')') {
        depth -= 1;
        if (depth === 0) {
          this.#at += 1;
          return { type: 'string', raw: this.#text.slice(start, this.#at), start, end: this.#at };
        }
      }
    }
    throw damaged('a string does not end');
  }
}

/** @throws Problem `damaged` unless the value is a plain integer. */
export function integerOf(value: PdfValue | undefined): number {
  if (value?.type !== 'atom' || !/^\d{1,10}$/.test(value.text)) throw damaged('a number is missing');
  return Number(value.text);
}

/** The dictionary that a value is or refers to. @throws Problem `damaged` when it is none. */
export function dictionaryOf(file: PdfFile, value: PdfValue | undefined, what: string): PdfDictionary {
  const resolved = value?.type === 'ref' ? file.object(value.object) : value;
  if (resolved?.type !== 'dictionary') throw damaged(`${what} is missing`);
  return resolved;
}
