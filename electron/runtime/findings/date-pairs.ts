import type { ColumnInfo } from '../../../shared/domain/index.ts';
import type { TableSource } from '../tools/index.ts';
import { dayOf, intervalName, isBirthColumn } from '../tools/index.ts';
import { isDateColumn } from './column-facts.ts';

const COLUMNS = 12;
const ROWS = 20_000;
/** Rows with both dates before their order says anything. */
const SHARED_ROWS = 10;
const IN_ORDER = 0.95;
/** Longer than two years apart in the middle: not two ends of one stay. */
const LONGEST_MEDIAN_DAYS = 730;

/**
 * Pairs of date columns where one follows the other: on at least 95 % of the rows that hold both, and at most
 * two years later in the middle. Each date has at most one successor, the nearest; dates of birth have none
 * (days since birth are an exact age). Looks at the first twelve date columns and 20,000 evenly spread rows.
 */
export async function findDatePairs(source: TableSource): Promise<[from: string, until: string][]> {
  const names = new Set(source.columns.map((column) => column.name));
  const dates = source.columns.filter(isPairable).slice(0, COLUMNS);
  const days: (number | undefined)[][] = [];
  for (const column of dates) days.push(await sampleDays(source, column));
  const pairs: [string, string][] = [];
  dates.forEach((from, i) => {
    let nearest: { name: string; medianDays: number } | undefined;
    dates.forEach((until, j) => {
      const medianDays = i === j ? undefined : medianGap(days[i] ?? [], days[j] ?? [], i < j);
      if (medianDays !== undefined && (nearest === undefined || medianDays < nearest.medianDays))
        nearest = { name: until.name, medianDays };
    });
    if (nearest !== undefined && !names.has(intervalName(from.name, nearest.name)))
      pairs.push([from.name, nearest.name]);
  });
  return pairs;
}

function isPairable(column: ColumnInfo): boolean {
  return isDateColumn(column) && !isBirthColumn(column);
}

async function sampleDays(source: TableSource, column: ColumnInfo): Promise<(number | undefined)[]> {
  const cells = await source.cells(column.name);
  const step = Math.max(1, Math.floor(cells.length / ROWS));
  const days: (number | undefined)[] = [];
  for (let row = 0; row < cells.length; row += step) days.push(dayOf(cells[row]));
  return days;
}

/** Middle of the gaps in days, or undefined where the second date does not follow the first. */
function medianGap(
  from: readonly (number | undefined)[],
  until: readonly (number | undefined)[],
  standsFirst: boolean,
): number | undefined {
  const gaps: number[] = [];
  let ordered = 0;
  let apart = 0;
  for (let i = 0; i < from.length; i += 1) {
    const start = from[i];
    const end = until[i];
    if (start === undefined || end === undefined) continue;
    gaps.push(end - start);
    if (end >= start) ordered += 1;
    if (end !== start) apart += 1;
  }
  if (gaps.length < SHARED_ROWS || ordered < IN_ORDER * gaps.length) return undefined;
  // Dates that nearly always agree follow each other in the order of their columns.
  if (apart < (1 - IN_ORDER) * gaps.length && !standsFirst) return undefined;
  gaps.sort((a, b) => a - b);
  const median = gaps[gaps.length >> 1] ?? 0;
  return median <= LONGEST_MEDIAN_DAYS ? median : undefined;
}
