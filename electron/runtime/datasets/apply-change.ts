import { SafeName, type ColumnInfo } from '../../../shared/domain/index.ts';
import type { Redactor } from '../phi/index.ts';
import type { Cells, NewColumn, TableChange } from '../tools/index.ts';
import { countIdentifiers } from './identifier-hits.ts';
import { profileCells } from './profile/column-profile.ts';
import { encodeCells } from './storage/cells.ts';
import type { DatasetFiles, SegmentWriter } from './storage/dataset-files.ts';
import type { ChunkRef, Made, Manifest, StoredColumn } from './storage/manifest.ts';
import { snapshotSha256 } from './storage/snapshot.ts';
import type { TableVersion } from './table-version.ts';

export interface ChangeContext {
  readonly version: number;
  readonly made: Made;
  readonly madeAtMs: number;
  readonly redactor: Redactor;
}

/** Whether a change leaves every cell, column and label as it was. */
export function changesNothing(change: TableChange): boolean {
  const { replace, add, drop, keepRows } = change;
  return replace.length === 0 && add.length === 0 && drop.length === 0 && keepRows === undefined;
}

/**
 * Writes the version that a change leads to: changed columns into a new segment, the others by
 * reference. Nothing of it counts until its manifest is there.
 */
export async function writeChange(
  files: DatasetFiles,
  before: TableVersion,
  change: TableChange,
  context: ChangeContext,
): Promise<Manifest> {
  const rows = change.keepRows?.length ?? before.rows;
  const writer = await files.writeSegment(context.version);
  let columns: StoredColumn[];
  let nextColumnId = before.manifest.nextColumnId;
  try {
    const write = (id: number, column: NewColumn): Promise<StoredColumn> =>
      writeColumn(writer, id, keepOnly(column, change.keepRows, before.rows), context.redactor);
    columns = [];
    for (const stored of before.manifest.columns) {
      const { name } = stored.info;
      const replaced = change.replace.find((column) => column.name === name);
      if (!change.drop.includes(name)) {
        if (replaced !== undefined) columns.push(await write(stored.id, replaced));
        else if (change.keepRows === undefined) columns.push(stored);
        else columns.push(await write(stored.id, { ...stored.info, cells: await before.cells(name) }));
      }
      for (const { column } of change.add.filter((added) => added.after === name))
        columns.push(await write(nextColumnId++, column));
    }
    checkNames(before, change, columns);
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  await writer.finish();
  const manifest: Manifest = {
    format: 1,
    dataset: before.manifest.dataset,
    version: context.version,
    parent: before.manifest.version,
    table: before.manifest.table,
    rows,
    madeAtMs: context.madeAtMs,
    made: context.made,
    nextColumnId,
    snapshotSha256: snapshotSha256(before.manifest.dataset, rows, columns),
    columns,
  };
  await files.writeManifest(manifest);
  return manifest;
}

async function writeColumn(
  writer: SegmentWriter,
  id: number,
  column: NewColumn,
  redactor: Redactor,
): Promise<StoredColumn> {
  const chunks: ChunkRef[] = [];
  const clear = [...encodeCells(column.cells)];
  for (const chunk of clear) chunks.push(await writer.append(id, chunk));
  const profiled = profileCells(
    column.header,
    clear.map((chunk) => chunk.bytes),
  );
  const { profile, freeText } = profiled;
  const identifierHits = freeText ? countIdentifiers(redactor, profiled) : 0;
  const info: ColumnInfo = {
    name: SafeName.parse(column.name),
    header: column.header,
    type: column.type,
    labels: [...column.labels],
    profile: { ...profile, identifierHits },
  };
  return { id, info, chunks };
}

function keepOnly(column: NewColumn, keepRows: Uint32Array | undefined, rows: number): NewColumn {
  if (column.cells.length !== rows) throw new Error('a changed column has another number of rows');
  if (keepRows === undefined) return column;
  const cells: Cells = [];
  for (const row of keepRows) cells.push(column.cells[row] ?? null);
  return { ...column, cells };
}

function checkNames(before: TableVersion, change: TableChange, columns: readonly StoredColumn[]): void {
  const names = new Set(columns.map((column) => column.info.name.toLowerCase()));
  if (names.size !== columns.length) throw new Error('a change would give two columns one name');
  const known = new Set(before.columns.map((column) => column.name));
  const named = [
    ...change.drop,
    ...change.replace.map((each) => each.name),
    ...change.add.map((a) => a.after),
  ];
  if (named.some((name) => !known.has(name))) throw new Error('a change names a column that is not there');
}
