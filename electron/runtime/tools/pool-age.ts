import { readNumber } from '../../../shared/domain/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

/** The cell that stands for every age over 89. */
export const POOLED_AGE = '90+';
/** Above this a number is a mistake, not an age: it tells of no very old person and stays for review. */
export const OLDEST_AGE = 130;
const DIGITS = /\d{1,9}/;
const AGE = /(?:^|_)(?:patient|pt)?ages?(?:_?(?:years?|yrs?|y))?(?:_|\d|$)/i;
const OTHER_UNIT = /months?|weeks?|days?|hours?|(?:^|_)(?:mo|wk)s?(?:_|$)/i;
const WORDS = /\b(?:ninety|hundred|centenarian|nonagenarian|supercentenarian)/i;

/** Puts all ages over 89 into one category (45 CFR 164.514(b)(2)(i)(C)). */
export const poolAge: TransformTool<ColumnArguments> = {
  name: 'pool_age',
  description: TOOL_DESCRIPTIONS.pool_age,
  effect: 'transform',
  args: ColumnArguments,
  lowers: ['quasi_identifier'],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    return rewriteColumn(source, {
      column,
      type: 'text',
      labels: labelsAfter(column.labels, poolAge),
      context,
      each: (cell) => kept(cell !== null && tellsOldAge(cell) ? POOLED_AGE : cell),
    });
  },
};

/** Whether a column holds ages in years, by its name. */
export function isAgeColumn(column: { readonly name: string }): boolean {
  return AGE.test(column.name) && !OTHER_UNIT.test(column.name);
}

/** Whether a cell of an age column tells of an age over 89; `90+` itself does not, nor does a group that begins below. */
export function tellsOldAge(cell: string): boolean {
  if (cell.trim() === POOLED_AGE) return false;
  const value = readNumber(cell) ?? Number(DIGITS.exec(cell)?.[0] ?? 0);
  return (value >= 90 && value <= OLDEST_AGE) || WORDS.test(cell);
}
