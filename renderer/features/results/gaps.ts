import type { ColumnInfo } from '../../../shared/domain/index.ts';
import { gapsOf } from '../datasets/column-figures.ts';

/** Share of empty cells of one column before and after; undefined where the column is not there. */
export interface GapPair {
  readonly column: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Columns that have gaps in either version, largest before first. */
export function gapPairs(before: readonly ColumnInfo[], after: readonly ColumnInfo[]): readonly GapPair[] {
  const later = new Map(after.map((column) => [column.name, column]));
  const earlier = new Set(before.map((column) => column.name));
  const pairs = before.map((column): GapPair => {
    const match = later.get(column.name);
    return {
      column: column.name,
      before: gapsOf(column),
      after: match === undefined ? undefined : gapsOf(match),
    };
  });
  const fresh = after
    .filter((column) => !earlier.has(column.name))
    .map((column): GapPair => ({ column: column.name, before: undefined, after: gapsOf(column) }));
  return [...pairs, ...fresh]
    .filter((pair) => (pair.before ?? 0) > 0 || (pair.after ?? 0) > 0)
    .sort((a, b) => (b.before ?? 0) - (a.before ?? 0) || (b.after ?? 0) - (a.after ?? 0));
}
