import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBoolean, readDate, readNumber, readsAsInteger } from '../../../../shared/domain/index.ts';
import { encodeCells } from '../storage/cells.ts';
import { ColumnScan } from './column-scan.ts';
import { KEPT_VALUES } from './distinct-values.ts';
import { numericFigures } from './numeric.ts';

function scanOf(cells: readonly (string | null)[]): ColumnScan {
  const scan = new ColumnScan();
  for (const { bytes } of encodeCells([...cells])) scan.add(bytes);
  scan.finish();
  return scan;
}

/** The same counts, the plain way. */
function counted(cells: readonly (string | null)[]): object {
  const filled = cells.filter((cell): cell is string => cell !== null && cell !== '');
  const count = (holds: (cell: string) => boolean): number => filled.filter(holds).length;
  const lengths = filled.map((cell) => Array.from(cell).length);
  return {
    rows: cells.length,
    missing: cells.length - filled.length,
    distinct: new Set(filled).size,
    integer: count(readsAsInteger),
    double: count((cell) => readNumber(cell) !== undefined),
    boolean: count((cell) => readBoolean(cell) !== undefined),
    date: count((cell) => readDate(cell) !== undefined),
    timed: count((cell) => readDate(cell)?.timed === true),
    leadingZeros: count((cell) => /^[+-]?0\d+$/.test(cell.trim())),
    shortest: Math.min(...lengths),
    longest: Math.max(0, ...lengths),
  };
}

function scanned(cells: readonly (string | null)[]): object {
  const scan = scanOf(cells);
  const { integer, double, boolean, date, timed, leadingZeros } = scan.reads;
  return {
    rows: scan.rows,
    missing: scan.missing,
    distinct: scan.distinct,
    ...{ integer, double, boolean, date, timed, leadingZeros },
    shortest: scan.characters.min,
    longest: scan.characters.max,
  };
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.stringMatching(/^ ?[+-]?[0-9]{0,18}\.?[0-9]{0,25}(e[+-]?[0-9]{1,3})?\u00a0?$/),
);
const date = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date('0900-01-01'), max: new Date('3100-01-01') })
    .map((each) => each.toISOString()),
  fc.stringMatching(/^ ?[12][0-9]{3}-[01][0-9]-[0-3][0-9]( [0-2][0-9]:[0-5][0-9])?$/),
  fc.stringMatching(/^[01]?[0-9]\/[0-3]?[0-9]\/[12][0-9]{3} ?$/),
);
const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 10 }).map((text) => text.replaceAll('\0', '')),
  fc.constantFrom(
    '',
    'yes',
    'No',
    ' TRUE',
    'F',
    'f.',
    '007',
    '-01',
    '+0',
    '1,5',
    '５',
    '--1',
    '.',
    'e5',
    '1e5',
  ),
  number,
  date,
);

describe('a column scan', () => {
  it('counts what the plain readers count, for any cells', () => {
    fc.assert(
      fc.property(fc.array(fc.option(cell), { maxLength: 40 }), (cells) => {
        const wellFormed = cells.map((each) => each?.toWellFormed() ?? null);
        expect(scanned(wellFormed)).toEqual(counted(wellFormed));
      }),
      { numRuns: 400 },
    );
  });

  it('reads numbers to the last bit', () => {
    fc.assert(
      fc.property(number, (text) => {
        const scan = scanOf([text]);
        if (text !== '') expect(scan.numberAt(0)).toBe(readNumber(text));
      }),
      { numRuns: 500 },
    );
  });

  it('counts nearly exactly beyond the values that it keeps, and never too many', () => {
    const cells = Array.from({ length: 2 * KEPT_VALUES }, (_, i) => String((i * 7919) % 150_000));
    const scan = scanOf(cells);
    expect(scan.values.size).toBe(KEPT_VALUES);
    expect(scan.distinct).toBeGreaterThan(149_950);
    expect(scan.distinct).toBeLessThanOrEqual(150_000);
    expect(scan.reads).toMatchObject({ integer: 200_000, double: 200_000 });
    const sorted = cells.map(Number).toSorted((a, b) => a - b);
    expect(numericFigures(scan)?.numeric).toMatchObject({
      min: 0,
      max: 149_999,
      median: ((sorted[99_999] ?? 0) + (sorted[100_000] ?? 0)) / 2,
    });
  });
});

describe('numeric figures', () => {
  it('agree with sorting and counting', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }), (values) => {
        const figures = numericFigures(scanOf(values.map(String)));
        const sorted = values.toSorted((a, b) => a - b);
        const at = (share: number): number => {
          const position = (sorted.length - 1) * share;
          const low = sorted[Math.floor(position)]!;
          return low + (sorted[Math.ceil(position)]! - low) * (position % 1);
        };
        const { numeric, histogram } = figures!;
        expect([numeric.min, numeric.max, numeric.q1, numeric.median, numeric.q3]).toEqual([
          sorted[0],
          sorted.at(-1),
          at(0.25),
          at(0.5),
          at(0.75),
        ]);
        expect(numeric.mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 9);
        expect(numeric.outliers).toBe(values.filter((v) => v < numeric.lower || v > numeric.upper).length);
        expect(histogram.reduce((a, b) => a + b, 0)).toBe(values.length);
      }),
    );
  });

  it('call nothing an outlier where the quartiles coincide', () => {
    const { numeric } = numericFigures(scanOf([...Array<string>(20).fill('1'), '99']))!;
    expect(numeric).toMatchObject({ outliers: 0, lower: 1, upper: 99 });
  });

  it('are none without numbers', () => {
    expect(numericFigures(scanOf(['a', null]))).toBeUndefined();
  });
});
