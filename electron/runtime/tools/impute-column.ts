import { z } from 'zod';
import type { ColumnInfo } from '../../../shared/domain/index.ts';
import { Problem, readNumber } from '../../../shared/domain/index.ts';
import { columnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, rewriteColumn, stopIfCancelled, targetColumn } from './plan.ts';
import { POOLED_AGE } from './pool-age.ts';
import type { Cells, ToolContext, TransformTool } from './tool.ts';

const ImputeArguments = z.strictObject({ ...columnArguments, method: z.enum(['median', 'mode']) });
type ImputeArguments = z.infer<typeof ImputeArguments>;

/** Fills missing cells with the median or the most common value. Filled cells stay as they are. */
export const imputeColumn: TransformTool<ImputeArguments> = {
  name: 'impute_column',
  description: TOOL_DESCRIPTIONS.impute_column,
  effect: 'transform',
  args: ImputeArguments,
  lowers: [],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const cells = await source.cells(column.name);
    const fill = args.method === 'median' ? median(column, cells, context) : mode(column, cells, context);
    return rewriteColumn(source, {
      column,
      type: column.type,
      labels: column.labels,
      context,
      each: (cell) => kept(cell ?? fill),
    });
  },
};

/** The middle value; of an even number of values the mean of two, or the lower where the column is whole numbers. */
function median(column: ColumnInfo, cells: Cells, context: ToolContext): string {
  const values = new Float64Array(cells.length);
  let count = 0;
  for (let row = 0; row < cells.length; row += 1) {
    stopIfCancelled(context, row);
    const cell = cells[row];
    if (cell === null || cell === undefined) continue;
    const value = cell === POOLED_AGE ? 90 : readNumber(cell);
    if (value !== undefined) values[count++] = value;
  }
  if (count === 0) throw new Problem('unsupported', `\`${column.name}\` holds no number to take a median of`);
  const sorted = values.subarray(0, count).sort();
  const lower = sorted[(count - 1) >> 1] ?? 0;
  const upper = sorted[count >> 1] ?? 0;
  // A pooled age column has no numbers from 90 on, so neither has its filling.
  if (column.type === 'text' && lower >= 90) return POOLED_AGE;
  return String(column.type === 'double' ? lower / 2 + upper / 2 : lower);
}

/** The most common value; among equals the first in code-unit order, so that a run repeats. */
function mode(column: ColumnInfo, cells: Cells, context: ToolContext): string {
  const counts = new Map<string, number>();
  for (let row = 0; row < cells.length; row += 1) {
    stopIfCancelled(context, row);
    const cell = cells[row];
    if (cell !== null && cell !== undefined) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  let best: string | undefined;
  let most = 0;
  for (const [cell, count] of counts) {
    if (count > most || (count === most && best !== undefined && cell < best)) {
      best = cell;
      most = count;
    }
  }
  if (best === undefined) throw new Problem('unsupported', `\`${column.name}\` holds no value to repeat`);
  return best;
}
