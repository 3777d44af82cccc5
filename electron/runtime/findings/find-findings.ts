import type { ColumnInfo } from '../../../shared/domain/index.ts';
import { arrange } from './arrange.ts';
import { observeColumn } from './column-findings.ts';
import type { FindingDraft, RunContext } from './run-context.ts';
import type { TableFacts } from './table-facts.ts';

/** The findings that are open on a table now, in the order of its columns. Pure. */
export function findFindings(
  table: string,
  columns: readonly ColumnInfo[],
  facts: TableFacts,
  run: RunContext,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const first = columns[0];
  if (facts.repeatedRows > 0 && first !== undefined)
    drafts.push({ kind: 'duplicate_rows', table, column: first.name, detail: `rows ${facts.repeatedRows}` });
  for (const column of columns)
    for (const [kind, detail] of observeColumn(column, columns, facts, run))
      drafts.push({ kind, table, column: column.name, detail });
  return arrange(drafts, run);
}
