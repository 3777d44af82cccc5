import { drawLine } from './blocks.ts';
import type { Flow } from './sheet.ts';
import { MARGIN, TEXT, type TextStyle } from './theme.ts';

export interface TableColumn {
  readonly title: string;
  /** Its share of the page: points on A4, and as much more or less on other paper. */
  readonly width: number;
  readonly align?: 'right';
}

/** One cell: a text, with a style where it differs from the table's. A newline starts a new line. */
export type TableCell = string | { readonly text: string; readonly style: TextStyle };

/** Letters of an ordinary word; longer ones are hashes, names of columns and the like. */
const ORDINARY = 17;
/** Rows whose words are measured for the widths. */
const MEASURED_ROWS = 500;
/** Points that are kept together at most, head and first row. */
const MOST_KEPT = 200;
const PAD = { x: 4, top: 4, bottom: 4 } as const;

/**
 * A table that breaks between rows and repeats its head. Row heights are computed from measured lines.
 * A row taller than a page is broken inside, so that nothing can fall off the paper.
 */
export function table(
  flow: Flow,
  shares: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
): void {
  flow.tell({
    kind: 'table',
    head: shares.map(({ title }) => title),
    rows: rows.map((row) => shares.map((_, index) => textOf(row[index] ?? ''))),
  });
  const columns = fitted(flow, shares, rows);
  const titles = columns.map((column) => flow.lines(column.title, TEXT.head, column.width - 2 * PAD.x));
  const headHeight = Math.max(...titles.map((line) => line.length)) * TEXT.head.line + 6;
  const head = (again: boolean): void => {
    const place = (): void => {
      placeRow(
        flow,
        columns,
        titles,
        columns.map(() => TEXT.head),
        0,
        again ? undefined : -1,
      );
    };
    // A head that is repeated is read once.
    if (again) flow.ornament(place);
    else place();
    flow.y += headHeight;
    drawLine(flow);
  };
  const linesOf = (row: readonly TableCell[]): string[][] =>
    columns.map((column, index) => {
      const cell = row[index] ?? '';
      return flow.lines(textOf(cell), styleOf(cell), column.width - 2 * PAD.x);
    });
  const stylesOf = (row: readonly TableCell[]): TextStyle[] =>
    columns.map((_, index) => styleOf(row[index] ?? ''));
  // A head does not stand alone at the foot of a page.
  const [first = []] = rows;
  flow.need(Math.min(headHeight + heightOf(linesOf(first), stylesOf(first)), MOST_KEPT));
  head(false);
  for (const [number, row] of rows.entries()) {
    const styles = stylesOf(row);
    let rest = linesOf(row);
    if (heightOf(rest, styles) > flow.room) {
      flow.newSheet();
      head(true);
    }
    while (heightOf(rest, styles) > flow.room) {
      const fitting = Math.max(1, Math.floor((flow.room - PAD.top - PAD.bottom) / TEXT.cell.line));
      placeRow(
        flow,
        columns,
        rest.map((lines) => lines.slice(0, fitting)),
        styles,
        PAD.top,
        number,
      );
      rest = rest.map((lines) => lines.slice(fitting));
      flow.newSheet();
      head(true);
    }
    placeRow(flow, columns, rest, styles, PAD.top, number);
    flow.y += heightOf(rest, styles);
    drawLine(flow, 'hairline');
  }
  flow.y += 8;
}

/**
 * Widths of columns in points: by their shares, but none so narrow that an ordinary word in it is broken,
 * as far as others have room to give. Hashes and long names are broken all the same.
 */
function fitted(
  flow: Flow,
  shares: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
): TableColumn[] {
  const whole = shares.reduce((total, { width }) => total + width, 0);
  const columns = shares.map((column) => ({ ...column, width: (column.width * flow.width) / whole }));
  const needs = columns.map(({ title }, index) =>
    Math.max(
      widestWord(flow, title, TEXT.head),
      ...rows.slice(0, MEASURED_ROWS).map((row) => {
        const cell = row[index] ?? '';
        return widestWord(flow, textOf(cell), styleOf(cell));
      }),
    ),
  );
  const missing = columns.map(({ width }, index) => Math.max(0, (needs[index] ?? 0) - width));
  const spare = columns.map(({ width }, index) => Math.max(0, width - (needs[index] ?? 0)));
  const [wanted, given] = [missing, spare].map((each) => each.reduce((total, width) => total + width, 0));
  if (wanted === undefined || given === undefined || wanted === 0 || given < wanted) return columns;
  return columns.map((column, index) => ({
    ...column,
    width: column.width + (missing[index] ?? 0) - ((spare[index] ?? 0) * wanted) / given,
  }));
}

/** With the room beside it; 0 where no word is an ordinary one. */
function widestWord(flow: Flow, text: string, style: TextStyle): number {
  let widest = 0;
  for (const word of text.split(/[ \n]/))
    if (word.length > 2 && word.length <= ORDINARY)
      widest = Math.max(widest, flow.measure.width(word, style.face, style.size) + 2 * PAD.x + 0.5);
  return widest;
}

function textOf(cell: TableCell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function styleOf(cell: TableCell): TextStyle {
  return typeof cell === 'string' ? TEXT.cell : cell.style;
}

function heightOf(cells: readonly (readonly string[])[], styles: readonly TextStyle[]): number {
  const tallest = Math.max(...cells.map((lines, index) => lines.length * (styles[index] ?? TEXT.cell).line));
  return tallest + PAD.top + PAD.bottom;
}

function placeRow(
  flow: Flow,
  columns: readonly TableColumn[],
  cells: readonly (readonly string[])[],
  styles: readonly TextStyle[],
  top: number,
  /** Its number in the table, -1 for the head. */
  row: number | undefined,
): void {
  let x: number = MARGIN.left;
  columns.forEach((column, index) => {
    if (row !== undefined) flow.cell(row, index);
    const right = column.align === 'right' ? column.width - 2 * PAD.x : undefined;
    // The first column stands flush with the text above it.
    const inset = index === 0 ? 0 : PAD.x;
    flow.setLines(cells[index] ?? [], styles[index] ?? TEXT.cell, x + inset, flow.y + top, right);
    x += column.width;
  });
}
