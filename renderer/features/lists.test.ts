import { expect, test } from 'vitest';
import type { ColumnInfo } from '../../shared/domain/index.ts';
import type { ApprovalView } from '../../shared/ipc/index.ts';
import { inOrder } from './approvals/order.ts';
import { figuresOf, gapsOf, histogramText } from './datasets/column-figures.ts';
import { facetsOf } from './denials/facets.ts';

test('waiting approvals come first, soonest to expire on top, then the newest answered', () => {
  const approval = (id: string, state: string, requestedAtMs: number, expiresAtMs: number): ApprovalView =>
    ({ id, state, requestedAtMs, expiresAtMs }) as unknown as ApprovalView;
  const list = [
    approval('old', 'approved', 1, 9),
    approval('late', 'waiting', 2, 90),
    approval('new', 'refused', 5, 9),
    approval('soon', 'waiting', 3, 30),
  ];
  expect(inOrder(list).map(({ id }) => id)).toEqual(['soon', 'late', 'new', 'old']);
  expect(list.map(({ id }) => id)).toEqual(['old', 'late', 'new', 'soon']);
});

test('denials are counted by rule, most frequent first', () => {
  const denial = (ruleId: string): { ruleId: string; reason: string } => ({
    ruleId,
    reason: `why ${ruleId}`,
  });
  expect(facetsOf([denial('B'), denial('A'), denial('C'), denial('C')])).toEqual([
    { rule: 'C', count: 2, reason: 'why C' },
    { rule: 'A', count: 1, reason: 'why A' },
    { rule: 'B', count: 1, reason: 'why B' },
  ]);
  expect(facetsOf([])).toEqual([]);
});

const profile = {
  rows: 200,
  missing: 8,
  distinct: 100_000,
  leadingZeros: 0,
  length: { min: 1, max: 3, mean: 2 },
  identifierHits: 0,
  histogram: [3, 9],
};
const column = { name: 'age', profile } as unknown as ColumnInfo;

test('figures of a column say what is exact and what is a lower bound', () => {
  expect(gapsOf(column)).toBe(0.04);
  expect(Object.fromEntries(figuresOf(column))).toMatchObject({
    Missing: '8 (4.0\u00a0%)',
    Distinct: 'at least 100,000',
  });
});

test('a picture has words, also when it is blank', () => {
  expect(histogramText(column)).toBe('age: the 2 most common values, at most 9 rows for one');
  const blank = { name: 'x', profile: { ...profile, histogram: [] } } as unknown as ColumnInfo;
  expect(histogramText(blank)).toBe('x: no values');
});
