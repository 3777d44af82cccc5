import { withinScope, type ColumnInfo, type DataScope, type Finding } from '../../../shared/domain/index.ts';
import type { LiveRun } from './live-run.ts';
import type { RunPorts } from './ports.ts';

const UNTIL = /^until (\S+)$/;

/**
 * What of a table reaches the present agent. A column outside its categories stands in no finding, no
 * prompt and no argument of its own; the gate refuses it besides.
 */
export interface Reach {
  readonly columns: readonly ColumnInfo[];
  has(finding: Finding): boolean;
}

/** The reach of the run's present agent on the present version of the table. */
export async function reachOf(run: LiveRun, ports: Pick<RunPorts, 'tables'>): Promise<Reach> {
  const { columns } = await ports.tables.describe(run.setup.request.dataset, run.version);
  return reach(run.agent, columns);
}

export function reach(agent: DataScope, all: readonly ColumnInfo[]): Reach {
  const columns = all.filter((column) => withinScope(agent, column));
  const names = new Set(columns.map(({ name }) => name));
  return {
    columns,
    has: (finding) => {
      // Rows are repeated when they agree in every column, so such a finding speaks of all of them.
      if (finding.kind === 'duplicate_rows') return columns.length === all.length;
      const other = UNTIL.exec(finding.detail)?.[1];
      return names.has(finding.column) && (other === undefined || names.has(other));
    },
  };
}
