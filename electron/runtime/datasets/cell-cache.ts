import type { Cells } from '../tools/index.ts';
import type { StoredColumn } from './storage/manifest.ts';

/** Columns of more rows are opened anew each time. */
const MOST_ROWS = 200_000;

/** Sealed bytes of all columns that are held open; as strings they take a few times that. */
const MOST_BYTES = 32 << 20;

/**
 * Cells of columns that were opened lately, in clear, in this thread's memory alone. A run looks at the
 * same columns after every call; versions share what did not change.
 */
export class CellCache {
  readonly #columns = new Map<string, { cells: Cells; sizeBytes: number }>();
  #sizeBytes = 0;

  get(column: StoredColumn): Cells | undefined {
    const key = keyOf(column);
    const held = this.#columns.get(key);
    if (held === undefined) return undefined;
    // The order of a Map is the order of use.
    this.#columns.delete(key);
    this.#columns.set(key, held);
    return held.cells;
  }

  // INVARIANT: what is held is frozen, so that no tool can change what the next one reads.
  put(column: StoredColumn, cells: Cells): void {
    const sizeBytes = column.chunks.reduce((sum, chunk) => sum + chunk.sizeBytes, 0);
    if (cells.length > MOST_ROWS || sizeBytes > MOST_BYTES || column.chunks.length === 0) return;
    this.#columns.set(keyOf(column), { cells: Object.freeze(cells) as Cells, sizeBytes });
    this.#sizeBytes += sizeBytes;
    for (const [key, oldest] of this.#columns) {
      if (this.#sizeBytes <= MOST_BYTES) return;
      this.#columns.delete(key);
      this.#sizeBytes -= oldest.sizeBytes;
    }
  }

  clear(): void {
    this.#columns.clear();
    this.#sizeBytes = 0;
  }
}

/** Sealed chunks are never alike, so their hashes name the cells. */
function keyOf(column: StoredColumn): string {
  return column.chunks.map((chunk) => chunk.sha256).join();
}
