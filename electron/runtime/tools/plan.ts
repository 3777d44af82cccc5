import type { ChangeRecord, ColumnInfo, ColumnLabel, ColumnType } from '../../../shared/domain/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import type { ColumnArguments } from './arguments.ts';
import type { Cells, NewColumn, TableChange, TableSource, ToolContext, TransformTool } from './tool.ts';

const EXAMPLES = 5;
/** Cells between two looks at the abort signal. */
const STRIDE = 65_536;

/**
 * The column that a call is about.
 * @throws Problem `invalid_input` for another table, `not_found` for a name that is no column.
 */
export function targetColumn(source: TableSource, args: ColumnArguments): ColumnInfo {
  if (args.table !== source.table)
    throw new Problem('invalid_input', `table \`${args.table}\` is not the table of this run`);
  return columnNamed(source, args.column);
}

/** @throws Problem `not_found` for a name that is no column. */
export function columnNamed(source: TableSource, name: string): ColumnInfo {
  const column = source.columns.find((each) => each.name === name);
  if (column === undefined)
    throw new Problem('not_found', `table \`${source.table}\` has no column \`${name}\``);
  return column;
}

/** @throws Problem `cancelled` once the signal is aborted. Looks every 65,536th row only. */
export function stopIfCancelled(context: Pick<ToolContext, 'signal'>, row: number): void {
  if (row % STRIDE === 0 && context.signal.aborted) throw new Problem('cancelled', 'the call was cancelled');
}

/** Labels that are left after a tool: minus what it lowers, plus what it leaves, each once. */
export function labelsAfter(
  labels: readonly ColumnLabel[],
  tool: Pick<TransformTool<never>, 'lowers' | 'leaves'>,
): ColumnLabel[] {
  return [...new Set([...labels.filter((label) => !tool.lowers.includes(label)), ...tool.leaves])];
}

/** A name that no column has yet: `base`, or `base` with a number, cut to 64 characters. */
export function freeName(source: TableSource, base: string): string {
  const taken = new Set(source.columns.map((column) => column.name));
  for (let n = 1; ; n += 1) {
    const tail = n === 1 ? '' : `_${n}`;
    const name = base.slice(0, 64 - tail.length) + tail;
    if (!taken.has(name)) return name;
  }
}

/** A record of no change, for a plan to write its counts into. */
export function changeRecord(counts: Partial<ChangeRecord> = {}): ChangeRecord {
  return {
    cellsChanged: 0,
    rowsRemoved: 0,
    columnsRemoved: [],
    columnsAdded: [],
    valuesLost: 0,
    redactions: {},
    ...counts,
  };
}

/** A change that leaves every column as it is, apart from what is named. */
export function tableChange(change: Partial<TableChange>): TableChange {
  return { replace: [], add: [], drop: [], record: changeRecord(), examples: [], ...change };
}

/** What becomes of one cell. `lost` counts a value that nobody can tell from the result. */
export interface CellResult {
  readonly cell: string | null;
  readonly lost: boolean;
}

/** Cells that stay as they are share this shape with those that change, so that loops stay simple. */
export function kept(cell: string | null): CellResult {
  return { cell, lost: false };
}

export interface RewriteOptions {
  readonly column: ColumnInfo;
  readonly type: ColumnType;
  readonly labels: readonly ColumnLabel[];
  readonly context: ToolContext;
  /** Called once for each different value, missing cells too; for every row where `perRow` is set. */
  readonly each: (cell: string | null, row: number) => CellResult;
  readonly perRow?: boolean;
}

/** Rewrites one column cell by cell and counts exactly what changed. Linear in rows. */
export async function rewriteColumn(source: TableSource, options: RewriteOptions): Promise<TableChange> {
  const { column, context } = options;
  const before = await source.cells(column.name);
  const after: Cells = new Array<string | null>(before.length);
  const results = new Map<string | null, CellResult>();
  const examples: TableChange['examples'][number][] = [];
  let cellsChanged = 0;
  let valuesLost = 0;
  for (let row = 0; row < before.length; row += 1) {
    stopIfCancelled(context, row);
    const cell = before[row] ?? null;
    let result = options.perRow === true ? undefined : results.get(cell);
    if (result === undefined) {
      result = options.each(cell, row);
      if (options.perRow !== true) results.set(cell, result);
    }
    after[row] = result.cell;
    if (result.lost) valuesLost += 1;
    if (result.cell !== cell) {
      cellsChanged += 1;
      // Losses are what a person has to judge, so they push milder examples out.
      if (examples.length < EXAMPLES || (result.lost && valuesLost <= EXAMPLES)) {
        if (examples.length === EXAMPLES) examples.pop();
        const example = { row, column: column.name, before: cell, after: result.cell };
        if (result.lost) examples.unshift(example);
        else examples.push(example);
      }
    }
  }
  return tableChange({
    replace: [replacement(column, options.type, options.labels, after)],
    record: changeRecord({ cellsChanged, valuesLost }),
    examples,
  });
}

/** The same column under other cells, type and labels. */
export function replacement(
  column: ColumnInfo,
  type: ColumnType,
  labels: readonly ColumnLabel[],
  cells: Cells,
): NewColumn {
  return { name: column.name, header: column.header, type, labels, cells };
}
