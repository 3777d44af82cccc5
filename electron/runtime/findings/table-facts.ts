import type { ColumnInfo } from '../../../shared/domain/index.ts';
import type { TableSource } from '../tools/index.ts';
import { isAgeColumn, POOLED_AGE, repeatedRows, tellsOldAge } from '../tools/index.ts';
import { DISTINCT_BOUND } from './column-facts.ts';
import { findDatePairs } from './date-pairs.ts';
import { findLeakage } from './leakage.ts';
import type { RunContext } from './run-context.ts';
import { wants } from './run-context.ts';

/** What only the cells can tell; figures alone do not hold it. */
export interface TableFacts {
  /** Rows that repeat an earlier one, where rows can be told apart at all. */
  readonly repeatedRows: number;
  readonly datePairs: readonly (readonly [from: string, until: string])[];
  /** Area under the ROC curve per column that alone tells the target. */
  readonly leakage: ReadonlyMap<string, number>;
  /** Rows over 89 per age column. */
  readonly oldAges: ReadonlyMap<string, number>;
  /** Age columns that hold the pooled category. */
  readonly pooledAges: ReadonlySet<string>;
  /** Whether all filled cells differ, for columns whose profile stopped counting. */
  readonly unique: ReadonlyMap<string, boolean>;
}

/**
 * Reads the cells that the step's kinds of findings need, and no others.
 * @throws Problem `cancelled` once the signal is aborted.
 */
export async function readTableFacts(
  source: TableSource,
  run: RunContext,
  signal: AbortSignal,
): Promise<TableFacts> {
  const oldAges = new Map<string, number>();
  const pooledAges = new Set<string>();
  for (const column of source.columns.filter(isAgeColumn)) {
    const cells = await source.cells(column.name);
    let old = 0;
    for (const cell of cells) {
      if (cell === null) continue;
      if (cell === POOLED_AGE) pooledAges.add(column.name);
      else if (tellsOldAge(cell)) old += 1;
    }
    oldAges.set(column.name, old);
  }
  const unique = new Map<string, boolean>();
  for (const column of source.columns.filter(stoppedCounting))
    unique.set(column.name, allDiffer(await source.cells(column.name)));
  const { target } = run;
  return {
    repeatedRows:
      wants(run, 'duplicate_rows') && tellsRowsApart(source)
        ? (await repeatedRows(source, signal)).length
        : 0,
    datePairs: wants(run, 'date_pair') ? await findDatePairs(source) : [],
    leakage: wants(run, 'leakage') && target !== undefined ? await findLeakage(source, target) : new Map(),
    oldAges,
    pooledAges,
    unique,
  };
}

/**
 * Whether equal rows are one row twice and not two people alike: a column that differs in at least half of the
 * rows, or columns that together could tell rows apart many times over. Two rows chosen at random agree by chance
 * with odds of about two to the power of the columns' bits; twice the bits that this takes leave room for columns
 * that repeat each other.
 */
function tellsRowsApart(source: TableSource): boolean {
  if (source.rows < 2) return false;
  const enough = Math.min(source.rows / 2, DISTINCT_BOUND / 2);
  if (source.columns.some((column) => column.profile.distinct >= enough)) return true;
  const bits = source.columns.reduce(
    (sum, column) => sum + Math.log2(Math.max(1, column.profile.distinct)),
    0,
  );
  return bits >= 4 * Math.log2(source.rows);
}

function stoppedCounting(column: ColumnInfo): boolean {
  const { rows, missing, distinct } = column.profile;
  const mayBeKey = column.type === 'text' || column.type === 'integer';
  return (
    mayBeKey &&
    !column.labels.includes('free_text') &&
    distinct >= DISTINCT_BOUND &&
    rows - missing > distinct
  );
}

function allDiffer(cells: readonly (string | null)[]): boolean {
  const seen = new Set<string>();
  for (const cell of cells) {
    if (cell === null) continue;
    if (seen.has(cell)) return false;
    seen.add(cell);
  }
  return true;
}
