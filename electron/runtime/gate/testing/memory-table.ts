import {
  Problem,
  type ChangeRecord,
  type ColumnInfo,
  type ColumnLabel,
  type DatasetId,
} from '../../../../shared/domain/index.ts';
import { canonicalJson } from '../../../../shared/formats/index.ts';
import { sha256Hex } from '../../../core/index.ts';
import type { FindingDraft, RunContext } from '../../findings/index.ts';
import type { Example, TableFacts, TablePort } from '../ports.ts';

export const DATASET = '2b0c8c3e-8a3f-4f43-9f0e-3b8d4d0f7a11' as DatasetId;

interface Version {
  readonly columns: readonly ColumnInfo[];
  readonly problems: readonly FindingDraft[];
}

/**
 * A table in memory with problems that tools take away: the dataset and finding ports for tests of gate
 * and loop. What tools and findings really do is tested where they are.
 */
export class MemoryTable implements TablePort {
  readonly applied: { tool: string; args: unknown; version: number }[] = [];
  valuesLost = 0;
  examples: readonly Example[] = [];
  /** Thrown by the next dry plan or run. */
  failEstimate: Error | undefined;
  failApply: Error | undefined;
  /** Kinds that stay although their tool ran. */
  stubborn: readonly string[] = [];
  readonly #versions: Version[];

  constructor(
    columns: Record<string, readonly ColumnLabel[]>,
    problems: readonly Omit<FindingDraft, 'table'>[],
  ) {
    this.#versions = [
      {
        columns: Object.entries(columns).map(([name, labels]) => column(name, labels)),
        problems: problems.map((problem) => ({ table: 'stays', ...problem })),
      },
    ];
  }

  /** Changes the data behind a version, as nothing in the application can. */
  tamper(version: number): void {
    const { columns, problems } = this.#at(version);
    this.#versions[version - 1] = { columns: [...columns, column('smuggled', [])], problems };
  }

  describe: TablePort['describe'] = (_dataset, version) => {
    const { columns } = this.#at(version);
    const facts: TableFacts = { table: 'stays', rows: 100, columns, snapshotSha256: this.#hash(version) };
    return Promise.resolve(facts);
  };

  record: TablePort['record'] = (_dataset, version, row, names) => {
    const cells = this.#at(version).columns.filter(({ name }) => names.includes(name));
    return Promise.resolve(Object.fromEntries(cells.map(({ name }) => [name, `${name} of row ${row}`])));
  };

  estimate: TablePort['estimate'] = () => {
    if (this.failEstimate !== undefined) return Promise.reject(this.failEstimate);
    return Promise.resolve({ valuesLost: this.valuesLost, recordsTouched: 100, examples: this.examples });
  };

  apply: TablePort['apply'] = (_dataset, version, tool, args, _manner, signal) => {
    if (signal.aborted) return Promise.reject(new Problem('cancelled', 'the call was cancelled'));
    if (this.failApply !== undefined) return Promise.reject(this.failApply);
    const name = args.column as string;
    const before = this.#at(version);
    const dropped = tool === 'drop_column';
    this.applied.push({ tool, args, version });
    this.#versions.push({
      columns: dropped ? before.columns.filter((each) => each.name !== name) : before.columns,
      problems: before.problems.filter(
        ({ kind, column: at }) => at !== name || (!dropped && this.stubborn.includes(kind)),
      ),
    });
    const record: ChangeRecord = {
      cellsChanged: dropped ? 0 : 100,
      rowsRemoved: 0,
      columnsRemoved: dropped ? [name] : [],
      columnsAdded: [],
      valuesLost: this.valuesLost,
      redactions: {},
    };
    const made = this.#versions.length;
    return Promise.resolve({
      version: made,
      record,
      examples: this.examples,
      snapshotSha256: this.#hash(made),
    });
  };

  /** The finding port: what is left, without what was decided. */
  look = (_dataset: DatasetId, version: number, run: RunContext): Promise<readonly FindingDraft[]> =>
    Promise.resolve(
      this.#at(version).problems.filter(
        ({ kind, column: at }) =>
          (run.kinds?.includes(kind) ?? true) &&
          !run.decided.some((each) => each.kind === kind && each.column === at),
      ),
    );

  #at(version: number): Version {
    const found = this.#versions[version - 1];
    if (found === undefined) throw new Problem('not_found', `there is no version ${version}`);
    return found;
  }

  #hash(version: number): TableFacts['snapshotSha256'] {
    return sha256Hex(canonicalJson({ version, columns: this.#at(version).columns.map(({ name }) => name) }));
  }
}

function column(name: string, labels: readonly ColumnLabel[]): ColumnInfo {
  return {
    name,
    header: name,
    type: 'text',
    labels: [...labels],
    profile: {
      rows: 100,
      missing: 4,
      distinct: 50,
      parses: { integer: 0, double: 0, boolean: 0, date: 0 },
      leadingZeros: 0,
      length: { min: 1, max: 9, mean: 4 },
      identifierHits: 0,
      histogram: [],
    },
  };
}
