import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, decodeCells, encodeCells } from './cells.ts';

function roundTrip(cells: (string | null)[]): (string | null)[] {
  return Array.from(encodeCells(cells), ({ bytes, rows }) => {
    const decoded = decodeCells(Buffer.from(bytes));
    expect(decoded).toHaveLength(rows);
    return decoded;
  }).flat();
}

describe('stored cells', () => {
  it('come back as they were, with missing for empty', () => {
    const cell = fc.option(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')));
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        expect(roundTrip(cells)).toEqual(cells.map((text) => (text === '' ? null : text)));
      }),
    );
  });

  it('are cut into chunks of about a mebibyte', () => {
    const cells = Array.from({ length: 300_000 }, (_, i) => `cell ${i}`);
    const chunks = [...encodeCells(cells)];
    expect(chunks.length).toBe(4);
    for (const { bytes } of chunks.slice(0, -1)) expect(bytes.length - CHUNK_BYTES).toBeLessThan(20);
    expect(roundTrip(cells)).toEqual(cells);
  });

  it('cannot hold a zero byte, which ends a cell', () => {
    expect(() => [...encodeCells(['fine', 'a\0b'])]).toThrow('row 2 holds a zero byte');
  });
});
