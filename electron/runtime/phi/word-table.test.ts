import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeWordTable, encodeWordTable, phraseHash } from './word-table.ts';

const hash = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

it('gives back the bits of every word, and holds every phrase and Spanish word', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.tuple(hash, fc.integer({ min: 1, max: 0xffff })), {
        minKeys: 1,
        maxKeys: 200,
      }),
      fc.array(fc.tuple(hash, hash)),
      fc.array(hash),
      (words, pairs, spanish) => {
        // Two words whose hashes share their low half and their place cannot be told apart: a table has few of them.
        const bits = new Map(Object.values(words).map(([key, flags]) => [key, flags] as const));
        const table = decodeWordTable(
          encodeWordTable({ bits, phrases: new Set(pairs.map(phraseHash)), spanish: new Set(spanish) }),
        );
        const lows = new Set([...bits.keys()].map((key) => key & 0xffff));
        if (lows.size === bits.size) for (const [key, flags] of bits) expect(table.bitsOf(key)).toBe(flags);
        for (const [first, second] of pairs) expect(table.isTownPair(first, second)).toBe(true);
        for (const word of spanish) expect(table.isSpanish(word)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

it('answers nothing for what it does not hold', () => {
  const bits = new Map(Array.from({ length: 5000 }, (_, i) => [Math.imul(i + 1, 0x9e3779b1), 1] as const));
  const table = decodeWordTable(encodeWordTable({ bits, phrases: new Set(), spanish: new Set() }));
  const wrong = Array.from({ length: 50_000 }, (_, i) => Math.imul(i + 7, 0x85ebca6b)).filter(
    (key) => !bits.has(key) && table.bitsOf(key) !== 0,
  );
  expect(wrong.length).toBeLessThan(60);
});

it('refuses bytes that are no table', () => {
  const bytes = encodeWordTable({ bits: new Map([[1, 1]]), phrases: new Set(), spanish: new Set() });
  expect(() => decodeWordTable(bytes.slice(0, -4))).toThrow('damaged');
  expect(() => decodeWordTable(new Uint8Array(0))).toThrow('damaged');
  expect(() => decodeWordTable(Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte)))).toThrow(
    'damaged',
  );
});
