import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, readBoolean, readDate, readNumber, readsAsInteger } from './cell-values.ts';

describe('how cells read', () => {
  it('reads numbers as they are written and guesses nothing', () => {
    const cells = ['12', ' -3.50 ', '.5', '5.', '1e3', '1,234', '12 mg', '', '1e999', '0x10', 'NaN', '--1'];
    expect(cells.map(readNumber)).toEqual([
      12,
      -3.5,
      0.5,
      5,
      1000,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(['007', '+4', '4.0', 'x'].map(readsAsInteger)).toEqual([true, true, false, false]);
  });

  it('reads dates of the calendar only', () => {
    const cells = ['2024-02-29', '2023-02-29', '2/29/2024', '13/01/2024', '2024-1-5', '0999-01-01'];
    expect(cells.map((cell) => readDate(cell)?.format)).toEqual([
      'YYYY-MM-DD',
      undefined,
      'MM/DD/YYYY',
      undefined,
      undefined,
      undefined,
    ]);
    expect(readDate('2024-02-29 07:15')?.timed).toBe(true);
    expect(readDate('2024-02-29 later')).toBeUndefined();
  });

  it('counts days like the calendar, for every day of six centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -219_000, max: 219_000 }), (days) => {
        const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
        const date = readDate(text);
        expect(date === undefined ? undefined : dayNumber(date)).toBe(days);
      }),
    );
  });

  it('takes words, not digits, for booleans', () => {
    expect(['Yes', 'n', 'TRUE', '1', '0', 'maybe'].map(readBoolean)).toEqual([
      true,
      false,
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
