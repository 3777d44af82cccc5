import { findDialect, readGrid, type Dialect } from '../tables/grid.ts';

/** Rows that must be cut alike before a text counts as a table by itself. */
const EVEN = 0.9;

/**
 * How a text that its caller calls a table is cut, however unevenly; one column where nothing cuts it.
 */
export function dialectOf(text: string): Dialect {
  return findDialect(text) ?? { delimiter: ',', quotes: true };
}

/** How a text is cut where it is a table by its look: rows of equal width, cells rather than sentences. */
export function tableDialect(text: string): Dialect | undefined {
  const found = findDialect(text);
  if (found === undefined || found.rows < 2 || found.even < EVEN) return undefined;
  if (found.delimiter === ',' && commasOfProse(text)) return undefined;
  if (found.width === 2 && (found.rows < 4 || found.delimiter === ',' || found.delimiter === ';')) {
    return isListOfPairs(text, found.delimiter) && found.rows >= 3 ? found : undefined;
  }
  return found;
}

/** In prose a space follows nearly every comma; in a table commas inside quotes do not count. */
function commasOfProse(text: string): boolean {
  const head = text.slice(0, 1 << 14);
  let commas = 0;
  let spaced = 0;
  for (const { cells } of readGrid(head, { delimiter: ',', quotes: true })) {
    for (const { start } of cells.slice(1)) {
      commas += 1;
      if (head.charCodeAt(start) === 32 && head.charCodeAt(start - 1) === 44) spaced += 1;
    }
  }
  return spaced > commas * 0.6;
}

/** Two columns are a table only where no cell is a sentence. */
function isListOfPairs(text: string, delimiter: string): boolean {
  return text
    .slice(0, 1 << 14)
    .split('\n')
    .every((line) => line.split(delimiter).every((cell) => cell.trim().split(/\s+/).length <= 6));
}
