import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dropDuplicates } from './drop-duplicates.ts';
import { repeatedRows } from './duplicate-rows.ts';
import { afterChange, inMemoryTable, toolContext } from './in-memory-table.ts';

const args = { finding: 'F1', table: 'admissions', column: 'a' };

it('removes later copies and keeps the first, in order', async () => {
  const source = inMemoryTable({ a: ['1', '2', '1', '1', '2'], b: ['x', null, 'x', 'y', null] });
  const change = await dropDuplicates.plan(source, args, toolContext());
  expect([...(change.keepRows ?? [])]).toEqual([0, 1, 3]);
  expect(change.record).toMatchObject({ rowsRemoved: 2, valuesLost: 2, cellsChanged: 0 });
  const after = await afterChange(source, change);
  expect([await after.cells('a'), await after.cells('b')]).toEqual([
    ['1', '2', '1'],
    ['x', null, 'y'],
  ]);
});

it('changes nothing where no row repeats', async () => {
  const source = inMemoryTable({ a: ['1', '2'] });
  const change = await dropDuplicates.plan(source, args, toolContext());
  expect([change.keepRows, change.record.rowsRemoved]).toEqual([undefined, 0]);
});

it('agrees with comparing whole rows, whatever the cells and however they would run together', async () => {
  const cell = fc.option(fc.constantFrom('', 'a', 'ab', 'b', '1', '11', 'é'), { nil: null });
  const row = fc.tuple(cell, cell, cell);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const seen = new Set<string>();
      const expected = rows.flatMap((cells, i) => {
        const key = JSON.stringify(cells);
        if (seen.has(key)) return [i];
        seen.add(key);
        return [];
      });
      const column = (at: 0 | 1 | 2) => rows.map((cells) => cells[at]);
      const cells = { a: column(0), b: column(1), c: column(2) };
      const names = Object.keys(cells) as (keyof typeof cells)[];
      const infos = inMemoryTable({ a: ['1'], b: ['1'], c: ['1'] }).columns;
      const source = {
        table: 't',
        rows: rows.length,
        columns: infos,
        cells: (name: string) => Promise.resolve(cells[names.find((each) => each === name)!]),
      };
      expect([...(await repeatedRows(source, new AbortController().signal))]).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
