import type { Flow } from './sheet.ts';
import { COLOUR, MARGIN, TEXT, type TextStyle } from './theme.ts';

export interface TableColumn {
  readonly title: string;
  /** Its share of the page: points on A4, and as much more or less on other paper. */
  readonly width: number;
  readonly align?: 'right';
}

/** One cell: a text, with a style where it differs from the table's. A newline starts a new line. */
export type TableCell = string | { readonly text: string; readonly style: TextStyle };

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
  const whole = shares.reduce((total, { width }) => total + width, 0);
  const columns = shares.map((column) => ({ ...column, width: (column.width * flow.width) / whole }));
  const head = (again: boolean): void => {
    const lines = columns.map((column) => flow.lines(column.title, TEXT.head, column.width - 2 * PAD.x));
    const height = Math.max(...lines.map((line) => line.length)) * TEXT.head.line + 6;
    const place = (): void => {
      placeRow(
        flow,
        columns,
        lines,
        columns.map(() => TEXT.head),
        0,
        again ? undefined : -1,
      );
    };
    // A head that is repeated is read once.
    if (again) flow.ornament(place);
    else place();
    flow.y += height;
    flow.put({
      kind: 'rule',
      x: MARGIN.left,
      y: flow.y,
      width: flow.width,
      colour: COLOUR.rule,
      weight: 0.75,
    });
  };
  flow.need(60);
  head(false);
  for (const [number, row] of rows.entries()) {
    const styles = columns.map((_, index) => styleOf(row[index] ?? ''));
    let rest = columns.map((column, index) =>
      flow.lines(textOf(row[index] ?? ''), styles[index] ?? TEXT.cell, column.width - 2 * PAD.x),
    );
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
    flow.put({
      kind: 'rule',
      x: MARGIN.left,
      y: flow.y,
      width: flow.width,
      colour: COLOUR.hairline,
      weight: 0.5,
    });
  }
  flow.y += 8;
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
