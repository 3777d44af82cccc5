import {
  inheritLabels,
  type ColumnLabel,
  type LabelChange,
  type LabelEffect,
} from '../../../shared/domain/index.ts';
import type { NewColumn, TableChange, TableSource } from '../tools/index.ts';

/** A table that remembers which columns were read, since whatever is made of them inherits their labels. */
export interface WatchedTable extends TableSource {
  readonly read: ReadonlySet<string>;
}

/** The same table, watched. */
export function watchReads(source: TableSource): WatchedTable {
  const read = new Set<string>();
  return {
    table: source.table,
    rows: source.rows,
    columns: source.columns,
    read,
    cells: (column) => {
      read.add(column);
      return source.cells(column);
    },
  };
}

/**
 * Gives every column of a change the labels it has to bear, whatever the plan says: those of the column
 * it replaces and of every column whose cells the plan read, less what the tool is declared to lower.
 * Each lowered label stands in the change's record.
 */
export function withInheritedLabels(
  change: TableChange,
  source: WatchedTable,
  tool: LabelEffect,
): TableChange {
  // INVARIANT: a label leaves data only by a tool that is declared to lower it, with a record of it
  // (guarded by label-flow.test.ts and library.test.ts), so that a careless plan cannot free patient data.
  const lowered: LabelChange[] = [];
  const labelsOf = (name: string): readonly ColumnLabel[] =>
    source.columns.find((column) => column.name === name)?.labels ?? [];
  const flow = (column: NewColumn, origins: ReadonlySet<string>): NewColumn => {
    const sources = [...origins].map(labelsOf);
    const before = inheritLabels(sources, { lowers: [], leaves: [] });
    const after = inheritLabels([inheritLabels(sources, tool), column.labels], NOTHING);
    if (before.some((label) => !after.includes(label))) lowered.push({ column: column.name, before, after });
    return { ...column, labels: after };
  };
  const replace = change.replace.map((column) => flow(column, new Set([column.name, ...source.read])));
  // A column made of nothing that was read may still be made of anything that was there.
  const origins = source.read.size > 0 ? source.read : new Set(source.columns.map(({ name }) => name));
  const add = change.add.map(({ after, column }) => ({ after, column: flow(column, origins) }));
  const record = { ...change.record, ...(lowered.length === 0 ? {} : { lowered }) };
  return { ...change, replace, add, record };
}

const NOTHING: LabelEffect = { lowers: [], leaves: [] };
