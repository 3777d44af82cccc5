import { zipPrefix } from '../phi/profiles/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

const PREFIX = /^\d{3}$/;

/**
 * Keeps the first three digits of a ZIP code; 000 where their area is too small, and for military, foreign
 * and unknown codes (45 CFR 164.514(b)(2)(i)(B)).
 */
export const truncateZip: TransformTool<ColumnArguments> = {
  name: 'truncate_zip',
  description: TOOL_DESCRIPTIONS.truncate_zip,
  effect: 'transform',
  args: ColumnArguments,
  lowers: ['quasi_identifier'],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const done = column.profile.length.max === 3 && !column.labels.includes('quasi_identifier');
    return rewriteColumn(source, {
      column,
      type: 'text',
      labels: labelsAfter(column.labels, truncateZip),
      context,
      each: (cell) => kept(cell === null ? null : done && PREFIX.test(cell) ? cell : zipPrefix(cell)),
    });
  },
};
