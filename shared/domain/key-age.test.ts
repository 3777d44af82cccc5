import { describe, expect, it } from 'vitest';
import { keyAge, ROTATION_DAYS } from './key-age.ts';

const DAY_MS = 24 * 3_600_000;
const SINCE_MS = Date.UTC(2026, 0, 1);

describe('the age of keys', () => {
  it.each([
    [0, 'fresh'],
    [75.9, 'fresh'],
    [76, 'soon'],
    [89.9, 'soon'],
    [90, 'due'],
    [103.9, 'due'],
    [104, 'overdue'],
    [9000, 'overdue'],
  ])('after %d days of ninety they are %s', (days, state) => {
    const age = keyAge(SINCE_MS, SINCE_MS + days * DAY_MS, ROTATION_DAYS);
    expect(age).toEqual({ ageDays: Math.floor(days), dueAtMs: SINCE_MS + 90 * DAY_MS, state });
  });

  it('is none under a clock that was put back, and short lives have short notice', () => {
    expect(keyAge(SINCE_MS, SINCE_MS - DAY_MS, 90)).toMatchObject({ ageDays: 0, state: 'fresh' });
    const states = [0, 4, 5, 10, 14, 15].map((day) => keyAge(SINCE_MS, SINCE_MS + day * DAY_MS, 10).state);
    expect(states).toEqual(['fresh', 'fresh', 'soon', 'due', 'due', 'overdue']);
  });
});
