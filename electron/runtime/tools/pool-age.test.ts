import { expect, it } from 'vitest';
import { inMemoryTable, toolContext } from './in-memory-table.ts';
import { isAgeColumn, poolAge, tellsOldAge } from './pool-age.ts';

it('tells ages over 89 from the rest', () => {
  const old = ['90', '97.5', '103', ' 92 ', '92 years', '90-94', '>= 91', 'ninety two', 'over a hundred'];
  expect(old.map(tellsOldAge)).toEqual(old.map(() => true));
  const rest = ['89', '89.9', '0', '-1', '999', '80-99', '90+', 'adult', '', '131', '12 years'];
  expect(rest.map(tellsOldAge)).toEqual(rest.map(() => false));
});

it('pools them and leaves mistakes for review', async () => {
  const source = inMemoryTable({
    age: { cells: ['45', '90', '104', '999', null], labels: ['quasi_identifier'] },
  });
  const change = await poolAge.plan(
    source,
    { finding: 'F1', table: 'admissions', column: 'age' },
    toolContext(),
  );
  expect(change.replace[0]).toMatchObject({
    type: 'text',
    labels: [],
    cells: ['45', '90+', '90+', '999', null],
  });
  expect(change.record).toMatchObject({ cellsChanged: 2, valuesLost: 0 });
});

it('knows age columns by name', () => {
  const ages = [
    'age',
    'Age',
    'patient_age',
    'age_years',
    'age_at_admission',
    'mother_age',
    'ageyears',
    'age_2',
  ];
  expect(ages.map((name) => isAgeColumn({ name }))).toEqual(ages.map(() => true));
  const others = ['stage', 'dosage', 'language', 'triage', 'agent', 'age_days', 'age_months', 'pages'];
  expect(others.map((name) => isAgeColumn({ name }))).toEqual(others.map(() => false));
});
