import { Problem } from '../../../shared/domain/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { changeRecord, tableChange, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

/** Removes a column. The last one stays: a table without columns is no table. */
export const dropColumn: TransformTool<ColumnArguments> = {
  name: 'drop_column',
  description: TOOL_DESCRIPTIONS.drop_column,
  effect: 'transform',
  args: ColumnArguments,
  lowers: [],
  leaves: [],
  plan(source, args) {
    const column = targetColumn(source, args);
    if (source.columns.length === 1)
      throw new Problem('unsupported', `\`${column.name}\` is the only column of the table`);
    return Promise.resolve(
      tableChange({ drop: [column.name], record: changeRecord({ columnsRemoved: [column.name] }) }),
    );
  },
};
