import fc from 'fast-check';

/**
 * Tests of properties draw the same cases every time, so that a fault is found by who makes it and not by chance, days later, by
 * somebody else. `PROPERTY_SEED=random npx vitest run ...` draws others; a seed printed by a failure draws its cases again.
 */
const asked = process.env.PROPERTY_SEED;
const runs = process.env.PROPERTY_RUNS;
fc.configureGlobal({
  seed: asked === undefined ? 164_312 : asked === 'random' ? Date.now() : Number(asked),
  ...(runs === undefined ? {} : { numRuns: Number(runs) }),
});
