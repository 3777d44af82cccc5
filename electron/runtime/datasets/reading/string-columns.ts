import { chunkBytesFor } from '../storage/cells.ts';
import { malformed } from './records.ts';
import type { ColumnChunk } from './source.ts';

interface Pending {
  cells: string[];
  length: number;
}

/** Gathers rows of strings into column chunks, for sources that hand out strings. */
export class StringColumns {
  rows = 0;
  readonly #columns: Pending[];

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => ({ cells: [], length: 0 }));
  }

  /** Adds the next cell of a column. White space only counts as missing. `line` is for messages. */
  put(column: number, cell: string | null, line: number, name = ''): void {
    const text = cell === null || cell.trim() === '' ? '' : cell;
    if (text.includes('\0'))
      throw malformed(line, `column ${column + 1} (\`${name}\`)`, 'a zero byte; the file is damaged');
    const pending = this.#columns[column];
    if (pending === undefined) throw new Error('a cell beyond the columns');
    pending.cells.push(text);
    pending.length += text.length + 1;
  }

  /** Chunks of columns that have enough for one, or of all that have any, which are thereby handed over. */
  *take(all: boolean): Generator<ColumnChunk> {
    const least = all ? 0 : chunkBytesFor(this.#columns.length) / 4;
    for (const [column, pending] of this.#columns.entries()) {
      const rows = pending.cells.length;
      if (rows === 0 || pending.length < least) continue;
      const bytes = Buffer.from(`${pending.cells.join('\0')}\0`, 'utf8');
      pending.cells = [];
      pending.length = 0;
      yield { column, chunk: { rows, bytes } };
    }
  }
}
