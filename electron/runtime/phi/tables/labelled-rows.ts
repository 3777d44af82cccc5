import { decideColumn, STRICTNESS, type ColumnDecision } from './column-decision.ts';
import type { GridRow } from './grid.ts';
import { meaningOf } from './header-rules.ts';
import { headerWords } from './header-words.ts';
import { isReplaced } from './value-looks.ts';

/** A form has few columns beside its labels. */
const WIDEST = 6;
const LOOKED_AT = 200;
/** Lines that must name a class of identifiers before a table is read as a form. */
const LEAST = 3;
/** Share of the lines that must begin with a word that headers have. */
const SHARE = 0.4;

/**
 * Whether a table is a form stood on its side: each line begins with what it is about (`ZIP | 04001`), so that a line
 * has to be read as columns are elsewhere.
 */
export function hasLabelledRows(rows: readonly GridRow[], width: number): boolean {
  if (width < 2 || width > WIDEST) return false;
  let lines = 0;
  let known = 0;
  let telling = 0;
  for (const { cells } of rows.slice(0, LOOKED_AT)) {
    const label = labelOf(cells);
    if (label === '') continue;
    lines += 1;
    const meaning = meaningOf(headerWords(label));
    if (meaning.known) known += 1;
    if (meaning.classes.length > 0 || meaning.age) telling += 1;
  }
  return telling >= LEAST && known >= SHARE * lines;
}

/** What is done with a cell of a form: what its column says, or what the label of its line says where that is stricter. */
export function stricterByLabel(
  cells: GridRow['cells'],
  column: number,
  own: ColumnDecision,
): ColumnDecision {
  const cell = cells[column];
  const label = labelOf(cells);
  if (cell === undefined || label === '' || cell === firstFilled(cells)) return own;
  const named = decideColumn(label, [{ text: cell.text.trim(), weight: 1 }]);
  if (named.why !== 'header' || own.treatment === 'identifier') return own;
  // A cell that is nothing but an age reads as a bare number where it is prose.
  return named.treatment === 'age' || STRICTNESS[named.treatment] > STRICTNESS[own.treatment] ? named : own;
}

/** The first cell that holds something: tables drawn with bars have an empty column at their edge. */
function firstFilled(cells: GridRow['cells']): GridRow['cells'][number] | undefined {
  return cells.find(({ text }) => text.trim() !== '');
}

function labelOf(cells: GridRow['cells']): string {
  const text =
    firstFilled(cells)
      ?.text.trim()
      .replace(/[:*]+$/, '') ?? '';
  return isReplaced(text) ? '' : text;
}
