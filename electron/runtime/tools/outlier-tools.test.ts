import { expect, it } from 'vitest';
import { clipColumn } from './clip-column.ts';
import { flagName, flagOutliers } from './flag-outliers.ts';
import { afterChange, inMemoryTable, toolContext } from './in-memory-table.ts';

const args = { finding: 'F1', table: 'admissions', column: 'hr' };
const cells = [...Array.from({ length: 40 }, (_, i) => String(60 + (i % 20))), '900', '-5', null];

it('clips to the range of the profile, counts each value lost, and leaves no outlier', async () => {
  const source = inMemoryTable({ hr: cells });
  const change = await clipColumn.plan(source, args, toolContext());
  const { lower, upper } = source.columns[0]!.profile.numeric!;
  expect(change.replace[0]?.cells.slice(40)).toEqual([
    String(Math.floor(upper)),
    String(Math.ceil(lower)),
    null,
  ]);
  expect(change.record).toMatchObject({ cellsChanged: 2, valuesLost: 2 });
  expect((await afterChange(source, change)).columns[0]?.profile.numeric?.outliers).toBe(0);
});

it('never makes a pooled age a number over 89 again', async () => {
  const ages = [...Array.from({ length: 39 }, (_, i) => String(10 + 2 * i)), '90+', '999'];
  const source = inMemoryTable({ age: { cells: ages, type: 'text' } });
  const change = await clipColumn.plan(source, { ...args, column: 'age' }, toolContext());
  expect(change.replace[0]?.cells.slice(39)).toEqual(['90+', '90+']);
});

it('flags the same values and changes none', async () => {
  const source = inMemoryTable({ hr: cells, hr_outlier: cells });
  const change = await flagOutliers.plan(source, args, toolContext());
  expect(change.replace).toEqual([]);
  const added = change.add[0]!;
  expect(added.after).toBe('hr');
  expect(added.column).toMatchObject({ name: 'hr_outlier_2', type: 'boolean', labels: [] });
  expect(added.column.cells.slice(38)).toEqual(['false', 'false', 'true', 'true', 'false']);
  expect(change.record).toMatchObject({ cellsChanged: 0, valuesLost: 0, columnsAdded: ['hr_outlier_2'] });
  expect(flagName('x'.repeat(64))).toHaveLength(64);
});

it('refuses a column without numbers', async () => {
  const source = inMemoryTable({ hr: ['high', 'low'] });
  await expect(clipColumn.plan(source, args, toolContext())).rejects.toMatchObject({ code: 'unsupported' });
  await expect(flagOutliers.plan(source, args, toolContext())).rejects.toMatchObject({ code: 'unsupported' });
});
