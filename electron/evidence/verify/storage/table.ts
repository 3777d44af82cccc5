import { USABLE_BYTES } from './pages.ts';

/**
 * Tables of a SQLite file, read from its pages: https://sqlite.org/fileformat2.html#b_tree_pages. Strict:
 * whatever SQLite would not have written is a `MalformedPage`.
 */
export class MalformedPage extends Error {
  readonly page: number;

  constructor(page: number) {
    super(`page ${page} is malformed`);
    this.page = page;
  }
}

/** Where the header of a page begins; page 1 has that of the file before it. */
const FILE_HEADER_BYTES = 100;
const INTERIOR = 0x05;
const LEAF = 0x0d;
const INTERIOR_HEADER_BYTES = 12;
const LEAF_HEADER_BYTES = 8;
/** Payloads above this go to overflow pages in part. */
const LOCAL_MOST = USABLE_BYTES - 35;
const LOCAL_LEAST = Math.floor(((USABLE_BYTES - 12) * 32) / 255) - 23;
const OVERFLOW_BYTES = USABLE_BYTES - 4;

/** Fetches an overflow page; MUST throw where it cannot be read or was used already. */
export type OverflowPages = (number: number) => Buffer;

export type TablePage =
  | { readonly kind: 'interior'; readonly children: readonly number[] }
  | { readonly kind: 'leaf'; readonly cells: number };

/** What kind of page of a table this is, and the pages below it in order. */
export function readTablePage(number: number, page: Buffer): TablePage {
  const header = number === 1 ? FILE_HEADER_BYTES : 0;
  const cells = page.readUInt16BE(header + 3);
  const kind = page[header];
  if (kind === LEAF) return { kind: 'leaf', cells };
  if (kind !== INTERIOR) throw new MalformedPage(number);
  const children: number[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const at = page.readUInt16BE(header + INTERIOR_HEADER_BYTES + 2 * cell);
    if (at + 4 > USABLE_BYTES) throw new MalformedPage(number);
    children.push(page.readUInt32BE(at));
  }
  children.push(page.readUInt32BE(header + 8));
  return { kind: 'interior', children };
}

/** Takes a row: its record stands in `bytes` from `at` to before `end`. */
export type TakeRow = (rowid: number, bytes: Buffer, at: number, end: number) => void;

/**
 * Reads every row of a leaf page in order. A record may be written over between its columns' values.
 */
export function readLeaf(number: number, page: Buffer, overflow: OverflowPages, onRow: TakeRow): void {
  const header = number === 1 ? FILE_HEADER_BYTES : 0;
  if (page[header] !== LEAF) throw new MalformedPage(number);
  const cells = page.readUInt16BE(header + 3);
  if (header + LEAF_HEADER_BYTES + 2 * cells > USABLE_BYTES) throw new MalformedPage(number);
  for (let cell = 0; cell < cells; cell += 1) {
    VARINT.at = page.readUInt16BE(header + LEAF_HEADER_BYTES + 2 * cell);
    const length = readVarint(number, page);
    const rowid = readVarint(number, page);
    const start = VARINT.at;
    if (length <= LOCAL_MOST) {
      if (start + length > USABLE_BYTES) throw new MalformedPage(number);
      onRow(rowid, page, start, start + length);
    } else onRow(rowid, gather(number, page, start, length, overflow), 0, length);
  }
}

function gather(
  number: number,
  page: Buffer,
  start: number,
  length: number,
  overflow: OverflowPages,
): Buffer {
  const surplus = LOCAL_LEAST + ((length - LOCAL_LEAST) % OVERFLOW_BYTES);
  const local = surplus <= LOCAL_MOST ? surplus : LOCAL_LEAST;
  if (start + local + 4 > USABLE_BYTES || length > LONGEST_RECORD) throw new MalformedPage(number);
  const record = Buffer.allocUnsafe(length);
  let filled = page.copy(record, 0, start, start + local);
  let next = page.readUInt32BE(start + local);
  while (filled < length) {
    if (next === 0) throw new MalformedPage(number);
    const more = overflow(next);
    next = more.readUInt32BE(0);
    filled += more.copy(record, filled, 4, 4 + Math.min(OVERFLOW_BYTES, length - filled));
  }
  if (next !== 0) throw new MalformedPage(number);
  return record;
}

/** Far above any entry: a length that is a lie must not become an allocation. */
const LONGEST_RECORD = 64 * 1024 * 1024;

/** A column's value in a record: `at` to before `end`, and its serial type. */
export interface Column {
  readonly type: number;
  readonly at: number;
  readonly end: number;
}

const FIXED_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

/**
 * The columns of one record after the other: https://sqlite.org/fileformat2.html#record_format. Written over
 * by each, so that nothing is allocated for a row.
 */
export class RecordColumns {
  count = 0;
  readonly types: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** @throws MalformedPage for a record that SQLite would not have written */
  read(number: number, bytes: Buffer, at: number, end: number): void {
    VARINT.at = at;
    const headerEnd = at + readVarint(number, bytes);
    if (headerEnd > end) throw new MalformedPage(number);
    let column = headerEnd;
    this.count = 0;
    while (VARINT.at < headerEnd) {
      const type = readVarint(number, bytes);
      const fixed = FIXED_BYTES[type];
      if (fixed === undefined && type < 12) throw new MalformedPage(number);
      this.types[this.count] = type;
      this.starts[this.count] = column;
      column += fixed ?? Math.floor((type - 12) / 2);
      this.ends[this.count] = column;
      this.count += 1;
    }
    if (VARINT.at !== headerEnd || column !== end) throw new MalformedPage(number);
  }

  isBlob(column: number): boolean {
    const type = this.types[column] ?? 0;
    return column < this.count && type >= 12 && type % 2 === 0;
  }

  isText(column: number): boolean {
    const type = this.types[column] ?? 0;
    return column < this.count && type >= 13 && type % 2 === 1;
  }
}

/** Takes one record apart, for tables of few rows. */
export function readRecord(number: number, bytes: Buffer, at: number, end: number): Column[] {
  const columns = new RecordColumns();
  columns.read(number, bytes, at, end);
  const { types, starts, ends } = columns;
  return types.map((type, i) => ({ type, at: starts[i] ?? 0, end: ends[i] ?? 0 }));
}

export function isText({ type }: Column): boolean {
  return type >= 13 && type % 2 === 1;
}

export function isBlob({ type }: Column): boolean {
  return type >= 12 && type % 2 === 0;
}

/** An integer column. @throws MalformedPage for other columns, and for integers past exact numbers */
export function readInteger(number: number, record: Buffer, { type, at, end }: Column): number {
  if (type === 8 || type === 9) return type - 8;
  if (type < 1 || type > 6) throw new MalformedPage(number);
  const value = end - at === 8 ? Number(record.readBigInt64BE(at)) : record.readIntBE(at, end - at);
  if (!Number.isSafeInteger(value)) throw new MalformedPage(number);
  return value;
}

/** Reading position of the varint reader: a result of two numbers would be an object per call. */
const VARINT = { at: 0 };

function readVarint(number: number, bytes: Buffer): number {
  let value = 0;
  for (let i = 0; i < 8; i += 1) {
    const byte = bytes[VARINT.at];
    if (byte === undefined) throw new MalformedPage(number);
    VARINT.at += 1;
    if (byte < 128) {
      value = value * 128 + byte;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedPage(number);
      return value;
    }
    value = value * 128 + (byte & 127);
  }
  // Nine bytes are a negative number, or one past exact numbers: no position and no length.
  throw new MalformedPage(number);
}
