import { expect, it } from 'vitest';
import { dayNumber, readDate } from '../../../shared/domain/index.ts';
import { SurrogateVault } from '../phi/index.ts';
import { inMemoryTable, toolContext } from './in-memory-table.ts';
import { shiftDates } from './shift-dates.ts';

const args = { finding: 'F1', table: 'admissions', column: 'seen' };
const PATIENTS = ['a', 'a', 'b', 'a', 'b'];
const cells = ['2024-03-05', '2024-03-25', '2024-03-05', null, 'no date'];
const shift = (patientOf?: (row: number) => string | undefined, profile: 'expert' | 'strict' = 'expert') =>
  shiftDates.plan(
    inMemoryTable({ seen: { cells, labels: ['date', 'clinical'] } }),
    args,
    toolContext({ rendering: { profile, realistic: false, vault: SurrogateVault.create(), patientOf } }),
  );
const day = (cell: string | null | undefined): number => dayNumber(readDate(cell ?? '')!);

it('moves the dates of a patient alike, so that the days between them stay', async () => {
  const change = await shift((row) => PATIENTS[row]);
  const [first, later, other, missing, unread] = change.replace[0]?.cells ?? [];
  expect(day(later) - day(first)).toBe(20);
  const moved = day('2024-03-05') - day(first);
  expect(moved).toBeGreaterThanOrEqual(1);
  expect(moved).toBeLessThanOrEqual(365);
  expect(day(other)).toBeLessThan(day('2024-03-05'));
  expect([missing, unread]).toEqual([null, null]);
  expect(change.record).toMatchObject({ cellsChanged: 4, valuesLost: 1 });
  expect(change.replace[0]?.labels).toEqual(['clinical', 'surrogate']);
});

it('is for an expert’s determination, and for tables that tell whose row it is', async () => {
  await expect(shift((row) => PATIENTS[row], 'strict')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(shift()).rejects.toMatchObject({ code: 'invalid_input' });
});
