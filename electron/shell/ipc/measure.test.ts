import { describe, expect, test } from 'vitest';
import { MAX_MESSAGE_SIZE, measureMessage } from './measure.ts';

describe('measureMessage', () => {
  test('counts text, keys and values', () => {
    expect([
      measureMessage('abcd'),
      measureMessage({ ab: 1 }),
      measureMessage([null, true, undefined]),
      measureMessage({}),
    ]).toEqual([12, 18, 32, 8]);
  });

  test('stops soon after the limit, however large the message', () => {
    const long = 'x'.repeat(MAX_MESSAGE_SIZE + 1);
    const wide = Array.from({ length: 1_000_000 }, () => 1);
    expect(measureMessage(long)).toBeGreaterThan(MAX_MESSAGE_SIZE);
    expect(measureMessage(wide)).toBeLessThan(MAX_MESSAGE_SIZE + 100);
  });

  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a big integer', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['an object without prototype', Object.create(null)],
    [
      'an instance',
      new (class Odd {
        size = 1;
      })(),
    ],
    ['a nested one', { a: [{ b: new Set() }] }],
  ])('refuses %s', (_name, value) => {
    expect(measureMessage(value)).toBeUndefined();
  });

  test('refuses what is nested deeper than any verb is, cycles included', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(measureMessage(cycle)).toBeUndefined();
  });
});
