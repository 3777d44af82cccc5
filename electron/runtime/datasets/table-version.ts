import { Problem, type ColumnInfo } from '../../../shared/domain/index.ts';
import type { Cells, TableSource } from '../tools/index.ts';
import type { CellCache } from './cell-cache.ts';
import { decodeCells } from './storage/cells.ts';
import type { DatasetFiles } from './storage/dataset-files.ts';
import type { Manifest, StoredColumn } from './storage/manifest.ts';

/** One stored version, read column by column or a window of rows at a time. */
export class TableVersion implements TableSource {
  readonly manifest: Manifest;
  readonly #files: DatasetFiles;

  readonly #cache: CellCache;

  constructor(files: DatasetFiles, manifest: Manifest, cache: CellCache) {
    this.#files = files;
    this.manifest = manifest;
    this.#cache = cache;
  }

  get table(): string {
    return this.manifest.table;
  }

  get rows(): number {
    return this.manifest.rows;
  }

  get columns(): readonly ColumnInfo[] {
    return this.manifest.columns.map((column) => column.info);
  }

  async cells(name: string): Promise<Cells> {
    const column = this.stored(name);
    const held = this.#cache.get(column);
    if (held !== undefined) return held;
    const parts: Cells[] = [];
    for await (const clear of this.clearChunks(column)) parts.push(decodeCells(clear));
    const cells = parts.flat();
    this.#cache.put(column, cells);
    return cells;
  }

  /** @throws Problem `not_found` */
  stored(name: string): StoredColumn {
    const column = this.manifest.columns.find((each) => each.info.name === name);
    if (column === undefined)
      throw new Problem('not_found', `table \`${this.manifest.table}\` has no column \`${name}\``);
    return column;
  }

  /** The opened chunks of a column in row order. */
  async *clearChunks(column: StoredColumn): AsyncGenerator<Buffer> {
    for (const ref of column.chunks) yield await this.#files.readChunk(column.id, ref);
  }

  /** Cells of all columns for rows `[offset, offset + limit)`, row by row. */
  async window(offset: number, limit: number): Promise<(string | null)[][]> {
    const end = Math.min(this.rows, offset + limit);
    const rows: (string | null)[][] = Array.from({ length: Math.max(0, end - offset) }, () => []);
    for (const column of this.manifest.columns) {
      const cells = await this.#slice(column, offset, end);
      for (const [index, row] of rows.entries()) row.push(cells[index] ?? null);
    }
    return rows;
  }

  async #slice(column: StoredColumn, offset: number, end: number): Promise<Cells> {
    const cells: Cells = [];
    let first = 0;
    for (const ref of column.chunks) {
      const from = Math.max(offset, first);
      const to = Math.min(end, first + ref.rows);
      if (from < to) {
        const clear = await this.#files.readChunk(column.id, ref);
        for (const cell of decodeCells(cutRows(clear, from - first, to - first))) cells.push(cell);
      }
      first += ref.rows;
    }
    return cells;
  }
}

/** The bytes of rows `[from, to)` of a chunk. */
function cutRows(clear: Buffer, from: number, to: number): Buffer {
  let start = 0;
  for (let row = 0; row < from; row++) start = clear.indexOf(0, start) + 1;
  let end = start;
  for (let row = from; row < to; row++) end = clear.indexOf(0, end) + 1;
  return clear.subarray(start, end);
}
