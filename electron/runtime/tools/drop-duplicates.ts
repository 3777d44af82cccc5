import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { repeatedRows } from './duplicate-rows.ts';
import { changeRecord, tableChange, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

const EXAMPLES = 5;

/** Removes rows that repeat an earlier one in every cell; the first of each stays. */
export const dropDuplicates: TransformTool<ColumnArguments> = {
  name: 'drop_duplicates',
  description: TOOL_DESCRIPTIONS.drop_duplicates,
  effect: 'transform',
  args: ColumnArguments,
  lowers: [],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const repeated = await repeatedRows(source, context.signal);
    if (repeated.length === 0) return tableChange({});
    const keepRows = new Uint32Array(source.rows - repeated.length);
    let next = 0;
    for (let row = 0, kept = 0; row < source.rows; row += 1) {
      if (repeated[next] === row) next += 1;
      else keepRows[kept++] = row;
    }
    const cells = await source.cells(column.name);
    const examples = [...repeated.subarray(0, EXAMPLES)].map((row) => ({
      row,
      column: column.name,
      before: cells[row] ?? null,
      after: null,
    }));
    const record = changeRecord({ rowsRemoved: repeated.length, valuesLost: repeated.length });
    return tableChange({ keepRows, record, examples });
  },
};
