import type { IdentifierSpan, KnownValue, Redactor } from '../detector.ts';
import { CellReader } from './cells.ts';
import { isIdentifying, type ColumnDecision } from './column-decision.ts';
import type { SampleValue } from './column-evidence.ts';
import { decideTable, type SampledColumn } from './decide-table.ts';
import { readGrid, type Dialect, type GridRow } from './grid.ts';
import { hasHeader } from './header-row.ts';

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
  readonly width: number;
  readonly decisions: readonly ColumnDecision[];
}

/** Decides about the columns of delimited text from its first rows. */
export function planTable(text: string, dialect: Dialect): TablePlan {
  const { rows, width } = firstRows(text, dialect);
  const header = hasHeader(rows.slice(0, HEAD).map((row) => row.cells.map((cell) => cell.text)));
  const head = header ? rows[0]?.cells : undefined;
  const body = header ? rows.slice(1) : rows;
  const columns: SampledColumn[] = [];
  for (let column = 0; column < width; column += 1)
    columns.push({
      header: header ? (head?.[column]?.text ?? '') : undefined,
      sample: sampleColumn(body, column, width),
    });
  return { dialect, header, width, decisions: decideTable(columns) };
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
      continue;
    }
    for (const [column, decision] of decisionsFor(row, plan)) {
      const cell = row.cells[column];
      if (cell === undefined || cell.start === cell.end) continue;
      for (const span of reader.find(text.slice(cell.start, cell.end), decision))
        spans.push({ ...span, start: cell.start + span.start, end: cell.start + span.end });
    }
  }
  return spans;
}

const PROSE: ColumnDecision = { treatment: 'text', share: 0, why: 'values' };

/** A row of another width is no row of this table: its cells are read as prose. */
function* decisionsFor(row: GridRow, plan: TablePlan): Generator<readonly [number, ColumnDecision]> {
  const fits =
    row.cells.length === plan.width || row.cells.slice(plan.width).every(({ start, end }) => start === end);
  for (let column = 0; column < row.cells.length; column += 1)
    yield [column, fits ? (plan.decisions[column] ?? PROSE) : strictest(plan.decisions[column])];
}

/** Where a row is too short or too long its cells may have moved, so each is read as prose unless its column goes. */
function strictest(decision: ColumnDecision | undefined): ColumnDecision {
  return decision?.treatment === 'identifier' ? decision : PROSE;
}

function firstRows(text: string, dialect: Dialect): { rows: GridRow[]; width: number } {
  const rows: GridRow[] = [];
  const widths = new Map<number, number>();
  for (const row of readGrid(text, dialect)) {
    if (row.start === row.end) continue;
    rows.push(row);
    widths.set(row.cells.length, (widths.get(row.cells.length) ?? 0) + 1);
    if (rows.length >= SAMPLED_ROWS) break;
  }
  const [width] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0];
  return { rows, width: Math.min(width, WIDEST) };
}

function sampleColumn(rows: readonly GridRow[], column: number, width: number): SampleValue[] {
  const counts = new Map<string, number>();
  for (const { cells } of rows) {
    if (cells.length !== width) continue;
    const value = cells[column]?.text.trim() ?? '';
    if (value === '') continue;
    const count = counts.get(value);
    if (count !== undefined) counts.set(value, count + 1);
    else if (counts.size < SAMPLED_VALUES) counts.set(value, 1);
  }
  return Array.from(counts, ([text, weight]) => ({ text, weight }));
}

/** Different values of the identifying columns, for the columns of prose. */
function knownValues(text: string, plan: TablePlan): KnownValue[] {
  const sought = plan.decisions.flatMap((decision, column) =>
    isIdentifying(decision) && SOUGHT.has(decision.label) ? [[column, decision.label] as const] : [],
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
