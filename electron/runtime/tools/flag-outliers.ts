import { readNumber } from '../../../shared/domain/index.ts';
import { ColumnArguments } from './arguments.ts';
import { plausibleRange } from './clip-column.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { changeRecord, freeName, stopIfCancelled, tableChange, targetColumn } from './plan.ts';
import type { Cells, TransformTool } from './tool.ts';

const SUFFIX = '_outlier';

/** Adds a column that says which values lie outside the plausible range; changes none. A missing value is no outlier. */
export const flagOutliers: TransformTool<ColumnArguments> = {
  name: 'flag_outliers',
  description: TOOL_DESCRIPTIONS.flag_outliers,
  effect: 'transform',
  args: ColumnArguments,
  lowers: [],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const { lower, upper } = plausibleRange(column);
    const cells = await source.cells(column.name);
    const flags: Cells = new Array<string | null>(cells.length);
    for (let row = 0; row < cells.length; row += 1) {
      stopIfCancelled(context, row);
      const cell = cells[row];
      const value = cell === null || cell === undefined ? undefined : readNumber(cell);
      flags[row] = value !== undefined && (value < lower || value > upper) ? 'true' : 'false';
    }
    const name = freeName(source, flagName(column.name));
    const header = `${column.header}${SUFFIX}`;
    return tableChange({
      add: [{ after: column.name, column: { name, header, type: 'boolean', labels: [], cells: flags } }],
      record: changeRecord({ columnsAdded: [name] }),
    });
  },
};

/** Name of the column that flags another one's outliers. */
export function flagName(column: string): string {
  return column.slice(0, 64 - SUFFIX.length) + SUFFIX;
}
