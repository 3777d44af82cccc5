import type { ColumnInfo } from '../../../shared/domain/index.ts';
import { readNumber } from '../../../shared/domain/index.ts';
import type { Cells, TableSource } from '../tools/index.ts';
import { directClass, isCategory, isDateColumn, isQuantity } from './column-facts.ts';

const ROWS = 50_000;
/** Rows of each outcome before an area under the curve says anything. */
const OUTCOME_ROWS = 20;
const CATEGORIES = 50;
const ROWS_PER_CATEGORY = 20;
/** Alone this good at telling the outcome, a column was most likely written down after it. */
const SUSPICIOUS_AUC = 0.9;

/**
 * Columns that alone tell the outcome: area under the ROC curve of at least 0.90, by value or by whether there
 * is one. Needs a target with two values; looks at 50,000 evenly spread rows. Keys of the map are columns.
 */
export async function findLeakage(source: TableSource, target: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  if (!source.columns.some((column) => column.name === target)) return found;
  const step = Math.max(1, Math.floor(source.rows / ROWS));
  const outcome = outcomes(every(await source.cells(target), step));
  if (outcome === undefined) return found;
  for (const column of source.columns) {
    if (column.name === target || directClass(column) !== undefined) continue;
    const cells = every(await source.cells(column.name), step);
    const auc = Math.max(gapAuc(cells, outcome), valueAuc(column, cells, outcome));
    if (auc >= SUSPICIOUS_AUC) found.set(column.name, auc);
  }
  return found;
}

function every(cells: Cells, step: number): Cells {
  return step === 1 ? cells : cells.filter((_, row) => row % step === 0);
}

/** 1 and 0 for the two values of a target, undefined where it is missing; nothing for any other target. */
function outcomes(cells: Cells): (0 | 1 | undefined)[] | undefined {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (cell === null) continue;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
    if (counts.size > 2) return undefined;
  }
  const [first, second] = [...counts];
  if (first === undefined || second === undefined) return undefined;
  if (Math.min(first[1], second[1]) < OUTCOME_ROWS) return undefined;
  return cells.map((cell) => (cell === null ? undefined : cell === first[0] ? 1 : 0));
}

function gapAuc(cells: Cells, outcome: readonly (0 | 1 | undefined)[]): number {
  return auc(
    cells.map((cell) => (cell === null ? 0 : 1)),
    outcome,
  );
}

function valueAuc(column: ColumnInfo, cells: Cells, outcome: readonly (0 | 1 | undefined)[]): number {
  if (isQuantity(column)) {
    const scores = cells.map((cell) => (cell === null ? undefined : readNumber(cell)));
    return auc(scores, outcome);
  }
  if (isDateColumn(column) || !isCategory(column)) return 0;
  const rates = new Map<string | null, { positive: number; rows: number }>();
  cells.forEach((cell, row) => {
    const label = outcome[row];
    if (label === undefined) return;
    const rate = rates.get(cell) ?? { positive: 0, rows: 0 };
    rate.positive += label;
    rate.rows += 1;
    rates.set(cell, rate);
  });
  if (rates.size > CATEGORIES || cells.length < rates.size * ROWS_PER_CATEGORY) return 0;
  const scores = cells.map((cell) => {
    const rate = rates.get(cell);
    return rate === undefined ? undefined : rate.positive / rate.rows;
  });
  return auc(scores, outcome);
}

/** Area under the ROC curve by rank sums, ties shared, folded so that it never falls below one half. */
export function auc(
  scores: readonly (number | undefined)[],
  outcome: readonly (0 | 1 | undefined)[],
): number {
  const rows: number[] = [];
  for (let row = 0; row < scores.length; row += 1)
    if (scores[row] !== undefined && outcome[row] !== undefined) rows.push(row);
  const score = (at: number): number => scores[rows[at] ?? 0] ?? 0;
  rows.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < rows.length;) {
    let end = start + 1;
    while (end < rows.length && score(end) === score(start)) end += 1;
    const rank = (start + 1 + end) / 2;
    for (let at = start; at < end; at += 1) {
      if (outcome[rows[at] ?? 0] !== 1) continue;
      positives += 1;
      rankSum += rank;
    }
    start = end;
  }
  const negatives = rows.length - positives;
  if (positives < OUTCOME_ROWS || negatives < OUTCOME_ROWS) return 0.5;
  const area = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  return Math.max(area, 1 - area);
}
