import { dayNumber, readDate } from '../../../shared/domain/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

/** A year in a date however it is written: `12.03.2024`, `5 Mar 2024`, `2024`, `20240305`. */
const YEAR = /(?:^|[^\d])((?:1[89]|20|21)\d{2})(?:[01]\d[0-3]\d)?(?!\d)/g;
const BIRTH = /(?:^|[^a-z])(?:dob|born|birth)(?![a-z])|birth[ _]?(?:day|date|dt)|dateofbirth|[a-z]dob$/i;

/**
 * Reduces a date to its year, the only element of a date that Safe Harbor leaves
 * (45 CFR 164.514(b)(2)(i)(C)). A year of birth that tells of an age over 89 becomes the year that stands
 * for "that year or earlier". A cell that reads as no date becomes missing and counts as lost.
 */
export const keepYear: TransformTool<ColumnArguments> = {
  name: 'keep_year',
  description: TOOL_DESCRIPTIONS.keep_year,
  effect: 'transform',
  args: ColumnArguments,
  lowers: ['date', 'quasi_identifier'],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const eldest = isBirthColumn(column) ? context.currentYear - 90 : 0;
    return rewriteColumn(source, {
      column,
      type: 'integer',
      labels: labelsAfter(column.labels, keepYear),
      context,
      each: (cell) => {
        if (cell === null) return kept(cell);
        const year = yearOf(cell);
        return year === undefined ? { cell: null, lost: true } : kept(String(Math.max(year, eldest)));
      },
    });
  },
};

/** Whether a column's name or header speaks of birth. */
export function isBirthColumn(column: { readonly name: string; readonly header: string }): boolean {
  return BIRTH.test(column.name) || BIRTH.test(column.header);
}

/** The year of a date, or of a short text that holds exactly one. */
function yearOf(cell: string): number | undefined {
  const text = cell.trim();
  const date = readDate(text);
  if (date !== undefined) return date.year;
  const years = text.length > 40 ? [] : [...text.matchAll(YEAR)];
  return years.length === 1 ? Number(years[0]?.[1]) : undefined;
}

/** Days since 1970-01-01 that a cell names, or undefined. */
export function dayOf(cell: string | null | undefined): number | undefined {
  if (cell === null || cell === undefined) return undefined;
  const date = readDate(cell);
  return date === undefined ? undefined : dayNumber(date);
}
