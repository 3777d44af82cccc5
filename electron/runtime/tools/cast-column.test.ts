import { expect, it } from 'vitest';
import { castColumn } from './cast-column.ts';
import { inMemoryTable, toolContext } from './in-memory-table.ts';

const cast = async (cells: (string | null)[], type: 'double' | 'date' | 'text') => {
  const source = inMemoryTable({ x: { cells, labels: ['clinical'] } });
  return castColumn.plan(source, { finding: 'F1', table: 'admissions', column: 'x', type }, toolContext());
};

it('reads numbers and counts every cell that is none as lost', async () => {
  const change = await cast(['1.50', ' 7 ', '1e3', 'n/a', '<5', '1,200', null], 'double');
  expect(change.replace[0]).toMatchObject({
    type: 'double',
    labels: ['clinical'],
    cells: ['1.50', '7', '1e3', null, null, null, null],
  });
  expect(change.record).toMatchObject({ cellsChanged: 4, valuesLost: 3 });
  expect(change.examples.filter(({ after }) => after === null)).toHaveLength(3);
});

it('reads dates, counts lost times of day, and labels the column', async () => {
  const change = await cast(
    ['2024-03-05', '3/5/2024', '2024-03-05T00:00:00Z', '2024-03-05 14:30', '2024-02-30'],
    'date',
  );
  expect(change.replace[0]).toMatchObject({
    type: 'date',
    labels: ['clinical', 'date'],
    cells: ['2024-03-05', '2024-03-05', '2024-03-05', '2024-03-05', null],
  });
  expect(change.record).toMatchObject({ cellsChanged: 4, valuesLost: 2 });
});

it('makes text of anything without touching a cell', async () => {
  const change = await cast(['007', '12', null], 'text');
  expect(change.replace[0]).toMatchObject({ type: 'text', cells: ['007', '12', null] });
  expect(change.record).toMatchObject({ cellsChanged: 0, valuesLost: 0 });
});
