import { Problem } from '../../../shared/domain/index.ts';
import type { TableSource } from './tool.ts';

/**
 * Rows that repeat an earlier row in every cell, ascending. Two 32-bit hashes per row, column by column,
 * name the suspects; every suspect is then compared cell by cell, so a collision never costs a row.
 * @throws Problem `cancelled` once the signal is aborted.
 */
export async function repeatedRows(source: TableSource, signal: AbortSignal): Promise<Uint32Array> {
  const first = new Uint32Array(source.rows).fill(0x811c9dc5);
  const second = new Uint32Array(source.rows).fill(0x9e3779b9);
  for (const column of source.columns) {
    stop(signal);
    const cells = await source.cells(column.name);
    for (let row = 0; row < source.rows; row += 1) {
      const cell = cells[row] ?? null;
      let a = first[row] ?? 0;
      let b = second[row] ?? 0;
      // A cell ends with a mark of its own, and missing is not the same as empty.
      const length = cell === null ? 0 : cell.length;
      for (let i = 0; i < length; i += 1) {
        const code = cell === null ? 0 : cell.charCodeAt(i);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 13);
      }
      const mark = cell === null ? 0x1_0001 : 0x1_0000;
      first[row] = Math.imul(a ^ mark, 0x01000193);
      second[row] = Math.imul(b + mark, 0xc2b2ae35) ^ (b >>> 15);
    }
  }
  stop(signal);
  return confirm(source, suspects(first, second), signal);
}

/** Pairs of a row and the earlier row it seems to repeat. */
interface Suspects {
  readonly rows: Uint32Array;
  readonly originals: Uint32Array;
}

function suspects(first: Uint32Array, second: Uint32Array): Suspects {
  const seen = new Map<number, number>();
  const rows: number[] = [];
  const originals: number[] = [];
  for (let row = 0; row < first.length; row += 1) {
    const key = (first[row] ?? 0) * 0x20_0000 + ((second[row] ?? 0) >>> 11);
    const original = seen.get(key);
    if (original === undefined) seen.set(key, row);
    else {
      rows.push(row);
      originals.push(original);
    }
  }
  return { rows: Uint32Array.from(rows), originals: Uint32Array.from(originals) };
}

async function confirm(source: TableSource, pairs: Suspects, signal: AbortSignal): Promise<Uint32Array> {
  if (pairs.rows.length === 0) return pairs.rows;
  const same = new Uint8Array(pairs.rows.length).fill(1);
  for (const column of source.columns) {
    stop(signal);
    const cells = await source.cells(column.name);
    for (let i = 0; i < same.length; i += 1)
      if (cells[pairs.rows[i] ?? 0] !== cells[pairs.originals[i] ?? 0]) same[i] = 0;
  }
  return pairs.rows.filter((_, i) => same[i] === 1);
}

function stop(signal: AbortSignal): void {
  if (signal.aborted) throw new Problem('cancelled', 'the search for repeated rows was cancelled');
}
