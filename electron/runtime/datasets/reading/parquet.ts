import { Problem } from '../../../../shared/domain/index.ts';
import type { ImportNotes } from '../storage/manifest.ts';
import { openLocked, quoted, type LockedDatabase } from './duckdb.ts';
import { stopIfAborted } from './encoding.ts';
import type { ColumnChunk, ReadProgress, TablePreview, TableReader } from './source.ts';
import { StringColumns } from './string-columns.ts';

const PREVIEW_ROWS = 50;

/** @throws Problem `invalid_input` for a file that is not Parquet after all */
export async function openParquet(path: string, sizeBytes: number): Promise<ParquetReader> {
  const database = await openLocked(path);
  try {
    const described = await database.connection.runAndReadAll(
      `DESCRIBE SELECT * FROM read_parquet(${quoted(path)})`,
    );
    const headers = described.getRows().map((row) => String(row[0]));
    const counted = await database.connection.runAndReadAll(
      `SELECT count(*) FROM read_parquet(${quoted(path)})`,
    );
    const total = Number(counted.getRows()[0]?.[0] ?? 0);
    return new ParquetReader(database, path, sizeBytes, headers, total);
  } catch (error) {
    database.close();
    throw unreadable(error);
  }
}

export async function previewParquet(path: string, sizeBytes: number): Promise<TablePreview> {
  const reader = await openParquet(path, sizeBytes);
  try {
    return await reader.preview();
  } finally {
    await reader.close();
  }
}

class ParquetReader implements TableReader {
  readonly headers: readonly string[];
  rows = 0;
  readonly #database: LockedDatabase;
  readonly #path: string;
  readonly #size: number;
  readonly #total: number;
  #emptyRows = 0;

  constructor(
    database: LockedDatabase,
    path: string,
    size: number,
    headers: readonly string[],
    total: number,
  ) {
    this.#database = database;
    this.#path = path;
    this.#size = size;
    this.headers = headers;
    this.#total = total;
  }

  async *read(
    names: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: ReadProgress) => void,
  ): AsyncGenerator<ColumnChunk> {
    const columns = new StringColumns(this.headers.length);
    let seen = 0;
    try {
      for await (const rows of this.#stream('')) {
        stopIfAborted(signal);
        for (const row of rows) {
          seen++;
          if (row.every((cell) => cell === null || cell.trim() === '')) {
            this.#emptyRows++;
            continue;
          }
          for (const [column, cell] of row.entries()) columns.put(column, cell, seen, names[column]);
          this.rows++;
        }
        yield* columns.take(false);
        onProgress({ rows: this.rows, share: seen / Math.max(1, this.#total) });
      }
    } catch (error) {
      throw unreadable(error);
    }
    yield* columns.take(true);
  }

  async preview(): Promise<TablePreview> {
    const rows: (string | null)[][] = [];
    for await (const some of this.#stream(`LIMIT ${PREVIEW_ROWS}`)) rows.push(...some);
    return { headers: this.headers, rows, notes: this.notes() };
  }

  notes(): ImportNotes {
    return {
      format: 'parquet',
      sizeBytes: this.#size,
      emptyRows: this.#emptyRows,
      paddedRows: 0,
      problems: [],
    };
  }

  close(): Promise<void> {
    this.#database.close();
    return Promise.resolve();
  }

  async *#stream(tail: string): AsyncGenerator<(string | null)[][]> {
    const aliases = this.headers.map((_, index) => `c${index}`);
    const casts = aliases.map((name) => `CAST(${name} AS VARCHAR)`);
    const source = `read_parquet(${quoted(this.#path)}) AS t(${aliases.join(', ')})`;
    const result = await this.#database.connection.stream(
      `SELECT ${casts.join(', ')} FROM ${source} ${tail}`,
    );
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows() as (string | null)[][];
    }
  }
}

/** DuckDB's own words may quote cells, so they are not passed on. */
function unreadable(error: unknown): unknown {
  if (error instanceof Problem) return error;
  return new Problem(
    'invalid_input',
    'the file cannot be read as Parquet: it is damaged, encrypted or of an unknown kind',
    'Write it again, or choose another file.',
  );
}
