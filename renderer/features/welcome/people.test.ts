import { expect, test } from 'vitest';
import { FIRST_PEOPLE, isReady, problemsOf, type NewPerson } from './people.ts';

const given: readonly NewPerson[] = FIRST_PEOPLE.map((person) => ({
  ...person,
  name: `Person ${person.role}`,
  password: `secret of ${person.role}`,
  again: `secret of ${person.role}`,
}));
const change = (part: Partial<NewPerson>): readonly NewPerson[] =>
  given.map((person, index) => (index === 0 ? { ...person, ...part } : person));

test('a workspace begins with operator, compliance and admin, blank and not ready', () => {
  expect(FIRST_PEOPLE.map(({ role }) => role)).toEqual(['operator', 'compliance', 'admin']);
  expect(isReady(FIRST_PEOPLE)).toBe(false);
  expect(problemsOf(FIRST_PEOPLE[0]!, FIRST_PEOPLE)).toEqual({});
});

test('three people with names and passwords of their own are ready', () => {
  expect(isReady(given)).toBe(true);
});

test.each<[string, Partial<NewPerson>, string[]]>([
  ['a blank name', { name: '  ' }, []],
  ['the same name', { name: 'Person admin ' }, ['name']],
  ['a shared password', { password: 'secret of admin', again: 'secret of admin' }, ['password']],
  ['two different passwords', { again: 'other' }, ['again']],
  ['a short password', { password: 'short', again: 'short' }, ['password']],
  ['no password', { password: '', again: '' }, []],
])('%s keeps the workspace from being made', (_, part, fields) => {
  const people = change(part);
  expect(isReady(people)).toBe(false);
  expect(Object.keys(problemsOf(people[0]!, people))).toEqual(fields);
});
