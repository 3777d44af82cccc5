import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../verify/sha256.ts';
import { toHex } from './journal/bytes.ts';
import { EVENTS } from './journal/events.ts';
import {
  belongs,
  Drawing,
  drawingRank,
  POPULATION_NAMES,
  POPULATIONS,
  queryInWords,
  SEED,
  type SampleCondition,
} from './sample.ts';

const leaf = (at: number): string => toHex(sha256(Uint8Array.of(at >> 8, at & 255)));

describe('a drawing', () => {
  it('draws those of smallest rank, in order, whatever order they come in', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.stringMatching(/^[a-z]{4,10}$/),
        (seqs, size, seed) => {
          const drawing = new Drawing(sha256, seed, size);
          for (const seq of seqs) drawing.take(seq, leaf(seq));
          const rank = (seq: number): string => toHex(drawingRank(sha256, seed, leaf(seq)));
          const expected = seqs.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, size);
          expect([drawing.drawn, drawing.populationSize]).toEqual([expected, seqs.length]);
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  it('keeps what it drew when the population grows, but for newcomers that go before', () => {
    const [small, large] = [new Drawing(sha256, 'grows', 10), new Drawing(sha256, 'grows', 10)];
    for (let seq = 0; seq < 300; seq += 1) {
      if (seq < 200) small.take(seq, leaf(seq));
      large.take(seq, leaf(seq));
    }
    const kept = large.drawn.filter((seq) => seq < 200);
    expect(kept).toEqual(small.drawn.slice(0, kept.length));
    expect(new Drawing(sha256, 'other', 10).drawn).toEqual([]);
  });

  it('ranks as it is written down, so that anybody can do it with another tool', () => {
    // printf 'swarm-clinical/sample/v1\nfour dice: 4 2 6 1\n%064d\n' 0 | sha256sum
    expect(toHex(drawingRank(sha256, 'four dice: 4 2 6 1', '0'.repeat(64)))).toBe(RANK);
  });
});

/** As `sha256sum` gave it. */
const RANK = 'e3a8430718cb085d712f2d16e3d9352cfdfd674a1ab22ec63632df1cde7785ea';

describe('populations', () => {
  it('name kinds, phases and members that the catalogue has', () => {
    for (const name of POPULATION_NAMES)
      for (const { kind, phase } of POPULATIONS[name].anyOf as readonly SampleCondition[])
        expect([name, Object.keys(EVENTS[kind as keyof typeof EVENTS])]).toEqual([
          name,
          expect.arrayContaining([phase]),
        ]);
  });

  it('hold what their query says, from the first moment to before the last', () => {
    const query = { fromMs: 10, toMs: 20, anyOf: POPULATIONS.new_users.anyOf };
    const entry = { kind: 'person.changed', phase: 'intent', wallMs: 10, body: { change: 'new' } };
    expect(belongs(entry, query)).toBe(true);
    for (const change of [
      { wallMs: 9 },
      { wallMs: 20 },
      { phase: 'outcome' },
      { kind: 'person.proposed' },
      { body: { change: 'role' } },
      { body: {} },
    ])
      expect([change, belongs({ ...entry, ...change }, query)]).toEqual([change, false]);
    expect(belongs({ ...entry, kind: 'x' }, { ...query, anyOf: [] })).toBe(true);
    expect(queryInWords(query)).toBe(
      "SELECT seq FROM run_events WHERE wallMs >= 10 AND wallMs < 20 AND ((kind = 'person.changed' AND phase = 'intent' AND body.change IN ('new', 'return')))",
    );
  });
});

describe('a seed', () => {
  it('is short, printable and without blanks at its ends', () => {
    for (const seed of ['4261', 'four dice: 4 2 6 1', 'x'.repeat(64)])
      expect([seed, SEED.test(seed)]).toEqual([seed, true]);
    for (const seed of ['', '426', ' 4261', '4261 ', '4261\n', 'x'.repeat(65), 'vier Würfel'])
      expect([seed, SEED.test(seed)]).toEqual([seed, false]);
  });
});
