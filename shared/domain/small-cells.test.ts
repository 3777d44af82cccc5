import { describe, expect, it } from 'vitest';
import { withholdSmallCounts } from './small-cells.ts';

describe('small counts', () => {
  it('are withheld from 1 to the threshold, and zero is not', () => {
    expect(withholdSmallCounts({ a: 0, b: 1, c: 10, d: 11, e: 400 }, 10, false)).toEqual({
      a: 0,
      b: 'withheld',
      c: 'withheld',
      d: 11,
      e: 400,
    });
  });

  it('cannot be derived from a total', () => {
    expect(withholdSmallCounts({ a: 3, b: 90, c: 40, d: 0 }, 10, true)).toEqual({
      a: 'withheld',
      b: 90,
      c: 'withheld',
      d: 0,
    });
    expect(withholdSmallCounts({ a: 3, b: 4, c: 40 }, 10, true)).toEqual({
      a: 'withheld',
      b: 'withheld',
      c: 40,
    });
    expect(withholdSmallCounts({ a: 3 }, 10, true)).toEqual({ a: 'withheld' });
  });

  it('are all shown at threshold 0', () => {
    expect(withholdSmallCounts({ a: 1 }, 0, true)).toEqual({ a: 1 });
  });
});
