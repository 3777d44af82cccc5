import { gzipSync } from 'node:zlib';
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

/** Text in UTF-8; a whole number of 64 bits; milliseconds of UTC since 1970; true or false. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: 'text' | 'count' | 'time' | 'flag';
  /** Whether cells may be null. */
  readonly optional: boolean;
}

export type ParquetCell = string | number | boolean | null;

const TYPES: Readonly<Record<ParquetColumn['type'], Partial<SchemaElement>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  count: { type: 'INT64' },
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  flag: { type: 'BOOLEAN' },
};

/** Rows of a group are few enough for its pages to be packed at once. */
const ROWS_PER_GROUP = 20_000;
/** Wide tables have fewer rows in a group: so many characters of text, at most. */
const TEXT_PER_GROUP = 16 << 20;

/**
 * A Parquet file (github.com/apache/parquet-format), written into memory piece by piece: whoever calls writes the
 * pieces where they belong, so that what is on its way is one group of rows, whatever the size of the table. Packed
 * with gzip, which every reader knows.
 */
export class ParquetFile {
  readonly #columns: readonly ParquetColumn[];
  readonly #bytes = new ByteWriter(1 << 16);
  readonly #writer: ParquetWriter;
  #waiting: ParquetCell[][];
  #waitingText = 0;

  /** @param about what the file says of itself, in its key-value metadata */
  constructor(columns: readonly ParquetColumn[], about: Readonly<Record<string, string>> = {}) {
    this.#columns = columns;
    this.#waiting = columns.map(() => []);
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: [
        { name: 'table', num_children: columns.length },
        ...columns.map(({ name, type, optional }): SchemaElement => ({
          ...{ name, repetition_type: optional ? 'OPTIONAL' : 'REQUIRED' },
          ...TYPES[type],
        })),
      ],
      codec: 'GZIP',
      compressors: { GZIP: (bytes) => gzipSync(bytes) },
      kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
      createdBy: 'swarm-clinical',
    });
  }

  /** What a file begins with. */
  begin(): Uint8Array {
    return this.#written();
  }

  /**
   * Takes some rows, column by column, each column as long as the others. Gives bytes to write once a group of rows is
   * full.
   *
   * @throws RangeError for another number of columns, or columns of different lengths
   */
  put(columns: readonly (readonly ParquetCell[])[]): Uint8Array | undefined {
    const rows = columns[0]?.length ?? 0;
    if (columns.length !== this.#columns.length || columns.some(({ length }) => length !== rows))
      throw new RangeError('columns that do not fit');
    for (const [at, cells] of columns.entries()) {
      const waiting = this.#waiting[at];
      for (const cell of cells) {
        waiting?.push(cell);
        if (typeof cell === 'string') this.#waitingText += cell.length;
      }
    }
    const full = (this.#waiting[0]?.length ?? 0) >= ROWS_PER_GROUP || this.#waitingText >= TEXT_PER_GROUP;
    return full ? this.#group() : undefined;
  }

  /** The last group, and what says where everything stands. */
  end(): Uint8Array {
    const last = (this.#waiting[0]?.length ?? 0) > 0 ? this.#group() : new Uint8Array();
    // Resolves in no other way: nothing of it leaves this memory.
    void this.#writer.finish();
    return Buffer.concat([last, this.#written()]);
  }

  #group(): Uint8Array {
    const rows = this.#waiting[0]?.length ?? 0;
    void this.#writer.write({
      columnData: this.#columns.map(({ name, type }, at) => {
        const cells = this.#waiting[at] ?? [];
        return { name, data: type === 'count' ? cells.map(wide) : cells };
      }),
      rowGroupSize: rows,
    });
    this.#waiting = this.#columns.map(() => []);
    this.#waitingText = 0;
    return this.#written();
  }

  /** Takes what stands in memory out of it; the count of bytes goes on. */
  #written(): Uint8Array {
    const bytes = Uint8Array.from(this.#bytes.getBytes());
    this.#bytes.index = 0;
    return bytes;
  }
}

function wide(cell: ParquetCell): bigint | null {
  return cell === null ? null : BigInt(Number(cell));
}
