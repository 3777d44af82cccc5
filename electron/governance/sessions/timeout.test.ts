import { expect, it } from 'vitest';
import { sessionLogoff } from './timeout.ts';

const bounds = { floor: 2, ceiling: 15 };

it.each([
  [undefined, undefined, { minutes: 10, source: 'default' }],
  ['', undefined, { minutes: 10, source: 'default' }],
  ['5', undefined, { minutes: 5, source: 'environment' }],
  ['5', 7, { minutes: 7, source: 'machine policy' }],
  ['600', undefined, { minutes: 15, source: 'environment', asked: 600 }],
  ['0', undefined, { minutes: 2, source: 'environment', asked: 0 }],
  [undefined, 60, { minutes: 15, source: 'machine policy', asked: 60 }],
])('of environment %s and machine policy %s', (environment, machinePolicy, expected) => {
  expect(sessionLogoff({ environment, machinePolicy, bounds })).toEqual(expected);
});

it.each(['ten', '-1', '1.5', '1e3', '999999'])('refuses `%s` instead of ignoring it', (environment) => {
  expect(() => sessionLogoff({ environment, machinePolicy: undefined, bounds })).toThrow(
    expect.objectContaining({ code: 'invalid_input' }),
  );
});
