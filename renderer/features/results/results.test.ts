import { expect, test } from 'vitest';
import type { ColumnInfo } from '../../../shared/domain/index.ts';
import type { StatementView } from '../../../shared/ipc/index.ts';
import { gapPairs } from './gaps.ts';
import { changedReasons, withoutReason } from './statement.ts';

const column = (name: string, missing: number, rows = 100): ColumnInfo =>
  ({ name, profile: { rows, missing } }) as unknown as ColumnInfo;

test('gaps pair columns by name, largest first, and leave full columns out', () => {
  const before = [column('full', 0), column('some', 10), column('most', 72)];
  const after = [column('full', 0), column('some', 0), column('derived', 5)];
  expect(gapPairs(before, after)).toEqual([
    { column: 'most', before: 0.72, after: undefined },
    { column: 'some', before: 0.1, after: 0 },
    { column: 'derived', before: undefined, after: 0.05 },
  ]);
});

test('a table without rows has no gaps', () => {
  expect(gapPairs([column('a', 0, 0)], [])).toEqual([]);
});

const columns = [
  { name: 'age', labels: [], reason: 'risk factor', by: 'model' },
  { name: 'ward', labels: [], reason: ' ', by: 'code' },
] as unknown as StatementView['columns'];

test('only reasons that a person changed are sent', () => {
  expect(changedReasons(columns, {})).toEqual({});
  expect(changedReasons(columns, { age: 'risk factor', ward: ' staffing ', other: 'x' })).toEqual({
    ward: 'staffing',
  });
});

test('a blanked or missing reason keeps the statement from being signed', () => {
  expect(withoutReason(columns, {})).toEqual(['ward']);
  expect(withoutReason(columns, { age: '  ', ward: 'staffing' })).toEqual(['age']);
});
