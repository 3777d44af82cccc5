import { gzipSync } from 'node:zlib';
import { AUDIT_COLUMNS, type AuditRow, type CellType } from './audit-row.ts';
import { encodeThrift, flag, i32, i64, listOf, struct, text, type ThriftValue } from './thrift.ts';

/**
 * Rows as a Parquet file (github.com/apache/parquet-format), a group of rows at a time, so that memory
 * does not grow with the journal: plain values, one page per column and group, packed with gzip.
 */

const MAGIC = Buffer.from('PAR1', 'latin1');
const TYPE: Readonly<Record<CellType, number>> = { flag: 0, count: 2, time: 2, text: 6 };
const REQUIRED = 0;
const OPTIONAL = 1;
const PLAIN = 0;
const RLE = 3;
const GZIP = 2;
const DATA_PAGE = 0;
const ROWS_PER_GROUP = 20_000;

type Column = (typeof AUDIT_COLUMNS)[number];

export class ParquetRows {
  readonly #groups: ThriftValue[] = [];
  #rows: AuditRow[] = [];
  #total = 0;
  #offset = 0;

  /** What a file begins with. */
  begin(): Buffer {
    return this.#placed(MAGIC);
  }

  /** Takes a row in; gives bytes to write once a group is full. */
  add(row: AuditRow): Buffer | undefined {
    this.#rows.push(row);
    return this.#rows.length < ROWS_PER_GROUP ? undefined : this.#group();
  }

  /** The last group, and what says where everything stands. */
  end(): Buffer {
    const last = this.#rows.length === 0 ? Buffer.alloc(0) : this.#group();
    const footer = encodeThrift(
      struct(
        [1, i32(2)],
        [2, listOf('struct', [ROOT, ...AUDIT_COLUMNS.map(schemaOf)])],
        [3, i64(this.#total)],
        [4, listOf('struct', this.#groups)],
        [6, text('swarm-clinical')],
      ),
    );
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    return Buffer.concat([last, footer, length, MAGIC]);
  }

  #group(): Buffer {
    const rows = this.#rows;
    this.#rows = [];
    const parts: Buffer[] = [];
    const chunks: ThriftValue[] = [];
    let bytes = 0;
    for (const column of AUDIT_COLUMNS) {
      const at = this.#offset;
      const { page, unpacked } = pageOf(column, rows);
      parts.push(this.#placed(page));
      bytes += unpacked;
      chunks.push(chunkOf(column, { at, rows: rows.length, packed: page.length, unpacked }));
    }
    this.#total += rows.length;
    this.#groups.push(struct([1, listOf('struct', chunks)], [2, i64(bytes)], [3, i64(rows.length)]));
    return Buffer.concat(parts);
  }

  #placed(bytes: Buffer): Buffer {
    this.#offset += bytes.length;
    return bytes;
  }
}

const ROOT = struct([4, text('audit')], [5, i32(AUDIT_COLUMNS.length)]);

function schemaOf({ name, type, optional }: Column): ThriftValue {
  const base = [
    [1, i32(TYPE[type])],
    [3, i32(optional ? OPTIONAL : REQUIRED)],
    [4, text(name)],
  ] as const;
  if (type === 'text') return struct(...base, [6, i32(0)], [10, struct([1, struct()])]);
  if (type !== 'time') return struct(...base);
  // Milliseconds of UTC, in the old words and in the new.
  const unit = struct([1, flag(true)], [2, struct([1, struct()])]);
  return struct(...base, [6, i32(9)], [10, struct([8, unit])]);
}

interface Placed {
  readonly at: number;
  readonly rows: number;
  readonly packed: number;
  readonly unpacked: number;
}

function chunkOf({ name, type }: Column, { at, rows, packed, unpacked }: Placed): ThriftValue {
  const about = struct(
    [1, i32(TYPE[type])],
    [2, listOf('i32', [i32(PLAIN), i32(RLE)])],
    [3, listOf('text', [text(name)])],
    [4, i32(GZIP)],
    [5, i64(rows)],
    [6, i64(unpacked)],
    [7, i64(packed)],
    [9, i64(at)],
  );
  return struct([2, i64(at)], [3, about]);
}

/** A page with its header, and how long both are unpacked. */
function pageOf(
  column: Column,
  rows: readonly AuditRow[],
): { readonly page: Buffer; readonly unpacked: number } {
  const values = rows.map((row) => row[column.name]);
  const present = values.filter((value) => value !== null);
  const plain = Buffer.concat([
    ...(column.optional ? [levels(values.map((value) => value !== null))] : []),
    plainValues(column.type, present),
  ]);
  const packed = gzipSync(plain);
  const header = encodeThrift(
    struct(
      [1, i32(DATA_PAGE)],
      [2, i32(plain.length)],
      [3, i32(packed.length)],
      [5, struct([1, i32(rows.length)], [2, i32(PLAIN)], [3, i32(RLE)], [4, i32(RLE)])],
    ),
  );
  return { page: Buffer.concat([header, packed]), unpacked: header.length + plain.length };
}

function plainValues(type: CellType, values: readonly (string | number | boolean)[]): Buffer {
  switch (type) {
    case 'text':
      return Buffer.concat(
        values.flatMap((value) => {
          const utf8 = Buffer.from(String(value), 'utf8');
          const length = Buffer.alloc(4);
          length.writeUInt32LE(utf8.length);
          return [length, utf8];
        }),
      );
    case 'flag': {
      const bits = Buffer.alloc(Math.ceil(values.length / 8));
      values.forEach((value, at) => {
        if (value === true) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
      });
      return bits;
    }
    case 'count':
    case 'time': {
      const numbers = Buffer.alloc(8 * values.length);
      values.forEach((value, at) => numbers.writeBigInt64LE(BigInt(Number(value)), 8 * at));
      return numbers;
    }
  }
}

/** Which values are there: runs of ones and zeros, behind their length (Encodings.md, RLE hybrid). */
function levels(present: readonly boolean[]): Buffer {
  const bytes: number[] = [];
  for (let from = 0; from < present.length;) {
    let to = from + 1;
    while (to < present.length && present[to] === present[from]) to += 1;
    for (let rest = (to - from) * 2; ; rest = Math.floor(rest / 128)) {
      bytes.push(rest > 127 ? (rest % 128) | 128 : rest);
      if (rest <= 127) break;
    }
    bytes.push(present[from] === true ? 1 : 0);
    from = to;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, Buffer.from(bytes)]);
}
