import type { IdentifierSpan } from '../detector.ts';
import { detectTable, type TablePorts } from '../tables/table-detector.ts';

/** A table drawn with bars in a text. */
export interface MarkdownTable {
  readonly start: number;
  readonly end: number;
}

const RULE = /^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:[|+][ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$/;
const FRAME = /^[ \t]*\+(?:[-=]{2,}\+)+[ \t]*$/;
const ROW = /\S[ \t]*\|[ \t]*\S|^[ \t]*\|.*\|[ \t]*$/;

/** Blocks of lines with bars that hold a line of dashes: tables of Markdown, and those that databases print. */
export function findMarkdownTables(text: string): MarkdownTable[] {
  if (!text.includes('|') || !text.includes('--')) return [];
  const tables: MarkdownTable[] = [];
  let open: { start: number; ruled: boolean; rows: number } | undefined;
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, '');
    const ruled = RULE.test(line) || FRAME.test(line);
    if (ruled || ROW.test(line)) {
      open ??= { start, ruled: false, rows: 0 };
      open.ruled ||= ruled;
      open.rows += ruled ? 0 : 1;
    } else {
      if (open?.ruled === true && open.rows >= 2) tables.push({ start: open.start, end: start });
      open = undefined;
    }
    if (newline < 0) break;
    start = end + 1;
  }
  if (open?.ruled === true && open.rows >= 2) tables.push({ start: open.start, end: text.length });
  return tables;
}

/** Identifiers of one such table. Its line of dashes counts as a row of blanks, its outer bars as empty columns. */
export function detectMarkdownTable(
  text: string,
  { start, end }: MarkdownTable,
  ports: TablePorts,
): IdentifierSpan[] {
  const block = text
    .slice(start, end)
    .split('\n')
    .map((line) =>
      RULE.test(line.replace(/\r$/, '')) || FRAME.test(line.replace(/\r$/, ''))
        ? ' '.repeat(line.length)
        : line,
    )
    .join('\n');
  return detectTable(block, { delimiter: '|', quotes: false }, ports).map((span) => ({
    ...span,
    start: start + span.start,
    end: start + span.end,
  }));
}
