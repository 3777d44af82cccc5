import { isAscii } from 'node:buffer';
import { Problem } from '../../../../shared/domain/index.ts';
import type { Cells } from '../../tools/tool.ts';

/** Clear bytes per chunk that writers aim at; one more cell or block may come on top. */
export const CHUNK_BYTES = 1 << 20;

/** Clear bytes of all columns that a reader may hold before they are written. */
const OPEN_BYTES = 256 << 20;

/** Clear bytes per chunk for a table of so many columns: wide ones get smaller chunks, for memory's sake. */
export function chunkBytesFor(columns: number): number {
  return Math.min(CHUNK_BYTES, Math.floor(OPEN_BYTES / columns));
}

/** A run of one column's cells: UTF-8, each followed by a zero byte. A missing cell is empty. */
export interface CellChunk {
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** INVARIANT: no cell holds a zero byte and no cell is an empty string (guarded by cells.test.ts). */
export function decodeCells(bytes: Buffer): Cells {
  const text = isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
  const cells: Cells = text.split('\0');
  cells.pop();
  for (let i = 0; i < cells.length; i++) if (cells[i] === '') cells[i] = null;
  return cells;
}

/**
 * Cells in chunks of about `CHUNK_BYTES`. An empty string becomes a missing cell; a lone surrogate
 * becomes U+FFFD.
 *
 * @throws Problem `invalid_input` for a cell with a zero byte, naming its row
 */
export function* encodeCells(cells: Cells): Generator<CellChunk> {
  let pending: string[] = [];
  let length = 0;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row] ?? '';
    if (cell.includes('\0')) throw new Problem('invalid_input', `row ${row + 1} holds a zero byte`);
    pending.push(cell);
    length += cell.length + 1;
    if (length >= CHUNK_BYTES) {
      yield join(pending);
      pending = [];
      length = 0;
    }
  }
  if (pending.length > 0) yield join(pending);
}

function join(cells: readonly string[]): CellChunk {
  return { rows: cells.length, bytes: Buffer.from(`${cells.join('\0')}\0`, 'utf8') };
}
