import { RESTRICTED_ZIP_PREFIXES } from '../../../resources/lexicons/restricted-zip-prefixes.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

const RESTRICTED: ReadonlySet<string> = new Set(
  RESTRICTED_ZIP_PREFIXES.sources.flatMap((source) => source.prefixes),
);
/** ZIP, ZIP+4 with or without hyphen; a spreadsheet may have eaten leading zeros or added `.0`. */
const ZIP = /^(\d{3,5})(?:\.0+|[- ]\d{4})?$/;
const ZIP_PLUS_FOUR = /^\d{7,9}$/;
const PREFIX = /^\d{3}$/;
/** Military post: New York, Miami and San Francisco gateways. */
const MILITARY = /^(?:09[0-8]|340|96[2-6])$/;

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

/** The three digits that may stay of one code, or 000. */
export function zipPrefix(cell: string): string {
  const text = cell.trim();
  let five = ZIP.exec(text)?.[1]?.padStart(5, '0');
  if (five === undefined && ZIP_PLUS_FOUR.test(text)) five = text.padStart(9, '0').slice(0, 5);
  const prefix = five?.slice(0, 3);
  return prefix === undefined || RESTRICTED.has(prefix) || MILITARY.test(prefix) ? '000' : prefix;
}
