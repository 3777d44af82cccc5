import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalise } from './normalise.ts';

/** Any code points, surrogates without a partner too. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 60 })
  .map((points) => String.fromCodePoint(...points));

it('gives plain text back without a map', () => {
  expect(normalise('plain\ttext\r\n')).toEqual({ text: 'plain\ttext\r\n' });
});

it('maps every character to the place it came from', () => {
  const { text, starts, ends } = normalise('ﬁ e\u0301 1\u200b２\u00a0Ж');
  expect(text).toBe('fi é 12 Ж');
  expect([...(starts ?? [])]).toEqual([0, 0, 1, 2, 4, 5, 7, 8, 9]);
  expect([...(ends ?? [])]).toEqual([1, 1, 2, 4, 5, 7, 8, 9, 10]);
});

it('covers any text with ascending, non-empty ranges', () => {
  fc.assert(
    fc.property(anyText, (original) => {
      const { text, starts, ends } = normalise(original);
      if (starts === undefined || ends === undefined) {
        expect(text).toBe(original);
        return;
      }
      expect([starts.length, ends.length]).toEqual([text.length, text.length]);
      const wrong = [...starts].filter((start, i) => {
        const end = ends[i] ?? 0;
        return end <= start || end > original.length || start < (starts[i - 1] ?? 0);
      });
      expect(wrong).toEqual([]);
    }),
  );
});
