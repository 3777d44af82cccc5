import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, KnownValue, Redactor } from '../detector.ts';
import { CellReader } from './cells.ts';
import { isIdentifying, type ColumnDecision } from './column-decision.ts';
import type { SampleValue } from './column-evidence.ts';
import { decideTable, type SampledColumn } from './decide-table.ts';
import { readGrid, type Dialect, type GridRow } from './grid.ts';
import { hasHeader } from './header-row.ts';
import { hasLabelledRows, stricterByLabel } from './labelled-rows.ts';

/** Rows that are read before anything is decided. */
const SAMPLED_ROWS = 5000;
/** Different values of one column that a decision looks at. */
const SAMPLED_VALUES = 2000;
/** Different values of one table that its own texts are searched for. */
const MOST_KNOWN = 50_000;
const SHORTEST_KNOWN = 4;
const WIDEST = 2000;
const HEAD = 60;
const SOUGHT: ReadonlySet<string> = new Set([
  ...['NAME', 'SSN', 'PHONE', 'FAX', 'MRN', 'HEALTH_PLAN_ID', 'ACCOUNT', 'LICENSE', 'VEHICLE', 'DEVICE'],
  ...['ADDRESS', 'OTHER_ID'],
]);

/** Whether values of this class are looked for in the rest of a table. */
export function isSought(label: IdentifierClass): boolean {
  return SOUGHT.has(label);
}

/** What is needed to look at cells of prose. */
export interface TablePorts {
  readonly redactor: Redactor;
  /** A redactor that knows these values too. */
  knowing(values: readonly KnownValue[]): Redactor;
}

/** What was decided about a table from its first rows. */
export interface TablePlan {
  readonly dialect: Dialect;
  readonly header: boolean;
  /** What the header says of each column, where there is one. */
  readonly headers: readonly string[] | undefined;
  readonly width: number;
  /** Whether each line begins with what it is about, as forms do. */
  readonly labelled: boolean;
  readonly decisions: readonly ColumnDecision[];
}

/** Decides about the columns of delimited text from its first rows. */
export function planTable(text: string, dialect: Dialect): TablePlan {
  return planRows(firstRows(text, dialect), dialect);
}

/** Decides about the columns of rows that a table begins with. */
export function planRows(all: readonly GridRow[], dialect: Dialect): TablePlan {
  const { rows, width } = filledRows(all);
  const header = hasHeader(rows.slice(0, HEAD).map((row) => row.cells.map((cell) => cell.text)));
  const head = header ? rows[0]?.cells : undefined;
  const body = header ? rows.slice(1) : rows;
  const headers = header
    ? Array.from({ length: width }, (_, column) => head?.[column]?.text ?? '')
    : undefined;
  const columns: SampledColumn[] = [];
  for (let column = 0; column < width; column += 1)
    columns.push({ header: headers?.[column], sample: sampleColumn(body, column, width, SAMPLED_VALUES) });
  const labelled = hasLabelledRows(rows, width);
  return { dialect, header, headers, width, labelled, decisions: decideTable(columns) };
}

/** Every identifier of delimited text, ascending: columns decide, cells of prose go the way of notes. */
export function detectTable(text: string, dialect: Dialect, ports: TablePorts): IdentifierSpan[] {
  const plan = planTable(text, dialect);
  return detectRows(text, plan, readerOf(text, plan, ports));
}

/** A reader of cells that also knows what the table's own identifying columns hold. */
function readerOf(text: string, plan: TablePlan, ports: TablePorts): CellReader {
  if (!plan.decisions.some(({ treatment }) => treatment === 'text' || treatment === 'keep'))
    return new CellReader(ports.redactor);
  const known = knownValues(text, plan);
  return new CellReader(known.length === 0 ? ports.redactor : ports.knowing(known));
}

function detectRows(text: string, plan: TablePlan, reader: CellReader): IdentifierSpan[] {
  const spans: IdentifierSpan[] = [];
  let first = plan.header;
  for (const row of readGrid(text, plan.dialect)) {
    if (first) {
      first = row.start === row.end;
      spansOfHeader(text, row, plan, reader, spans);
      continue;
    }
    spansOfRow(text, row, plan, reader, spans);
  }
  return spans;
}

/** Adds the identifiers of the row of headers, ascending: names of columns are read as prose, each by itself. */
export function spansOfHeader(
  text: string,
  row: GridRow,
  plan: TablePlan,
  reader: CellReader,
  spans: IdentifierSpan[],
): void {
  spansOfRow(text, row, { ...plan, decisions: [], width: row.cells.length }, reader, spans);
}

/** Adds the identifiers of one row, ascending. */
export function spansOfRow(
  text: string,
  row: GridRow,
  plan: TablePlan,
  reader: CellReader,
  spans: IdentifierSpan[],
): void {
  const { cells } = row;
  const fits = isOfWidth(row, plan.width);
  for (let column = 0; column < cells.length; column += 1) {
    const cell = cells[column];
    if (cell === undefined || cell.start === cell.end) continue;
    const own = plan.decisions[column];
    const byColumn = fits ? (own ?? PROSE) : strictest(own);
    const decision = plan.labelled ? stricterByLabel(cells, column, byColumn) : byColumn;
    for (const { start, end, label, by } of reader.find(text.slice(cell.start, cell.end), decision))
      spans.push({ start: cell.start + start, end: cell.start + end, label, by });
  }
}

const PROSE: ColumnDecision = { treatment: 'text', share: 0, why: 'values' };

/** A row of another width is no row of this table: its cells are read as prose. */
function isOfWidth({ cells }: GridRow, width: number): boolean {
  return cells.length === width || cells.slice(width).every(({ start, end }) => start === end);
}

/** Where a row is too short or too long its cells may have moved, so each is read as prose unless its column goes. */
function strictest(decision: ColumnDecision | undefined): ColumnDecision {
  return decision?.treatment === 'identifier' ? decision : PROSE;
}

function firstRows(text: string, dialect: Dialect): GridRow[] {
  const rows: GridRow[] = [];
  for (const row of readGrid(text, dialect)) {
    if (row.start !== row.end) rows.push(row);
    if (rows.length > SAMPLED_ROWS) break;
  }
  return rows;
}

/** At most so many rows that are not empty, and how many cells most of them have. */
function filledRows(all: readonly GridRow[]): { rows: GridRow[]; width: number } {
  const rows: GridRow[] = [];
  const widths = new Map<number, number>();
  for (const row of all) {
    if (row.start === row.end) continue;
    rows.push(row);
    widths.set(row.cells.length, (widths.get(row.cells.length) ?? 0) + 1);
    if (rows.length >= SAMPLED_ROWS) break;
  }
  const [width] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0];
  return { rows, width: Math.min(width, WIDEST) };
}

/** Different values of a column with their counts, at most so many. */
export function sampleColumn(
  rows: readonly GridRow[],
  column: number,
  width: number,
  most: number,
): SampleValue[] {
  const counts = new Map<string, number>();
  for (const { cells } of rows) {
    if (cells.length !== width) continue;
    const value = cells[column]?.text.trim() ?? '';
    if (value === '') continue;
    const count = counts.get(value);
    if (count !== undefined) counts.set(value, count + 1);
    else if (counts.size < most) counts.set(value, 1);
  }
  return Array.from(counts, ([text, weight]) => ({ text, weight }));
}

/** Different values of the identifying columns, for the columns of prose. */
function knownValues(text: string, plan: TablePlan): KnownValue[] {
  const sought = plan.decisions.flatMap((decision, column) =>
    isIdentifying(decision) && isSought(decision.label) ? [[column, decision.label] as const] : [],
  );
  if (sought.length === 0) return [];
  const seen = new Set<string>();
  const known: KnownValue[] = [];
  let first = plan.header;
  for (const { cells } of readGrid(text, plan.dialect)) {
    if (first) {
      first = false;
      continue;
    }
    for (const [column, label] of sought) {
      const value = cells[column]?.text.trim() ?? '';
      if (value.length < SHORTEST_KNOWN || seen.has(value)) continue;
      seen.add(value);
      known.push({ value, label });
    }
    if (known.length >= MOST_KNOWN) break;
  }
  return known;
}
