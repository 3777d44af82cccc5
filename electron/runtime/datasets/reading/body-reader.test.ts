import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../shared/domain/index.ts';
import { decodeCells } from '../storage/cells.ts';
import { BodyReader } from './body-reader.ts';
import { readRecords } from './records.ts';

/** Feeds bytes in blocks of the given sizes, taking chunks as soon as they hold `least` bytes. */
function readBody(
  text: string,
  width: number,
  delimiter: string,
  blocks: readonly number[],
  least: number,
): { rows: (string | null)[][]; reader: BodyReader } {
  const names = Array.from({ length: width }, (_, i) => `c${i}`);
  const reader = new BodyReader(names, delimiter, 1);
  const columns: (string | null)[][] = names.map(() => []);
  const take = (bytes: number): void => {
    for (const { column, chunk } of reader.take(bytes))
      columns[column]?.push(...decodeCells(Buffer.from(chunk.bytes)));
  };
  const bytes = Buffer.from(text);
  let at = 0;
  let held = Buffer.alloc(0);
  for (let turn = 0; ; turn++) {
    const size = blocks[turn % blocks.length] ?? 1;
    const block = Buffer.concat([held, bytes.subarray(at, at + size), Buffer.alloc(1)]);
    at += size;
    const end = block.length - 1;
    const last = at >= bytes.length;
    const used = reader.read(block, end, last);
    take(least);
    if (last) break;
    held = block.subarray(used, end);
  }
  take(0);
  return {
    rows: Array.from({ length: reader.rows }, (_, row) => columns.map((cells) => cells[row] ?? null)),
    reader,
  };
}

/** The same by the plain reader: rows, or the line of the first malformed one. */
function readPlainly(text: string, width: number, delimiter: string): (string | null)[][] | number {
  const { records, broken } = readRecords(Buffer.from(text), { delimiter, limit: Infinity, complete: true });
  const long = records.find((record) => record.cells.length > width);
  if (long !== undefined) return long.line;
  if (broken !== undefined) return broken.line;
  return records
    .map((record) =>
      Array.from({ length: width }, (_, i) => (record.cells[i]?.trim() ? (record.cells[i] ?? null) : null)),
    )
    .filter((row) => row.some((cell) => cell !== null));
}

const soup = fc
  .array(
    fc.constantFrom('a', 'bc', '"', '""', ',', ';', '\n', '\r\n', '\r', ' ', 'é', '\t', '€uro', ',,', '\n\n'),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(''));

describe('the body reader', () => {
  it('reads what the plain reader reads, in blocks of any size, and refuses the same', () => {
    fc.assert(
      fc.property(
        soup,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(',', ';', '\t'),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 20 }),
        (text, width, delimiter, blocks, least) => {
          const plain = readPlainly(text, width, delimiter);
          let fast: unknown;
          try {
            fast = readBody(text, width, delimiter, blocks, least).rows;
          } catch (error) {
            fast = Number(/^line (\d+)/.exec((error as Problem).message)?.[1]);
          }
          // Where two things are wrong in one record they may name different lines of it.
          if (typeof plain === 'number') expect(typeof fast).toBe('number');
          else expect(fast).toEqual(plain);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('counts lines through quoted line breaks and every line end', () => {
    const text = 'a,b\r\n"1\n2",3\rx\n4,5,6\n';
    expect(() => readBody(text, 2, ',', [5], 0)).toThrow(/^line 5, column 3: more cells/);
  });

  it('pads, skips and counts', () => {
    const { rows, reader } = readBody('1\n\n , \n2,3\n', 2, ',', [3], 0);
    expect(rows).toEqual([
      ['1', null],
      ['2', '3'],
    ]);
    expect([reader.paddedRows, reader.emptyRows]).toEqual([1, 2]);
  });

  it('gives up on a record without end', () => {
    const reader = new BodyReader(['a'], ',', 1);
    const bytes = Buffer.alloc((17 << 20) + 1, 'x');
    bytes[0] = 0x22;
    expect(() => reader.read(bytes, 17 << 20, false)).toThrow(/line 1.*longer than 16 MiB/);
  });
});
