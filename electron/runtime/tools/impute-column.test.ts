import { expect, it } from 'vitest';
import { imputeColumn } from './impute-column.ts';
import { inMemoryTable, toolContext } from './in-memory-table.ts';
import type { MadeColumn } from './in-memory-table.ts';

const impute = async (column: MadeColumn, method: 'median' | 'mode') => {
  const source = inMemoryTable({ x: column });
  return imputeColumn.plan(
    source,
    { finding: 'F1', table: 'admissions', column: 'x', method },
    toolContext(),
  );
};

it('fills gaps with the median and touches nothing else', async () => {
  const change = await impute({ cells: ['1.5', null, '10', '2', null], type: 'double' }, 'median');
  expect(change.replace[0]?.cells).toEqual(['1.5', '2', '10', '2', '2']);
  expect(change.record).toMatchObject({ cellsChanged: 2, valuesLost: 0 });
  expect(change.examples).toEqual([
    { row: 1, column: 'x', before: null, after: '2' },
    { row: 4, column: 'x', before: null, after: '2' },
  ]);
});

it('keeps whole numbers whole and halves between two doubles', async () => {
  const cells = ['1', '2', null];
  expect((await impute({ cells, type: 'integer' }, 'median')).replace[0]?.cells[2]).toBe('1');
  expect((await impute({ cells, type: 'double' }, 'median')).replace[0]?.cells[2]).toBe('1.5');
});

it('counts pooled ages as 90 and never fills in a bare number over 89', async () => {
  const pooled = { type: 'text' as const };
  expect((await impute({ cells: ['40', '50', '90+', null], ...pooled }, 'median')).replace[0]?.cells[3]).toBe(
    '50',
  );
  expect(
    (await impute({ cells: ['40', '90+', '90+', null], ...pooled }, 'median')).replace[0]?.cells[3],
  ).toBe('90+');
});

it('fills gaps with the most common value, the first in order among equals', async () => {
  expect((await impute({ cells: ['b', 'a', 'b', null] }, 'mode')).replace[0]?.cells[3]).toBe('b');
  expect((await impute({ cells: ['b', 'a', null] }, 'mode')).replace[0]?.cells[2]).toBe('a');
});

it('refuses where there is nothing to go by', async () => {
  await expect(impute({ cells: [null, null] }, 'mode')).rejects.toMatchObject({ code: 'unsupported' });
  await expect(impute({ cells: ['red', null] }, 'median')).rejects.toMatchObject({ code: 'unsupported' });
});
