import { z } from 'zod';
import type { CellDate } from '../../../shared/domain/index.ts';
import { readDate, readNumber } from '../../../shared/domain/index.ts';
import { columnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import type { CellResult } from './plan.ts';
import { kept, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

const CastArguments = z.strictObject({ ...columnArguments, type: z.enum(['double', 'date', 'text']) });
type CastArguments = z.infer<typeof CastArguments>;

/**
 * Changes how a column reads. A cell that does not read as the new type becomes missing and counts as lost;
 * so does a time of day, which a date has no room for.
 */
export const castColumn: TransformTool<CastArguments> = {
  name: 'cast_column',
  description: TOOL_DESCRIPTIONS.cast_column,
  effect: 'transform',
  args: CastArguments,
  lowers: [],
  leaves: [],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const labels = [...column.labels];
    if (args.type === 'date' && !labels.includes('date')) labels.push('date');
    const each = { double: toNumber, date: toDate, text: kept }[args.type];
    return rewriteColumn(source, { column, type: args.type, labels, context, each });
  },
};

/** Numbers keep their digits as written; only surrounding space goes. */
function toNumber(cell: string | null): CellResult {
  if (cell === null) return kept(null);
  return readNumber(cell) === undefined ? { cell: null, lost: true } : kept(cell.trim());
}

function toDate(cell: string | null): CellResult {
  if (cell === null) return kept(null);
  const date = readDate(cell);
  return date === undefined ? { cell: null, lost: true } : { cell: isoDate(date), lost: hasTime(cell, date) };
}

function isoDate(date: CellDate): string {
  return `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
}

/** Midnight is what software writes for "no time"; it holds nothing that could be lost. */
function hasTime(cell: string, date: CellDate): boolean {
  return (
    date.timed &&
    /[1-9]/.test(
      cell
        .trim()
        .slice(10)
        .replace(/(?:[+-]\d{2}:?\d{2}|Z)$/, ''),
    )
  );
}
