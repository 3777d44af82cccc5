import type { ColumnInfo, ColumnLabel, ColumnType } from '../../../shared/domain/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import { profileCells } from '../datasets/profile/column-profile.ts';
import { labelsOf } from '../datasets/profile/labels.ts';
import { encodeCells } from '../datasets/storage/cells.ts';
import { createRedactor, SurrogateVault } from '../phi/index.ts';
import type { Cells, TableChange, TableSource, ToolContext } from './tool.ts';

/** A column of a table that a test makes up; what is left out is what an import would say. */
export interface MadeColumn {
  readonly cells: Cells;
  readonly type?: ColumnType;
  readonly labels?: readonly ColumnLabel[];
  readonly header?: string;
}

/** A table in memory, profiled and labelled by the code that imports use. For tests. */
export function inMemoryTable(
  columns: Readonly<Record<string, MadeColumn | Cells>>,
  table = 'admissions',
): TableSource {
  const cells = new Map<string, Cells>();
  const infos: ColumnInfo[] = [];
  for (const [name, made] of Object.entries(columns)) {
    const column = Array.isArray(made) ? { cells: made } : made;
    cells.set(name, column.cells);
    infos.push(columnInfo(name, column));
  }
  return {
    table,
    rows: infos[0]?.profile.rows ?? 0,
    columns: infos,
    cells(name) {
      const found = cells.get(name);
      if (found === undefined) return Promise.reject(new Problem('not_found', `no column \`${name}\``));
      return Promise.resolve(found);
    },
  };
}

/** The table that a change leads to, profiled anew. */
export async function afterChange(source: TableSource, change: TableChange): Promise<TableSource> {
  const columns: Record<string, MadeColumn> = {};
  const put = (name: string, column: MadeColumn): void => {
    const { keepRows } = change;
    const cells =
      keepRows === undefined ? column.cells : [...keepRows].map((row) => column.cells[row] ?? null);
    columns[name] = { ...column, cells };
  };
  for (const info of source.columns) {
    const replaced = change.replace.find(({ name }) => name === info.name);
    const { type, labels, header } = replaced ?? info;
    const cells = replaced?.cells ?? (await source.cells(info.name));
    if (!change.drop.includes(info.name)) put(info.name, { cells, type, labels, header });
    for (const { column } of change.add.filter(({ after }) => after === info.name)) put(column.name, column);
  }
  return inMemoryTable(columns, source.table);
}

/** A context whose random bytes repeat and whose year is 2026. */
export function toolContext(context: Partial<ToolContext> = {}): ToolContext {
  let state = 0x2545f491;
  return {
    redactor: createRedactor(),
    rendering: { profile: 'mask', realistic: false, vault: SurrogateVault.create() },
    randomBytes: (length) =>
      Uint8Array.from({ length }, () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state & 0xff;
      }),
    currentYear: 2026,
    signal: new AbortController().signal,
    ...context,
  };
}

function columnInfo(name: string, made: MadeColumn): ColumnInfo {
  const header = made.header ?? name;
  const chunks = Array.from(encodeCells(made.cells), ({ bytes }) => bytes);
  const { profile, type, freeText } = profileCells(header, chunks);
  const labels = made.labels ?? labelsOf({ header, profile, freeText });
  const redactor = createRedactor();
  const isText = freeText || labels.includes('free_text') || labels.includes('redacted_text');
  const hits = isText ? made.cells.flatMap((cell) => redactor.detect(cell ?? '')).length : 0;
  return {
    name,
    header,
    type: made.type ?? type,
    labels: [...labels],
    profile: { ...profile, identifierHits: hits },
  };
}
