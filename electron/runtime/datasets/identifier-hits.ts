import type { Redactor } from '../phi/index.ts';
import { decodeCells } from './storage/cells.ts';

/** Cells that are looked into; a longer column is judged by evenly spread ones of it. */
const MOST_CELLS = 100_000;

/**
 * Identifiers that the redactor finds in a column of text, over all cells. Beyond `MOST_CELLS`
 * different cells the rest is estimated from those seen.
 */
export async function countIdentifiers(redactor: Redactor, chunks: AsyncIterable<Buffer>): Promise<number> {
  const seen = new Map<string, number>();
  let hits = 0;
  let looked = 0;
  let cells = 0;
  for await (const chunk of chunks) {
    for (const cell of decodeCells(chunk)) {
      if (cell === null) continue;
      cells++;
      let found = seen.get(cell);
      if (found === undefined) {
        if (seen.size >= MOST_CELLS) continue;
        found = redactor.detect(cell).length;
        seen.set(cell, found);
      }
      hits += found;
      looked++;
    }
  }
  return looked === 0 ? 0 : Math.round((hits * cells) / looked);
}
