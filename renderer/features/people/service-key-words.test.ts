import { expect, test } from 'vitest';
import { daysProblem, endsSoon, keyState, useWords } from './service-key-words.ts';

const DAY_MS = 24 * 3_600_000;

test('a good key is called to be rotated in its last two weeks, and no other key is', () => {
  const good = (days: number) => ({ state: 'good', expiresAtMs: days * DAY_MS }) as const;
  expect(keyState(good(15), 0)).toEqual({ text: 'Good', tone: 'good' });
  expect(keyState(good(14), 0)).toEqual({ text: 'Ends soon', tone: 'warn' });
  expect(endsSoon({ state: 'expired', expiresAtMs: DAY_MS }, 2 * DAY_MS)).toBe(false);
  expect(endsSoon({ state: 'proposed' }, 0)).toBe(false);
  expect(keyState({ state: 'revoked', expiresAtMs: DAY_MS }, 0).text).toBe('Revoked');
});

test('days are whole, at least one, and no more than the profile allows', () => {
  for (const fine of ['', ' ', '1', '90']) expect(daysProblem(fine, 90)).toBeUndefined();
  for (const wrong of ['0', '-1', '1.5', '91', 'ten', '1e3'])
    expect(daysProblem(wrong, 90)).toBe('A whole number from 1 to 90.');
});

test('a key that was never used says so', () => {
  expect(useWords({ uses: 0 })).toBe('never');
  expect(useWords({ uses: 1 })).toBe('1\u00a0time, last');
});
