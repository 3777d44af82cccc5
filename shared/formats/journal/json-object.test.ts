import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { JsonObject } from './json-object.ts';

const reference = z.record(z.string(), z.json());

test('accepts and refuses what zod does, and leaves the value as it is', () => {
  const odd = fc.constantFrom(
    undefined,
    Number.NaN,
    Infinity,
    1n,
    Symbol('s'),
    () => 1,
    new Date(0),
    new Map(),
  );
  const value = fc.oneof(
    fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<unknown>),
    fc.dictionary(fc.string(), fc.oneof(odd, fc.array(fc.oneof(odd, fc.string())))),
    fc.jsonValue() as fc.Arbitrary<unknown>,
    odd,
  );
  fc.assert(
    fc.property(value, (candidate) => {
      const result = JsonObject.safeParse(candidate);
      expect(result.success).toBe(reference.safeParse(candidate).success);
      if (result.success) expect(result.data).toBe(candidate);
    }),
    { numRuns: 500 },
  );
});
