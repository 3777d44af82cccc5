import { Problem } from '../../../shared/domain/index.ts';
import { shiftedDate } from '../phi/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

/**
 * Moves every date back by the days that were drawn for its patient, so that the days between a patient's dates stay what
 * they were. That is no Safe Harbor: it needs an expert's determination (45 CFR 164.514(b)(1)). A cell that is no whole date
 * becomes missing and counts as lost.
 */
export const shiftDates: TransformTool<ColumnArguments> = {
  name: 'shift_dates',
  description: TOOL_DESCRIPTIONS.shift_dates,
  effect: 'transform',
  args: ColumnArguments,
  lowers: ['date', 'quasi_identifier'],
  leaves: ['surrogate'],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const { profile, vault, patientOf } = context.rendering;
    if (profile !== 'expert')
      throw new Problem('invalid_input', 'dates are moved for an expert’s determination only');
    if (patientOf === undefined)
      throw new Problem('invalid_input', 'no column tells whose row it is, so dates cannot be moved alike');
    return rewriteColumn(source, {
      column,
      type: column.type,
      labels: labelsAfter(column.labels, shiftDates),
      context,
      perRow: true,
      each: (cell, row) => {
        if (cell === null) return kept(cell);
        const patient = patientOf(row);
        const moved = patient === undefined ? undefined : shiftedDate(cell, vault.shiftOf(patient));
        return moved === undefined ? { cell: null, lost: true } : kept(moved);
      },
    });
  },
};
