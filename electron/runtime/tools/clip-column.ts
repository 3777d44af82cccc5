import { Problem, readNumber } from '../../../shared/domain/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, rewriteColumn, targetColumn } from './plan.ts';
import { isAgeColumn, POOLED_AGE } from './pool-age.ts';
import type { TransformTool } from './tool.ts';

/** Limits numbers to the profile's range: three interquartile ranges around the quartiles. */
export const clipColumn: TransformTool<ColumnArguments> = {
  name: 'clip_column',
  description: TOOL_DESCRIPTIONS.clip_column,
  effect: 'transform',
  args: ColumnArguments,
  lowers: [],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const { lower, upper } = plausibleRange(column);
    const pooled = column.type === 'text' && isAgeColumn(column);
    return rewriteColumn(source, {
      column,
      type: column.type,
      labels: column.labels,
      context,
      each: (cell) => {
        const value = cell === null ? undefined : readNumber(cell);
        if (value === undefined || (value >= lower && value <= upper)) return kept(cell);
        const bound = value < lower ? lower : upper;
        return { cell: pooled && bound >= 90 ? POOLED_AGE : String(bound), lost: true };
      },
    });
  },
};

/**
 * The range outside of which values count as outliers, whole numbers for columns of whole numbers.
 * @throws Problem `unsupported` for a column without numbers.
 */
export function plausibleRange(column: {
  readonly name: string;
  readonly type: string;
  readonly profile: { readonly numeric?: { lower: number; upper: number } | undefined };
}): { lower: number; upper: number } {
  const numeric = column.profile.numeric;
  if (numeric === undefined) throw new Problem('unsupported', `\`${column.name}\` holds no numbers to limit`);
  const { lower, upper } = numeric;
  return column.type === 'integer' ? { lower: Math.ceil(lower), upper: Math.floor(upper) } : { lower, upper };
}
