import { expect, it } from 'vitest';
import type { Person } from '../../keys/index.ts';
import { findPerson } from './people.ts';

const people = [
  { id: '11111111-1111-4111-8111-111111111111', name: 'Zo\u00eb Admin', role: 'admin' },
  { id: '22222222-2222-4222-8222-222222222222', name: 'Otto', role: 'operator' },
] as unknown as Person[];

it.each([
  ['otto', 1],
  [' OTTO ', 1],
  ['zoe\u0308 admin', 0],
  ['11111111-1111-4111-8111-111111111111', 0],
])('finds `%s`', (wanted, index) => {
  expect(findPerson(people, wanted)).toBe(people[index]);
});

it.each(['', 'ott', 'ottoo', '1111'])('finds nobody for `%s`, and says who there is', (wanted) => {
  expect(() => findPerson(people, wanted)).toThrow(
    expect.objectContaining({
      code: 'not_found',
      hint: 'People of this workspace: Zo\u00eb Admin (admin), Otto (operator).',
    }),
  );
});
