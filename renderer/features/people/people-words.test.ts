import { expect, test } from 'vitest';
import type { PeopleView } from '../../../shared/ipc/index.ts';
import { passwordProblem, rowsOf, stateOf } from './people-words.ts';

const person = (name: string, more: object = {}) => ({ id: name, name, role: 'viewer', ...more });
const view = {
  people: [person('Zoe', { holdsContent: false }), person('Ada', { lockedOutAtMs: 1 })],
  proposals: [person('Zoe', { change: 'password' })],
  former: [person('Bo')],
} as unknown as PeopleView;

test('what waits stands first, and nobody stands under one key twice', () => {
  const rows = rowsOf(view);
  expect(rows.map((row) => [stateOf(row).text, row.person.name])).toEqual([
    ['Proposed', 'Zoe'],
    ['Locked out', 'Ada'],
    ['Active', 'Zoe'],
    ['Left', 'Bo'],
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
});

test('a new password says what is missing only once something is typed', () => {
  expect(passwordProblem('', '')).toBeUndefined();
  expect(passwordProblem('short', '')).toMatch(/15 characters/);
  expect(passwordProblem('four or five words', 'four or')).toMatch(/differ/);
  expect(passwordProblem('four or five words', 'four or five words')).toBeUndefined();
});
