import { expect, it } from 'vitest';
import { dropColumn } from './drop-column.ts';
import { afterChange, inMemoryTable, toolContext } from './in-memory-table.ts';
import { keepColumn } from './keep-column.ts';

const args = { finding: 'F1', table: 'admissions', column: 'mrn' };

it('removes the column and counts it', async () => {
  const source = inMemoryTable({ mrn: ['A1', 'A2'], age: ['3', '4'] });
  const change = await dropColumn.plan(source, args, toolContext());
  expect(change.record).toEqual({
    cellsChanged: 0,
    rowsRemoved: 0,
    columnsRemoved: ['mrn'],
    columnsAdded: [],
    valuesLost: 0,
    redactions: {},
  });
  expect((await afterChange(source, change)).columns.map(({ name }) => name)).toEqual(['age']);
});

it('leaves the only column of a table', async () => {
  const source = inMemoryTable({ mrn: ['A1'] });
  const plan = async (): Promise<unknown> => dropColumn.plan(source, args, toolContext());
  await expect(plan()).rejects.toMatchObject({ code: 'unsupported' });
});

it('keeps a column by changing nothing', async () => {
  const source = inMemoryTable({ mrn: ['A1'] });
  const change = await keepColumn.plan(source, args, toolContext());
  expect([change.replace, change.add, change.drop, change.keepRows, change.record.cellsChanged]).toEqual([
    [],
    [],
    [],
    undefined,
    0,
  ]);
});
