/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- reads within the bounds of typed arrays, in hot loops */
import { readBoolean, readDate, readNumber } from '../../../../shared/domain/index.ts';
import { DistinctValues, HashCount } from './distinct-values.ts';

/** Kinds of bytes a cell is made of; a cell's mask says at once what it cannot be. */
const DIGIT = 1;
const NUMBER_SIGN = 2;
const SLASH = 4;
const SPACE = 8;
const LETTER = 16;
const OTHER = 32;
const NOT_ASCII = 64;
const EXPONENT = 128;

const KIND_OF_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (byte >= 0x80) return NOT_ASCII;
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[eE]/.test(character)) return EXPONENT;
  if (/[A-Za-z]/.test(character)) return LETTER;
  if (/[-+.]/.test(character)) return NUMBER_SIGN;
  if (character === '/') return SLASH;
  return /\s/.test(character) ? SPACE : OTHER;
});

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Everything that one pass over a column's cells counts. Weighted by how often a value occurs. */
export class ColumnScan {
  rows = 0;
  missing = 0;
  readonly values = new DistinctValues();
  readonly reads = { integer: 0, double: 0, boolean: 0, date: 0, timed: 0, isoDate: 0, leadingZeros: 0 };
  readonly characters = { min: Infinity, max: 0, sum: 0 };
  /** Numbers of the cells that were counted by themselves, in no order. */
  numbers = new Float64Array(0);
  numberCount = 0;

  #integer = false;
  /** There once a value found no room among the kept ones; how many hashes those had. */
  #beyond: HashCount | undefined;
  #before = 0;

  /** Different values: exact as long as all of them are kept, then a lower bound. */
  get distinct(): number {
    return this.#beyond === undefined
      ? this.values.size
      : this.values.size + this.#beyond.size - this.#before;
  }

  /** Takes cells in the stored form: UTF-8, each followed by a zero byte. */
  add(chunk: Uint8Array): void {
    // A Buffer and a plain array are two shapes to the compiler, and two shapes halve the speed below.
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    const at = this.#beyond === undefined ? this.#addKept(bytes) : 0;
    if (this.#beyond !== undefined) this.#addBeyond(bytes, at, this.#beyond);
  }

  /** Weighs the kept values in; call once, after the last `add`. */
  finish(): void {
    const { bytes, offsets, counts, size } = this.values;
    for (let index = 0; index < size; index++) {
      const from = offsets[index] as number;
      const to = offsets[index + 1] as number;
      let mask = 0;
      for (let at = from; at < to; at++) mask |= KIND_OF_BYTE[bytes[at] as number] as number;
      this.#count(bytes, from, to, mask, counts[index] as number);
    }
  }

  /** Counts values into the kept ones; returns where there was no more room for one, or the end. */
  #addKept(bytes: Uint8Array): number {
    const values = this.values;
    const end = bytes.length;
    let at = 0;
    while (at < end) {
      const from = at;
      let hash = 0x811c9dc5;
      for (let byte = bytes[at] as number; byte !== 0; byte = bytes[++at] as number)
        hash = Math.imul(hash ^ byte, 0x01000193);
      if (at === from) this.missing++;
      else if (!values.add(bytes, from, at, hash >>> 0)) {
        const beyond = new HashCount();
        for (const kept of values.hashes()) beyond.add(kept);
        this.#before = beyond.size;
        this.#beyond = beyond;
        return from;
      }
      this.rows++;
      at++;
    }
    return end;
  }

  /** From the first value without room on, each cell is counted by itself. */
  #addBeyond(bytes: Uint8Array, start: number, beyond: HashCount): void {
    const kinds = KIND_OF_BYTE;
    const end = bytes.length;
    let at = start;
    while (at < end) {
      const from = at;
      let hash = 0x811c9dc5;
      let mask = 0;
      for (let byte = bytes[at] as number; byte !== 0; byte = bytes[++at] as number) {
        hash = Math.imul(hash ^ byte, 0x01000193);
        mask |= kinds[byte] as number;
      }
      this.rows++;
      if (at === from) this.missing++;
      else {
        beyond.add(hash >>> 0);
        const number = this.#count(bytes, from, at, mask, 1);
        if (number !== undefined) this.#keepNumber(number);
      }
      at++;
    }
  }

  /** The number a kept value reads as. */
  numberAt(index: number): number | undefined {
    const from = this.values.offsets[index] as number;
    const to = this.values.offsets[index + 1] as number;
    return this.#readNumber(this.values.bytes, from, to, SPACE);
  }

  /** Counts one value, and returns the number that it reads as. */
  #count(bytes: Uint8Array, from: number, to: number, mask: number, weight: number): number | undefined {
    const length = (mask & NOT_ASCII) === 0 ? to - from : countCharacters(bytes, from, to);
    const { characters, reads } = this;
    if (length < characters.min) characters.min = length;
    if (length > characters.max) characters.max = length;
    characters.sum += length * weight;
    if ((mask & DIGIT) === 0) {
      const maySay = length <= 7 && (mask & (OTHER | NUMBER_SIGN | SLASH)) === 0;
      if (maySay && readBoolean(textOf(bytes, from, to)) !== undefined) reads.boolean += weight;
      return undefined;
    }
    if ((mask & (SLASH | LETTER | OTHER)) === 0) {
      const value = this.#readNumber(bytes, from, to, mask);
      if (value !== undefined) {
        reads.double += weight;
        if (this.#integer) {
          reads.integer += weight;
          if (hasLeadingZero(bytes, from, to)) reads.leadingZeros += weight;
        }
        return value;
      }
    }
    if (!mayBeDate(bytes, from, to, mask)) return undefined;
    const date = readDate(textOf(bytes, from, to));
    if (date === undefined) return undefined;
    reads.date += weight;
    if (date.timed) reads.timed += weight;
    if (date.format === 'YYYY-MM-DD') reads.isoDate += weight;
    return undefined;
  }

  /** Agrees with `readNumber` on every cell (guarded by column-scan.test.ts); sets `#integer`. */
  #readNumber(bytes: Uint8Array, from: number, to: number, mask: number): number | undefined {
    let at = from;
    let digits = 0;
    let decimals = 0;
    let value = 0;
    let point = false;
    this.#integer = false;
    const sign = bytes[at];
    if (sign === 0x2d || sign === 0x2b) at++;
    for (; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte >= 0x30 && byte <= 0x39) {
        value = value * 10 + byte - 0x30;
        digits++;
        if (point) decimals++;
      } else if (byte === 0x2e && !point) point = true;
      else
        return (mask & (SPACE | EXPONENT | NOT_ASCII)) === 0
          ? undefined
          : this.#readOddNumber(bytes, from, to);
    }
    // Up to 15 digits and 22 decimals both parts are exact, and so is the rounding of their quotient.
    if (digits === 0 || digits > 15 || decimals > 22) return this.#readOddNumber(bytes, from, to);
    this.#integer = !point;
    if (decimals > 0) value /= POWERS_OF_TEN[decimals] as number;
    return sign === 0x2d ? -value : value;
  }

  #readOddNumber(bytes: Uint8Array, from: number, to: number): number | undefined {
    const text = textOf(bytes, from, to);
    this.#integer = /^[+-]?\d+$/.test(text.trim());
    return readNumber(text);
  }

  #keepNumber(value: number): void {
    if (this.numberCount === this.numbers.length) {
      const larger = new Float64Array(Math.max(1 << 16, this.numbers.length * 2));
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.numberCount++] = value;
  }
}

/** False only where `readDate` would find none. */
function mayBeDate(bytes: Uint8Array, from: number, to: number, mask: number): boolean {
  if ((mask & NOT_ASCII) !== 0) return true;
  let at = from;
  while (at < to && (bytes[at] as number) <= 0x20) at++;
  const first = bytes[at] as number;
  if (first < 0x30 || first > 0x39) return false;
  return bytes[at + 4] === 0x2d || (mask & SLASH) !== 0;
}

function hasLeadingZero(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && ((bytes[at] as number) <= 0x20 || bytes[at] === 0x2d || bytes[at] === 0x2b)) at++;
  const next = bytes[at + 1] as number;
  return bytes[at] === 0x30 && at + 1 < to && next >= 0x30 && next <= 0x39;
}

function countCharacters(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (((bytes[at] as number) & 0xc0) !== 0x80) count++;
  return count;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}
