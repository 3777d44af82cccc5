import { expect, it } from 'vitest';
import { afterChange, inMemoryTable, toolContext } from './in-memory-table.ts';
import { isBirthColumn, keepYear } from './keep-year.ts';

const args = { finding: 'F1', table: 'admissions', column: 'seen' };
const planned = async (column: string, cells: (string | null)[]) => {
  const source = inMemoryTable({ [column]: { cells, labels: ['date', 'clinical'] } });
  const change = await keepYear.plan(source, { ...args, column }, toolContext());
  return { change, after: await afterChange(source, change) };
};

it('leaves only the year, of dates however written, and the label date goes', async () => {
  const cells = [
    '2024-03-05',
    '3/5/2023',
    '2022-01-01 10:00',
    ' 2021-02-03 ',
    '05.03.2020',
    '5 Mar 2019',
    '20180305',
    '2017',
    null,
  ];
  const { change, after } = await planned('seen', cells);
  expect(change.replace[0]).toEqual({
    name: 'seen',
    header: 'seen',
    type: 'integer',
    labels: ['clinical'],
    cells: ['2024', '2023', '2022', '2021', '2020', '2019', '2018', '2017', null],
  });
  expect(change.record).toMatchObject({ cellsChanged: 7, valuesLost: 0 });
  expect(after.columns[0]?.profile.length.max).toBe(4);
});

it('counts as lost what tells no single year, and shows losses first', async () => {
  const { change } = await planned('seen', ['2024-03-05', 'unknown', '3/5/24', '2019 or 2020', '1234567']);
  expect(change.replace[0]?.cells).toEqual(['2024', null, null, null, null]);
  expect(change.record).toMatchObject({ cellsChanged: 5, valuesLost: 4 });
  expect(change.examples).toHaveLength(5);
  expect(change.examples.slice(0, 4).every(({ after }) => after === null)).toBe(true);
});

it('pools years of birth that tell of an age over 89', async () => {
  const { change } = await planned('date_of_birth', ['1901-05-05', '1936-12-31', '1937-01-01', '2020-01-01']);
  expect(change.replace[0]?.cells).toEqual(['1936', '1936', '1937', '2020']);
});

it('knows a birth column by name or header', () => {
  const names = ['dob', 'birth_date', 'DateOfBirth', 'patient_dob', 'born_on', 'birthdate'];
  expect(names.map((name) => isBirthColumn({ name, header: '' }))).toEqual(names.map(() => true));
  expect(isBirthColumn({ name: 'column_3', header: 'Date of birth' })).toBe(true);
  expect(
    ['admit_date', 'dobutamine_start', 'newborn_seen'].map((name) => isBirthColumn({ name, header: name })),
  ).toEqual([false, false, false]);
});
