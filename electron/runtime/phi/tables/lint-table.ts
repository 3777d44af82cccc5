import { lintCodes, type CodeLint } from '../profiles/code-lint.ts';
import { findDialect, readGrid } from './grid.ts';
import { hasHeader } from './header-row.ts';

/** A column of hashes or of derived codes, by its header where there is one. */
export interface TableLint extends Omit<CodeLint, 'column' | 'from'> {
  readonly column: string;
  readonly from?: string;
}

const ROWS = 400;

/** Looks through the first rows of delimited text for codes that 45 CFR 164.514(c) forbids; undefined where it is no table. */
export function lintTable(text: string): TableLint[] | undefined {
  const dialect = findDialect(text);
  if (dialect === undefined) return undefined;
  const rows: string[][] = [];
  for (const { cells } of readGrid(text, dialect)) {
    rows.push(cells.map((cell) => cell.text));
    if (rows.length > ROWS) break;
  }
  const header = hasHeader(rows) ? rows[0] : undefined;
  const name = (column: number): string => header?.[column]?.trim() ?? `column ${column + 1}`;
  return lintCodes(header === undefined ? rows : rows.slice(1)).map(({ column, from, ...lint }) => ({
    ...lint,
    column: name(column),
    ...(from === undefined ? {} : { from: name(from) }),
  }));
}
