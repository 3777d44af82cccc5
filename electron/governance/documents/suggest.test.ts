import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TOOL_NAMES } from '../../../shared/domain/index.ts';
import { editDistance, suggest, suggestionHint } from './suggest.ts';

it.each([
  ['exprot_raw_data', 'export_raw_data'],
  ['web-search', 'web_search'],
  ['Drop_Column', 'drop_column'],
  ['websearch', 'web_search'],
  ['drop_colum', 'drop_column'],
])('takes `%s` for `%s`', (word, meant) => {
  expect(suggest(word, TOOL_NAMES)).toBe(meant);
});

it.each(['launch_rocket', '', 'x'.repeat(100_000)])('has nothing near', (word) => {
  expect(suggest(word, TOOL_NAMES)).toBeUndefined();
});

it('names the words there are where none is near', () => {
  expect(suggestionHint('zzzz', ['allow', 'ask'])).toBe('Use one of: allow, ask.');
  expect(suggestionHint('alow', ['allow', 'ask'])).toBe('Did you mean `allow`?');
  expect(suggestionHint('x', [])).toBeUndefined();
});

it('measures a distance', () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, (left, right) => {
      const distance = editDistance(left, right);
      expect(distance).toBe(editDistance(right, left));
      expect(distance === 0).toBe(left === right);
      expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
    }),
  );
  expect(editDistance('abcd', 'abdc')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
});
