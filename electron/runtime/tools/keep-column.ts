import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { tableChange, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

/** Decides to leave a column as it is. Changes nothing; the decision itself is what the journal keeps. */
export const keepColumn: TransformTool<ColumnArguments> = {
  name: 'keep_column',
  description: TOOL_DESCRIPTIONS.keep_column,
  effect: 'read',
  args: ColumnArguments,
  lowers: [],
  leaves: [],
  plan(source, args) {
    targetColumn(source, args);
    return Promise.resolve(tableChange({}));
  },
};
