import { gzipSync } from 'node:zlib';
import { ThriftStruct } from './thrift.ts';

/** Parquet's own numbers (parquet.thrift 2.10). */
const BYTE_ARRAY = 6;
const REQUIRED = 0;
const OPTIONAL = 1;
const UTF8 = 0;
const PLAIN = 0;
const RLE = 3;
const GZIP = 2;
const DATA_PAGE = 0;
const MAGIC = Buffer.from('PAR1', 'latin1');

/** A group of rows is written when its packed pages come to this. */
const GROUP_BYTES = 16 << 20;

interface Chunk {
  readonly pages: Buffer[];
  bytes: number;
  unpackedBytes: number;
  values: number;
}

interface Group {
  readonly rows: number;
  readonly bytes: number;
  readonly chunks: readonly (Omit<Chunk, 'pages'> & { readonly offset: number })[];
}

/**
 * Writes a table of text columns as Parquet, piece by piece, holding one group of packed pages. Our own, since the
 * library that reads Parquet can write it to a path only, and cells in clear touch no disk here.
 *
 * Every column is an optional string: plain encoding, definition levels of one bit, packed with gzip, which every
 * reader knows. What the table is about stands in the file's key-value metadata.
 */
export class ParquetText {
  readonly #names: readonly string[];
  readonly #about: Readonly<Record<string, string>>;
  readonly #groups: Group[] = [];
  #open: Chunk[];
  #openRows = 0;
  #at = 0;

  constructor(names: readonly string[], about: Readonly<Record<string, string>>) {
    this.#names = names;
    this.#about = about;
    this.#open = names.map(emptyChunk);
  }

  start(): Uint8Array {
    this.#at = MAGIC.length;
    return MAGIC;
  }

  /** Takes some rows, column by column. Gives a whole group of rows when one is full. */
  put(columns: readonly (readonly (string | null)[])[]): Uint8Array | undefined {
    let bytes = 0;
    for (const [index, cells] of columns.entries()) {
      const chunk = this.#open[index];
      if (chunk === undefined) throw new Error('more columns than names');
      const clear = pageOf(cells);
      const packed = gzipSync(clear);
      const header = pageHeader(clear.length, packed.length, cells.length);
      chunk.pages.push(header, packed);
      chunk.bytes += header.length + packed.length;
      chunk.unpackedBytes += header.length + clear.length;
      chunk.values += cells.length;
      bytes += chunk.bytes;
    }
    this.#openRows += columns[0]?.length ?? 0;
    return bytes >= GROUP_BYTES ? this.#closeGroup() : undefined;
  }

  end(): Uint8Array {
    const last = this.#openRows > 0 ? this.#closeGroup() : Buffer.alloc(0);
    const footer = this.#footer();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    return Buffer.concat([last, footer, length, MAGIC]);
  }

  #closeGroup(): Buffer {
    const pieces: Buffer[] = [];
    const chunks: Group['chunks'][number][] = [];
    let bytes = 0;
    for (const { pages, ...chunk } of this.#open) {
      chunks.push({ ...chunk, offset: this.#at });
      pieces.push(...pages);
      this.#at += chunk.bytes;
      bytes += chunk.unpackedBytes;
    }
    this.#groups.push({ rows: this.#openRows, bytes, chunks });
    this.#open = this.#names.map(emptyChunk);
    this.#openRows = 0;
    return Buffer.concat(pieces);
  }

  #footer(): Buffer {
    const rows = this.#groups.reduce((sum, group) => sum + group.rows, 0);
    const root = new ThriftStruct().i32(3, REQUIRED).text(4, 'table').i32(5, this.#names.length).end();
    const columns = this.#names.map((name) =>
      new ThriftStruct()
        .i32(1, BYTE_ARRAY)
        .i32(3, OPTIONAL)
        .text(4, name)
        .i32(6, UTF8)
        // LogicalType STRING: a union with an empty struct in its first place.
        .struct(10, new ThriftStruct().struct(1, new ThriftStruct().end()).end())
        .end(),
    );
    const about = Object.entries(this.#about).map(([key, value]) =>
      new ThriftStruct().text(1, key).text(2, value).end(),
    );
    return new ThriftStruct()
      .i32(1, 2)
      .structs(2, [root, ...columns])
      .i64(3, rows)
      .structs(
        4,
        this.#groups.map((group) => this.#rowGroup(group)),
      )
      .structs(5, about)
      .text(6, 'swarm-clinical')
      .end();
  }

  #rowGroup({ rows, bytes, chunks }: Group): Buffer {
    const columns = chunks.map(({ bytes: packed, unpackedBytes, values, offset }, index) => {
      const meta = new ThriftStruct()
        .i32(1, BYTE_ARRAY)
        .i32s(2, [PLAIN, RLE])
        .texts(3, [this.#names[index] ?? ''])
        .i32(4, GZIP)
        .i64(5, values)
        .i64(6, unpackedBytes)
        .i64(7, packed)
        .i64(9, offset)
        .end();
      return new ThriftStruct().i64(2, offset).struct(3, meta).end();
    });
    return new ThriftStruct().structs(1, columns).i64(2, bytes).i64(3, rows).end();
  }
}

function emptyChunk(): Chunk {
  return { pages: [], bytes: 0, unpackedBytes: 0, values: 0 };
}

function pageHeader(unpacked: number, packed: number, values: number): Buffer {
  const data = new ThriftStruct().i32(1, values).i32(2, PLAIN).i32(3, RLE).i32(4, RLE).end();
  return new ThriftStruct().i32(1, DATA_PAGE).i32(2, unpacked).i32(3, packed).struct(5, data).end();
}

/** Which cells are there, one bit each, then those cells, each behind its length. */
function pageOf(cells: readonly (string | null)[]): Buffer {
  const groups = Math.ceil(cells.length / 8);
  const bits = Buffer.alloc(groups);
  const values: Buffer[] = [];
  for (const [index, cell] of cells.entries()) {
    if (cell === null) continue;
    bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
    const bytes = Buffer.from(cell, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    values.push(length, bytes);
  }
  // One bit-packed run (RLE hybrid): its header counts groups of eight.
  const header: number[] = [];
  for (let rest = (groups << 1) | 1; ; rest >>>= 7) {
    header.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    if (rest <= 0x7f) break;
  }
  const levels = Buffer.concat([Buffer.from(header), bits]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(levels.length);
  return Buffer.concat([length, levels, ...values]);
}
