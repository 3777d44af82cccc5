import { describe, expect, it } from 'vitest';
import { lastMonth, readPeriod } from './report-words.ts';

describe('a period as people type it', () => {
  it('reaches to the end of its last day', () => {
    expect(readPeriod('2026-03-01', ' 2026-03-31 ')).toEqual({
      fromMs: Date.UTC(2026, 2, 1),
      toMs: Date.UTC(2026, 3, 1),
    });
  });

  it.each([
    ['2026-03-02', '2026-03-01'],
    ['2026-02-30', '2026-03-01'],
    ['1 March', '2026-03-01'],
    ['', ''],
  ])('is none for %s to %s', (first, last) => {
    expect(readPeriod(first, last)).toBeUndefined();
  });

  it('begins as the month before, also in January', () => {
    expect(lastMonth(Date.UTC(2026, 0, 9))).toEqual({ first: '2025-12-01', last: '2025-12-31' });
    expect(lastMonth(Date.UTC(2028, 2, 31))).toEqual({ first: '2028-02-01', last: '2028-02-29' });
  });
});
