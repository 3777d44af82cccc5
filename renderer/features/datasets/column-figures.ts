import type { ColumnInfo } from '../../../shared/domain/index.ts';
import { formatCount, formatFigure, formatShare } from '../../ui/format.ts';

/** Share of empty cells, 0 to 1. A table without rows has none. */
export function gapsOf(column: ColumnInfo): number {
  return column.profile.rows === 0 ? 0 : column.profile.missing / column.profile.rows;
}

/** What the small picture shows, in words. */
export function histogramText(column: ColumnInfo): string {
  const { histogram, numeric } = column.profile;
  if (histogram.length === 0) return `${column.name}: no values`;
  const most = formatCount(Math.max(...histogram));
  if (numeric !== undefined) {
    return `${column.name}: ${histogram.length} equal bins from ${formatFigure(numeric.min)} to ${formatFigure(numeric.max)}, at most ${most} rows in one`;
  }
  return `${column.name}: the ${histogram.length} most common values, at most ${most} rows for one`;
}

/** Figures of a column as name and value, only those that it has. */
export function figuresOf(column: ColumnInfo): readonly (readonly [string, string])[] {
  const { profile } = column;
  const numeric = profile.numeric;
  return [
    ['Rows', formatCount(profile.rows)],
    ['Missing', `${formatCount(profile.missing)} (${formatShare(gapsOf(column))})`],
    [
      'Distinct',
      profile.distinct >= 100_000
        ? `at least ${formatCount(profile.distinct)}`
        : formatCount(profile.distinct),
    ],
    ['Length', `${formatCount(profile.length.min)} to ${formatCount(profile.length.max)} characters`],
    ...(numeric === undefined
      ? []
      : ([
          ['Range', `${formatFigure(numeric.min)} to ${formatFigure(numeric.max)}`],
          ['Mean', formatFigure(numeric.mean)],
          ['Median', formatFigure(numeric.median)],
          ['Middle half', `${formatFigure(numeric.q1)} to ${formatFigure(numeric.q3)}`],
          [
            'Outliers',
            `${formatCount(numeric.outliers)} outside ${formatFigure(numeric.lower)} to ${formatFigure(numeric.upper)}`,
          ],
        ] as const)),
    ...(profile.dateFormat === undefined ? [] : ([['Date format', profile.dateFormat]] as const)),
    ...(profile.leadingZeros > 0 ? ([['Leading zeros', formatShare(profile.leadingZeros)]] as const) : []),
    ...(profile.identifierHits > 0
      ? ([['Identifiers in text', formatCount(profile.identifierHits)]] as const)
      : []),
  ];
}
