/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- reads within the bounds of typed arrays, in hot loops */
import { malformed } from './records.ts';
import type { CellChunk } from '../storage/cells.ts';

const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;

/** Longest record, in bytes: beyond it an unclosed quote is far likelier than a cell of that size. */
const LONGEST_RECORD_BYTES = 16 << 20;

/** Room for a column's cells to begin with; it doubles as needed. */
const FIRST_BYTES = 32 << 10;

/** Room that there is before each cell. Writes behind an array's end are harmless but slow all others down. */
const USUAL_CELL_BYTES = 16 << 10;

const UNFINISHED = -1;
const AGAIN = -2;

/** Padded rows that are reported one by one; the rest is only counted. */
const REPORTED_PROBLEMS = 100;

interface OpenColumn {
  bytes: Uint8Array;
  length: number;
  rows: number;
}

/**
 * Cuts the records behind a header into column chunks, byte by byte and without making strings.
 *
 * Cells are copied as they stand, without their quotes; a cell of white space only is missing. A
 * record without any cell is skipped and counted, one with too few cells is padded and reported.
 */
export class BodyReader {
  rows = 0;
  emptyRows = 0;
  paddedRows = 0;
  readonly problems: { line: number; message: string }[] = [];

  readonly #columns: OpenColumn[];
  readonly #delimiter: number;
  readonly #ends: Uint8Array;
  readonly #names: readonly string[];
  /** Lengths at the start of the record being read, to take back an unfinished one. */
  readonly #saved: Float64Array;
  #line: number;

  /** @param names of the columns, safe to print; @param line on which the body begins */
  constructor(names: readonly string[], delimiter: string, line: number) {
    this.#names = names;
    this.#columns = names.map(() => ({ bytes: new Uint8Array(FIRST_BYTES), length: 0, rows: 0 }));
    this.#saved = new Float64Array(names.length);
    this.#delimiter = delimiter.charCodeAt(0);
    this.#ends = new Uint8Array(256);
    for (const byte of [0, CR, LF, this.#delimiter]) this.#ends[byte] = 1;
    this.#line = line;
  }

  /**
   * Reads every whole record of `bytes[0, end)` and returns the offset of the first unfinished one.
   * `bytes` MUST have room for one byte at `end`; it is overwritten.
   *
   * @param last whether the file ends at `end`
   * @throws Problem `invalid_input` naming line and column
   */
  read(bytes: Uint8Array, end: number, last: boolean): number {
    bytes[end] = LF;
    let at = 0;
    while (at < end) {
      const next = this.#readRecord(bytes, at, end, last);
      if (next === AGAIN) continue;
      if (next === UNFINISHED) {
        if (end - at > LONGEST_RECORD_BYTES)
          throw malformed(this.#line, 'column 1', 'the record is longer than 16 MiB; is a quote left open?');
        return at;
      }
      at = next;
    }
    return at;
  }

  /** Chunks of columns that hold at least `least` bytes, which are thereby handed over. */
  *take(least: number): Generator<{ readonly column: number; readonly chunk: CellChunk }> {
    for (const [column, open] of this.#columns.entries()) {
      const rows = this.rows - open.rows;
      if (rows === 0 || open.length < least) continue;
      yield { column, chunk: { rows, bytes: open.bytes.subarray(0, open.length) } };
      open.length = 0;
      open.rows = this.rows;
    }
  }

  /** Offset behind the record that begins at `start`, `UNFINISHED`, or `AGAIN` after making room for it. */
  #readRecord(bytes: Uint8Array, start: number, end: number, last: boolean): number {
    const columns = this.#columns;
    const ends = this.#ends;
    const width = columns.length;
    const firstLine = this.#line;
    let at = start;
    let column = 0;
    let filled = false;
    for (;;) {
      const open = columns[column] as OpenColumn;
      const from = open.length;
      if (open.bytes.length - from < USUAL_CELL_BYTES) this.#makeRoom(open, 0);
      const out = open.bytes;
      this.#saved[column] = from;
      let to = from;
      let byte = bytes[at] as number;
      if (byte === QUOTE) {
        const openLine = this.#line;
        at++;
        for (;;) {
          byte = bytes[at] as number;
          if (at >= end) {
            if (last) throw this.#malformed(openLine, column, 'a quote that opens here never closes');
            this.#takeBack(column, firstLine);
            return UNFINISHED;
          }
          if (byte === QUOTE) {
            at++;
            if (at >= end || bytes[at] !== QUOTE) break;
          } else if (byte === LF) this.#line++;
          else if (byte === 0) throw this.#malformed(this.#line, column, 'a zero byte; the file is damaged');
          out[to++] = byte;
          at++;
        }
        byte = bytes[at] as number;
        if (ends[byte] === 0) throw this.#malformed(this.#line, column, 'text follows a closing quote');
      } else {
        while (ends[byte] === 0) {
          out[to++] = byte;
          byte = bytes[++at] as number;
        }
      }
      // A cell that is longer than usual: what was written behind the end of `out` was ignored, so the
      // record is read again once there is room.
      if (to >= out.length) {
        this.#makeRoom(open, to + 1);
        this.#takeBack(column, firstLine);
        return AGAIN;
      }
      if (to > from) {
        if ((out[from] as number) <= SPACE && isBlank(out, from, to)) to = from;
        else filled = true;
      }
      out[to++] = 0;
      open.length = to;
      column++;
      if (byte !== this.#delimiter) break;
      if (column === width)
        throw malformed(
          firstLine,
          `column ${width + 1}`,
          `more cells than the ${width} columns of the header`,
        );
      at++;
    }
    if (at < end && bytes[at] === 0)
      throw this.#malformed(this.#line, column - 1, 'a zero byte; the file is damaged');
    // At the end of a block the line end may be our own mark, or the first half of CR LF.
    if (!last && (at >= end || (bytes[at] === CR && at + 1 >= end))) {
      this.#takeBack(column - 1, firstLine);
      return UNFINISHED;
    }
    if (bytes[at] === CR && at + 1 < end && bytes[at + 1] === LF) at++;
    this.#line++;
    if (!filled) {
      this.emptyRows++;
      this.#takeBack(column - 1, this.#line);
      return at + 1;
    }
    if (column < width) this.#pad(column, firstLine);
    this.rows++;
    return at + 1;
  }

  #takeBack(lastColumn: number, line: number): void {
    for (let i = 0; i <= lastColumn; i++) (this.#columns[i] as OpenColumn).length = this.#saved[i] as number;
    this.#line = line;
  }

  #makeRoom(open: OpenColumn, needed: number): void {
    const larger = new Uint8Array(Math.max(needed, open.bytes.length * 2));
    larger.set(open.bytes.subarray(0, open.length));
    open.bytes = larger;
  }

  #pad(from: number, line: number): void {
    const columns = this.#columns;
    for (let i = from; i < columns.length; i++) {
      const open = columns[i] as OpenColumn;
      if (open.length === open.bytes.length) this.#makeRoom(open, open.length + 1);
      open.bytes[open.length++] = 0;
    }
    this.paddedRows++;
    if (this.problems.length < REPORTED_PROBLEMS) {
      const message = `${from} of ${columns.length} cells; the rest counts as missing`;
      this.problems.push({ line, message });
    }
  }

  #malformed(line: number, column: number, message: string): Error {
    return malformed(line, `column ${column + 1} (\`${this.#names[column] ?? ''}\`)`, message);
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((bytes[i] as number) > SPACE) return false;
  return true;
}
