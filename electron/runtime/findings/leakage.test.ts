import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auc } from './leakage.ts';

it('agrees with counting pairs, ties as half', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 50, maxLength: 60 });
  fc.assert(
    fc.property(scores, (values) => {
      const outcome = values.map((_, i): 0 | 1 => (i % 2 === 0 ? 1 : 0));
      let wins = 0;
      let pairs = 0;
      values.forEach((a, i) => {
        values.forEach((b, j) => {
          if (outcome[i] !== 1 || outcome[j] !== 0) return;
          pairs += 1;
          wins += a > b ? 1 : a === b ? 0.5 : 0;
        });
      });
      expect(auc(values, outcome)).toBeCloseTo(Math.max(wins / pairs, 1 - wins / pairs), 10);
    }),
    { numRuns: 40 },
  );
});

it('says one half where there are too few rows', () => {
  expect(auc([1, 2, 3], [1, 0, 1])).toBe(0.5);
});
