import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParquetFile, type ParquetCell, type ParquetColumn } from './parquet-file.ts';

let folder: string;
let connection: DuckDBConnection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-'));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(async () => {
  connection.closeSync();
  await rm(folder, { recursive: true, force: true });
});

const text = (name: string): ParquetColumn => ({ name, type: 'text', optional: true });

/** Written in pieces, read by DuckDB. */
async function readBack(
  columns: readonly ParquetColumn[],
  pieces: readonly (readonly (readonly ParquetCell[])[])[],
  query = (path: string): string => `select * from read_parquet('${path}')`,
  about: Record<string, string> = {},
) {
  const file = new ParquetFile(columns, about);
  const bytes = [file.begin(), ...pieces.map((piece) => file.put(piece) ?? new Uint8Array()), file.end()];
  const path = join(folder, 'a.parquet');
  await writeFile(path, Buffer.concat(bytes));
  const reader = await connection.runAndReadAll(query(path));
  return { rows: reader.getRowsJS(), names: reader.columnNames(), types: reader.columnTypes().map(String) };
}

describe('a Parquet file', () => {
  it('is read back with its types, nulls and times', async () => {
    const columns: ParquetColumn[] = [
      text('ward'),
      { name: 'seq', type: 'count', optional: false },
      { name: 'intent', type: 'count', optional: true },
      { name: 'at', type: 'time', optional: false },
      { name: 'phi', type: 'flag', optional: false },
    ];
    const at = Date.UTC(2026, 1, 3, 4, 5, 6, 789);
    const { rows, names, types } = await readBack(columns, [
      [
        ['Zürich 😀', null],
        [1, 2 ** 52],
        [null, -1],
        [at, 0],
        [true, false],
      ],
      [[''], [3], [7], [-1000], [true]],
    ]);
    expect(names).toEqual(columns.map(({ name }) => name));
    expect(types).toEqual(['VARCHAR', 'BIGINT', 'BIGINT', 'TIMESTAMP WITH TIME ZONE', 'BOOLEAN']);
    expect(rows).toEqual([
      ['Zürich 😀', 1n, null, new Date(at), true],
      [null, BigInt(2 ** 52), -1n, new Date(0), false],
      ['', 3n, 7n, new Date(-1000), true],
    ]);
  });

  it('keeps a table without rows, a column of nulls alone, and names of every kind', async () => {
    const names = ['a.b', '__proto__', 'größe', ' x ', 'toString', 'with "quotes"'];
    const empty = await readBack(names.map(text), []);
    expect([empty.names, empty.rows]).toEqual([names, []]);
    const nulls = await readBack(names.map(text), [names.map((_, at) => [at === 1 ? 'here' : null])]);
    expect(nulls.rows).toEqual([names.map((_, at) => (at === 1 ? 'here' : null))]);
  });

  it('gives a group of rows away when it is full, and counts across all of them', async () => {
    const file = new ParquetFile([text('a'), text('b')]);
    file.begin();
    const window = (from: number): [string[], string[]] => [
      Array.from({ length: 2000 }, (_, at) => `row ${from + at}`),
      Array.from({ length: 2000 }, (_, at) => (at % 2 === 0 ? 'even' : 'odd')),
    ];
    const given = Array.from({ length: 25 }, (_, at) => file.put(window(at * 2000)) !== undefined);
    expect(given.flatMap((full, at) => (full ? [at] : []))).toEqual([9, 19]);
    const pieces = Array.from({ length: 25 }, (_, at) => window(at * 2000));
    const query = (path: string): string =>
      `select count(*), count(distinct a), count(*) filter (b = 'odd'), max(a) from read_parquet('${path}')`;
    expect((await readBack([text('a'), text('b')], pieces, query)).rows).toEqual([
      [50_000n, 50_000n, 25_000n, 'row 9999'],
    ]);
  });

  it('gives a group away for its text too, so that wide tables do not pile up', () => {
    const file = new ParquetFile([text('note')]);
    file.begin();
    const note = 'x'.repeat(1 << 20);
    const given = Array.from({ length: 20 }, () => file.put([[note]]) !== undefined);
    expect(given.indexOf(true)).toBe(15);
    expect(given.filter(Boolean)).toHaveLength(1);
  });

  it('says of itself what it was told to, and refuses columns that do not fit', async () => {
    const { rows } = await readBack(
      [text('a')],
      [[['1']]],
      (path) => `select decode(key), decode(value) from parquet_kv_metadata('${path}')`,
      { purpose: 'study “heart”' },
    );
    expect(rows).toEqual([['purpose', 'study “heart”']]);
    const file = new ParquetFile([text('a'), text('b')]);
    for (const wrong of [[['1']], [['1'], ['1', '2']], [['1'], ['1'], ['1']]])
      expect(() => file.put(wrong)).toThrow(RangeError);
    const strict = new ParquetFile([{ name: 'a', type: 'text', optional: false }]);
    strict.put([[null]]);
    expect(() => strict.end()).toThrow();
  });
});
