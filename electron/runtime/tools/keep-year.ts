import { dayNumber, readDate } from '../../../shared/domain/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

const YEAR = /^[12]\d{3}$/;
const BIRTH = /(?:^|[^a-z])(?:dob|born|birth)|birth(?:day|date|_?dt)|date_?of_?birth/i;

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

function yearOf(cell: string): number | undefined {
  const text = cell.trim();
  return YEAR.test(text) ? Number(text) : readDate(text)?.year;
}

/** Days since 1970-01-01 that a cell names, or undefined. */
export function dayOf(cell: string | null | undefined): number | undefined {
  if (cell === null || cell === undefined) return undefined;
  const date = readDate(cell);
  return date === undefined ? undefined : dayNumber(date);
}
