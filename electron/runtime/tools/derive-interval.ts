import { z } from 'zod';
import { Problem, SafeName } from '../../../shared/domain/index.ts';
import { columnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { dayOf } from './keep-year.ts';
import { changeRecord, columnNamed, freeName, stopIfCancelled, tableChange, targetColumn } from './plan.ts';
import type { Cells, TransformTool } from './tool.ts';

const IntervalArguments = z.strictObject({ ...columnArguments, other: SafeName });
type IntervalArguments = z.infer<typeof IntervalArguments>;

/** Ninety years: an interval this long tells of an age over 89 and stands for "this or more". */
export const LONGEST_INTERVAL_DAYS = 32_872;

/** Adds the days from one date to another, which are no date themselves; both dates stay. */
export const deriveInterval: TransformTool<IntervalArguments> = {
  name: 'derive_interval',
  description: TOOL_DESCRIPTIONS.derive_interval,
  effect: 'transform',
  args: IntervalArguments,
  lowers: ['date'],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const other = columnNamed(source, args.other);
    if (other.name === column.name)
      throw new Problem('invalid_input', `\`${column.name}\` has no interval until itself`);
    const from = await source.cells(column.name);
    const until = await source.cells(other.name);
    const days: Cells = new Array<string | null>(from.length);
    let found = 0;
    for (let row = 0; row < from.length; row += 1) {
      stopIfCancelled(context, row);
      const start = dayOf(from[row]);
      const end = dayOf(until[row]);
      if (start === undefined || end === undefined) {
        days[row] = null;
        continue;
      }
      found += 1;
      days[row] = String(Math.max(-LONGEST_INTERVAL_DAYS, Math.min(LONGEST_INTERVAL_DAYS, end - start)));
    }
    if (found === 0)
      throw new Problem(
        'unsupported',
        `\`${column.name}\` and \`${other.name}\` share no row with two dates`,
      );
    const name = freeName(source, intervalName(column.name, other.name));
    const header = `days ${column.header} to ${other.header}`;
    return tableChange({
      add: [{ after: column.name, column: { name, header, type: 'integer', labels: [], cells: days } }],
      record: changeRecord({ columnsAdded: [name] }),
    });
  },
};

/** Name of the column that holds the days from one date to another. */
export function intervalName(column: string, other: string): string {
  return `days_${column}_to_${other}`.slice(0, 64);
}
