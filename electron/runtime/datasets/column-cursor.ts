import type { Cells } from '../tools/index.ts';
import { decodeCells } from './storage/cells.ts';

/** Reads a column front to back, a number of cells at a time; holds one clear chunk. */
export class ColumnCursor {
  readonly #chunks: AsyncIterator<Buffer>;
  #clear: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` cells, or fewer at the end. */
  async take(count: number): Promise<Cells> {
    const cells: Cells = [];
    while (cells.length < count) {
      if (this.#at >= this.#clear.length) {
        const next = await this.#chunks.next();
        if (next.done === true) break;
        this.#clear = next.value;
        this.#at = 0;
      }
      const start = this.#at;
      for (let more = count - cells.length; more > 0 && this.#at < this.#clear.length; more--)
        this.#at = this.#clear.indexOf(0, this.#at) + 1;
      for (const cell of decodeCells(this.#clear.subarray(start, this.#at))) cells.push(cell);
    }
    return cells;
  }
}
