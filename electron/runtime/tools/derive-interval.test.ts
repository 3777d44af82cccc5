import { expect, it } from 'vitest';
import { deriveInterval, intervalName, LONGEST_INTERVAL_DAYS } from './derive-interval.ts';
import { inMemoryTable, toolContext } from './in-memory-table.ts';

const args = { finding: 'F1', table: 'admissions', column: 'admit', other: 'discharge' };

it('adds days between two dates, drops neither, and the result is no date', async () => {
  const source = inMemoryTable({
    admit: ['2024-02-28', '12/31/2023', '2024-05-01 23:59', 'unknown', null, '1900-01-01'],
    discharge: ['2024-03-01', '2024-01-01', '2024-05-01', '2024-01-01', '2024-01-01', '2024-01-01'],
  });
  const change = await deriveInterval.plan(source, args, toolContext());
  expect([change.replace, change.drop]).toEqual([[], []]);
  expect(change.add).toEqual([
    {
      after: 'admit',
      column: {
        name: 'days_admit_to_discharge',
        header: 'days admit to discharge',
        type: 'integer',
        labels: [],
        cells: ['2', '1', '0', null, null, String(LONGEST_INTERVAL_DAYS)],
      },
    },
  ]);
  expect(change.record).toMatchObject({
    columnsAdded: ['days_admit_to_discharge'],
    cellsChanged: 0,
    valuesLost: 0,
  });
});

it('refuses itself, a column that is not there, and columns without dates', async () => {
  const source = inMemoryTable({ admit: ['2024-01-01'], discharge: ['late'] });
  const plan = (other: string) => deriveInterval.plan(source, { ...args, other }, toolContext());
  await expect(plan('admit')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(plan('gone')).rejects.toMatchObject({ code: 'not_found' });
  await expect(plan('discharge')).rejects.toMatchObject({ code: 'unsupported' });
});

it('keeps names within 64 characters', () => {
  expect(intervalName('a'.repeat(60), 'b'.repeat(60))).toHaveLength(64);
});
