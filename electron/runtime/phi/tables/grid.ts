/** A cell of a table in a text. Offsets stand around its content, without quotes. */
export interface GridCell {
  readonly start: number;
  readonly end: number;
  /** What it says, doubled quotes undone. */
  readonly text: string;
}

export interface GridRow {
  readonly start: number;
  /** Before the line end. */
  readonly end: number;
  readonly cells: readonly GridCell[];
}

export interface Dialect {
  readonly delimiter: string;
  /** Whether `"` at the start of a cell opens a quote. */
  readonly quotes: boolean;
}

const DELIMITERS = [',', '\t', ';', '|'] as const;
/** Quotes longer than this were never meant to close that far away. */
const LONGEST_QUOTED = 1 << 20;
/** Quotes that never close, before quotes stop counting: keeps the time linear. */
const MOST_UNCLOSED = 4;
const LOOKED_AT = 200;

/**
 * Rows of delimited text, one at a time. Takes whatever stands there: quotes open at the start of a cell, `""` inside
 * one is a quote, and a quote that never closes is an ordinary character.
 */
export function* readGrid(text: string, { delimiter, quotes }: Dialect, from = 0): Generator<GridRow> {
  let at = from;
  let unclosed = 0;
  const mark = delimiter.charCodeAt(0);
  while (at < text.length) {
    const start = at;
    const cells: GridCell[] = [];
    for (;;) {
      const quoted = quotes && unclosed < MOST_UNCLOSED ? quotedCell(text, at, mark) : undefined;
      if (quoted === 'unclosed') unclosed += 1;
      if (quoted !== undefined && quoted !== 'unclosed') {
        cells.push(quoted.cell);
        at = quoted.next;
      } else {
        let end = at;
        while (end < text.length && !endsCell(text.charCodeAt(end), mark)) end += 1;
        cells.push({ start: at, end, text: text.slice(at, end) });
        at = end;
      }
      if (text.charCodeAt(at) !== mark) break;
      at += 1;
    }
    yield { start, end: at, cells };
    if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at += 1;
    at += 1;
  }
}

function endsCell(code: number, mark: number): boolean {
  return code === mark || code === 10 || code === 13;
}

/** A cell in quotes, its closing quote followed by the end of the cell; white space around the quotes is allowed. */
function quotedCell(
  text: string,
  from: number,
  mark: number,
): { cell: GridCell; next: number } | 'unclosed' | undefined {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  if (text.charCodeAt(at) !== 34) return undefined;
  const start = at + 1;
  const limit = Math.min(text.length, start + LONGEST_QUOTED);
  for (at = text.indexOf('"', start); at >= 0 && at < limit; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at + 1) === 34) {
      at += 1;
      continue;
    }
    let next = at + 1;
    while (text.charCodeAt(next) === 32) next += 1;
    if (next < text.length && !endsCell(text.charCodeAt(next), mark)) continue;
    const raw = text.slice(start, at);
    return { cell: { start, end: at, text: raw.includes('"') ? raw.replaceAll('""', '"') : raw }, next };
  }
  return 'unclosed';
}

/** How a text is cut into cells, and how evenly its first rows are cut so. */
export interface FoundDialect extends Dialect {
  /** Cells of most rows. */
  readonly width: number;
  /** Share of the first rows that have this many cells. */
  readonly even: number;
  /** Rows that were looked at. */
  readonly rows: number;
}

/** The delimiter that cuts the first rows most evenly into two cells or more; undefined where none does. */
export function findDialect(text: string): FoundDialect | undefined {
  let best: FoundDialect | undefined;
  const head = text.slice(0, 1 << 18);
  for (const delimiter of DELIMITERS) {
    if (!head.includes(delimiter)) continue;
    const counts = new Map<number, number>();
    let rows = 0;
    for (const { cells, start, end } of readGrid(head, { delimiter, quotes: true })) {
      if (rows >= LOOKED_AT) break;
      if (start === end) continue;
      rows += 1;
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    }
    const [width, times] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
    if (width < 2) continue;
    const even = times / rows;
    const found: FoundDialect = { delimiter, quotes: true, width, even, rows };
    if (best === undefined || score(found) > score(best)) best = found;
  }
  return best;
}

function score({ even, width }: FoundDialect): number {
  return even * 100 + Math.min(width, 60);
}
