import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownPercent, tellsFew, withholdInDocument, withholdTable, type ShownTable } from './index.ts';

const T = 10;

/** Values that each withheld part of a line may have, told by whoever knows the line's total. */
function canBeTold(table: ShownTable): boolean {
  const lines = [
    ...table.cells.map((row, at) => [...row, table.rowTotals[at] ?? 0]),
    ...table.columnTotals.map((total, column) => [...table.cells.map((row) => row[column] ?? 0), total]),
    [...table.rowTotals, table.total],
    [...table.columnTotals, table.total],
  ];
  return lines.some((line) => line.filter((count) => count === 'withheld').length === 1);
}

describe('a table of counts', () => {
  it('withholds small cells, and enough beside them and of the totals', () => {
    const shown = withholdTable(
      [
        [120, 4, 80],
        [90, 60, 70],
        [55, 65, 40],
      ],
      T,
    );
    expect(shown.cells[0]?.[1]).toBe('withheld');
    expect(shown.cells[0]?.filter((cell) => cell === 'withheld').length).toBe(2);
    expect(canBeTold(shown)).toBe(false);
    expect(shown.total).toBe(584);
  });

  it('shows everything where nothing is small, and zeros always', () => {
    const counts = [
      [20, 0],
      [30, 40],
    ];
    expect(withholdTable(counts, T)).toEqual({
      cells: counts,
      rowTotals: [20, 70],
      columnTotals: [50, 40],
      total: 90,
    });
    expect(withholdTable([], T)).toEqual({ cells: [], rowTotals: [], columnTotals: [], total: 0 });
  });

  it('never leaves one withheld count alone in a row, a column or the totals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain((width) =>
          fc.array(fc.array(fc.nat({ max: 60 }), { minLength: width, maxLength: width }), {
            minLength: 1,
            maxLength: 5,
          }),
        ),
        (counts) => {
          const shown = withholdTable(counts, T);
          expect(canBeTold(shown)).toBe(false);
          counts.forEach((row, r) => {
            row.forEach((count, c) => {
              if (count >= 1 && count <= T) expect(shown.cells[r]?.[c]).toBe('withheld');
              if (count === 0) expect(shown.cells[r]?.[c]).toBe(0);
            });
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('percentages', () => {
  it.each([
    [4, 100, 'withheld'],
    [97, 100, 'withheld'],
    [3, 8, 'withheld'],
    [25, 100, 25],
    [0, 100, 0],
    [0, 0, 0],
  ])('%i of %i is %s', (part, whole, expected) => {
    expect(shownPercent(part, whole, T)).toBe(expected);
  });
});

describe('a document that leaves', () => {
  it('loses small counts in fields and in words, and what would tell them', () => {
    const document = {
      version: 1,
      before: { rows: 1000, columns: [{ name: 'age', missing: 4, hits: 0 }] },
      after: { rows: 991 },
      redactedInText: { NAME: 3, DATE: 40 },
      decisions: [
        { detail: 'rows 9' },
        { detail: 'hits 57' },
        { detail: 'missing 1%' },
        { detail: 'missing 40%' },
        { detail: 'digits 5' },
      ],
      step: 3,
    };
    expect(withholdInDocument(document, T, 991)).toEqual({
      version: 1,
      before: { rows: 1000, columns: [{ name: 'age', missing: 'withheld', hits: 0 }] },
      after: { rows: 'withheld' },
      redactedInText: { NAME: 'withheld', DATE: 40 },
      decisions: [
        { detail: 'rows withheld' },
        { detail: 'hits 57' },
        { detail: 'missing withheld' },
        { detail: 'missing 40%' },
        { detail: 'digits 5' },
      ],
      step: 3,
    });
  });

  it('is left as it is where a profile withholds nothing', () => {
    expect(withholdInDocument({ rows: 3 }, 0, 3)).toEqual({ rows: 3 });
  });
});

describe('words', () => {
  it.each([
    ['rows 9', true],
    ['hits 10', true],
    ['missing 4%', true],
    ['distinct 100%', false],
    ['rows 57', false],
    ['digits 5', false],
    ['format YYYY-MM-DD', false],
  ])('%j tells of few: %s', (text, tells) => {
    expect(tellsFew(text, T)).toBe(tells);
    expect(tellsFew(text, 0)).toBe(false);
  });
});
