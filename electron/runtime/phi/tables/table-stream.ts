import type { IdentifierSpan, KnownValue } from '../detector.ts';
import { isIdentifying, STRICTNESS, type ColumnDecision } from './column-decision.ts';
import { ownCopy } from '../own-copy.ts';
import { CellReader } from './cells.ts';
import { decideTable } from './decide-table.ts';
import type { Dialect, GridRow } from './grid.ts';
import {
  isSought,
  planRows,
  sampleColumn,
  spansOfHeader,
  spansOfRow,
  type TablePlan,
  type TablePorts,
} from './table-detector.ts';

/** Different values of a column that a later decision looks at. */
const LOOKED_AT_AGAIN = 400;
/** Different values not seen before that call for one. */
const TELLING = 20;
/** Different values of a column that are remembered as looked at. */
const MOST_SEEN = 5_000;
/** Different values of the identifying columns that are searched for at once. */
const MOST_KNOWN = 50_000;
const SHORTEST_KNOWN = 4;

/**
 * A long table, some rows at a time. Columns are decided upon from the first rows. Later rows may only make a decision
 * stricter: where a column that stays, or is read as text, shows enough values that were not seen before, it is decided
 * upon again.
 */
export class TableStream {
  readonly #ports: TablePorts;
  readonly #dialect: Dialect;
  #plan: TablePlan | undefined;
  #seen: Set<string>[] = [];

  constructor(dialect: Dialect, ports: TablePorts) {
    this.#dialect = dialect;
    this.#ports = ports;
  }

  /** Identifiers of the next rows, ascending, as offsets into the text that the rows were cut from. */
  detect(text: string, rows: readonly GridRow[]): IdentifierSpan[] {
    const before = this.#plan;
    const plan = before === undefined ? planRows(rows, this.#dialect) : this.#stricter(before, rows);
    this.#plan = plan;
    const body = before === undefined && plan.header ? rows.slice(1) : rows;
    this.#remember(plan, body);
    const reader = this.#readerFor(plan, body);
    const spans: IdentifierSpan[] = [];
    const [head] = body === rows ? [] : rows;
    if (head !== undefined) spansOfHeader(text, head, plan, reader, spans);
    for (const row of body) spansOfRow(text, row, plan, reader, spans);
    return spans;
  }

  #stricter(plan: TablePlan, rows: readonly GridRow[]): TablePlan {
    const changed = plan.decisions.map(
      ({ treatment }, column) => treatment !== 'identifier' && this.#showsOthers(rows, column, plan.width),
    );
    if (!changed.includes(true)) return plan;
    const again = decideTable(
      changed.map((is, column) => ({
        header: plan.headers?.[column],
        sample: is ? sampleColumn(rows, column, plan.width, LOOKED_AT_AGAIN) : [],
      })),
    );
    const decisions = plan.decisions.map((decision, column): ColumnDecision => {
      const now = changed[column] === true ? again[column] : undefined;
      return now !== undefined && STRICTNESS[now.treatment] > STRICTNESS[decision.treatment] ? now : decision;
    });
    return { ...plan, decisions };
  }

  /** Whether a column holds enough values that no decision has looked at. */
  #showsOthers(rows: readonly GridRow[], column: number, width: number): boolean {
    const seen = this.#seen[column];
    const others = new Set<string>();
    for (const { cells } of rows) {
      if (cells.length !== width) continue;
      const value = cells[column]?.text.trim() ?? '';
      if (value === '' || seen?.has(value) === true) continue;
      others.add(value);
      if (others.size === TELLING) return true;
    }
    return false;
  }

  #remember({ decisions, width }: TablePlan, rows: readonly GridRow[]): void {
    this.#seen = decisions.map(({ treatment }, column) => {
      const seen = this.#seen[column] ?? new Set<string>();
      if (treatment === 'identifier') seen.clear();
      else
        for (const { cells } of rows) {
          if (seen.size >= MOST_SEEN) break;
          if (cells.length !== width) continue;
          const value = cells[column]?.text.trim() ?? '';
          if (!seen.has(value)) seen.add(ownCopy(value));
        }
      return seen;
    });
  }

  /** A reader of cells that also knows what the identifying columns of these rows hold. */
  #readerFor({ decisions }: TablePlan, rows: readonly GridRow[]): CellReader {
    if (!decisions.some(({ treatment }) => treatment === 'text' || treatment === 'keep'))
      return new CellReader(this.#ports.redactor);
    const sought = decisions.flatMap((decision, column) =>
      isIdentifying(decision) && isSought(decision.label) ? [[column, decision.label] as const] : [],
    );
    const known = new Map<string, KnownValue>();
    for (const { cells } of rows)
      for (const [column, label] of sought) {
        const value = cells[column]?.text.trim() ?? '';
        if (value.length >= SHORTEST_KNOWN && known.size < MOST_KNOWN) known.set(value, { value, label });
      }
    return new CellReader(known.size === 0 ? this.#ports.redactor : this.#ports.knowing([...known.values()]));
  }
}
