import type { ShownCount } from './small-cells.ts';

/** A table of counts as it may be shown, with its totals; a withheld cell's percentage is withheld with it. */
export interface ShownTable {
  readonly cells: readonly (readonly ShownCount[])[];
  readonly rowTotals: readonly ShownCount[];
  readonly columnTotals: readonly ShownCount[];
  readonly total: ShownCount;
}

/**
 * Withholds counts of 1 to `threshold` in a table of counts, and then what would give them away: in every row and column,
 * totals included, either nothing is withheld or so much that no withheld cell follows from the others by subtraction, nor
 * from their sum being small. Zero stays.
 *
 * @param counts rows of equal length, whole numbers from 0
 */
export function withholdTable(counts: readonly (readonly number[])[], threshold: number): ShownTable {
  const width = counts[0]?.length ?? 0;
  const rowTotals = counts.map((row) => sum(row));
  const columnTotals = Array.from({ length: width }, (_, column) =>
    sum(counts.map((row) => row[column] ?? 0)),
  );
  // The totals are a row and a column of the same table: a withheld total must not follow from its parts either.
  const full = [...counts.map((row, at) => [...row, rowTotals[at] ?? 0]), [...columnTotals, sum(rowTotals)]];
  const hidden = full.map((row) => row.map((count) => isSmall(count, threshold)));
  const lines = linesOf(full.length, width + 1);
  for (let changed = true; changed;) {
    changed = false;
    for (const line of lines) changed = protect(line, full, hidden, threshold) || changed;
  }
  const shown = full.map((row, r) =>
    row.map((count, c): ShownCount => (hidden[r]?.[c] === true ? 'withheld' : count)),
  );
  return {
    cells: shown.slice(0, -1).map((row) => row.slice(0, -1)),
    rowTotals: shown.slice(0, -1).map((row) => row[width] ?? 0),
    columnTotals: (shown.at(-1) ?? []).slice(0, -1),
    total: shown.at(-1)?.[width] ?? 0,
  };
}

/** A percentage, or withheld where its count, what is left of the whole, or the whole itself is. */
export function shownPercent(part: number, whole: number, threshold: number): ShownCount {
  if (isSmall(part, threshold) || isSmall(whole - part, threshold) || isSmall(whole, threshold))
    return 'withheld';
  return whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10;
}

type Place = readonly [row: number, column: number];

/** Every row and every column with its total at the end. */
function linesOf(rows: number, columns: number): Place[][] {
  return [
    ...Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c): Place => [r, c])),
    ...Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (_, r): Place => [r, c])),
  ];
}

/** Withholds the smallest count more where what is withheld in a line could be told. @returns whether it did */
function protect(
  line: readonly Place[],
  counts: readonly (readonly number[])[],
  hidden: boolean[][],
  threshold: number,
): boolean {
  const at = ([r, c]: Place): number => counts[r]?.[c] ?? 0;
  const isHidden = ([r, c]: Place): boolean => hidden[r]?.[c] === true;
  const parts = line.slice(0, -1);
  const total = line.at(-1);
  const withheld = parts.filter(isHidden);
  const totalHidden = total !== undefined && isHidden(total);
  if (withheld.length + (totalHidden ? 1 : 0) === 0) return false;
  const enough = totalHidden
    ? withheld.length >= 1
    : withheld.length >= 2 && sum(withheld.map(at)) > threshold;
  if (enough) return false;
  const [next] = parts.filter((place) => !isHidden(place) && at(place) > 0).sort((a, b) => at(a) - at(b));
  const more = next ?? (totalHidden ? undefined : total);
  const row = more === undefined ? undefined : hidden[more[0]];
  if (more === undefined || row === undefined) return false;
  row[more[1]] = true;
  return true;
}

function isSmall(count: number, threshold: number): boolean {
  return count >= 1 && count <= threshold;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
