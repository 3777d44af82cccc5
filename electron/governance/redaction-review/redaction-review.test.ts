import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belowFloor, type PersonId } from '../../../shared/domain/index.ts';
import { Entry } from '../../../shared/formats/index.ts';
import { drawSample, projectRedaction, statementOf, totalsOf } from './index.ts';

const runner = { id: '11111111-1111-4111-8111-111111111111' as PersonId, role: 'operator' as const };
const reviewer = { id: '22222222-2222-4222-8222-222222222222' as PersonId, role: 'operator' as const };
const DATASET = '66666666-6666-4666-8666-666666666666';
const REVIEW = '77777777-7777-4777-8777-777777777777';

interface Step {
  readonly kind: Entry['kind'];
  readonly body: object;
  readonly actor?: object;
}
const journal = (...steps: Step[]): Entry[] =>
  steps.map(({ kind, body, actor = reviewer }, seq) =>
    Entry.parse({
      ...{
        v: 1,
        seq,
        epoch: 1,
        wallMs: 1000 + seq,
        monoMs: 0,
        kind,
        phase: 'event',
        actor,
        correlation: 'x',
      },
      ...{ phiAccessed: false, body, payloads: [], prev: '0'.repeat(64) },
    }),
  );
const ran: Step = { kind: 'run.started', body: { dataset: DATASET }, actor: runner };
const started = (documents: number, population = 2): Step => ({
  kind: 'redaction.review_started',
  body: { review: REVIEW, dataset: DATASET, columns: ['note'], population, documents, seed: 1 },
});
const judged = (document: number, missed: object = {}, wrong = 0): Step => ({
  kind: 'redaction.review_judged',
  body: { review: REVIEW, document, spans: 3, wrong, missed },
});
const signed = (claim: string, actor: object = reviewer, noActualKnowledge = true): Step => ({
  kind: 'redaction.review_signed',
  body: {
    ...{ review: REVIEW, documents: 2, spans: 6, wrong: 0, missed: 0, claim, noActualKnowledge },
    ...{ sha256: 'a'.repeat(64), meaning: 'responsibility' },
  },
  actor,
});
const claim = (...steps: Step[]): string | undefined =>
  projectRedaction(journal(ran, ...steps)).reviews[0]?.signed?.claim;
const both = [judged(0), judged(1)];

describe('projectRedaction', () => {
  it('calls text Safe Harbor only after a whole review that missed nothing, by somebody who did not run it', () => {
    expect(claim(started(2), ...both, signed('safe_harbor'))).toBe('safe_harbor');
    expect(claim(started(2), ...both, signed('safe_harbor', runner))).toBeUndefined();
    expect(claim(started(2), judged(0), signed('safe_harbor'))).toBeUndefined();
    expect(claim(started(2, 3), ...both, signed('safe_harbor'))).toBeUndefined();
    expect(claim(started(2), judged(0), judged(1, { NAME: 1 }), signed('safe_harbor'))).toBeUndefined();
    expect(claim(started(2), ...both, signed('safe_harbor', reviewer, false))).toBeUndefined();
  });

  it('offers everything less as support for an expert', () => {
    expect(claim(started(2, 3), ...both, signed('expert_support'))).toBe('expert_support');
    expect(claim(started(2), judged(0), judged(1, { NAME: 1 }), signed('expert_support'))).toBe(
      'expert_support',
    );
  });

  it('keeps the newest judgement of a document, and none after the signature or beyond the sample', () => {
    const { reviews } = projectRedaction(
      journal(
        ...[started(2, 3), judged(0, { NAME: 2 }), judged(0, {}, 1), judged(1), judged(7)],
        ...[signed('expert_support'), judged(1, { NAME: 5 })],
      ),
    );
    expect(reviews.map(totalsOf)).toEqual([{ spans: 6, wrong: 1, missed: 0 }]);
    expect(JSON.parse(statementOf(reviews[0]!))).toEqual([
      { document: 0, seq: 2, spans: 3, wrong: 1, missed: 0 },
      { document: 1, seq: 3, spans: 3, wrong: 0, missed: 0 },
    ]);
  });

  it('takes the first signature alone', () => {
    const twice = projectRedaction(
      journal(started(2, 3), ...both, signed('expert_support'), signed('expert_support', runner)),
    );
    expect(twice.reviews[0]?.signed?.byId).toBe(reviewer.id);
  });
});

describe('drawSample', () => {
  it('draws that many different texts, in order, the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 31 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        (seed, population, documents) => {
          const drawn = drawSample(seed, population, documents);
          expect(drawn).toHaveLength(Math.min(population, documents));
          expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual(drawn);
          expect(drawn.every((at) => at >= 0 && at < population)).toBe(true);
          expect(drawSample(seed, population, documents)).toEqual(drawn);
        },
      ),
    );
  });

  it('favours no text', () => {
    const hits = new Map<number, number>();
    for (let seed = 0; seed < 4000; seed += 1)
      for (const at of drawSample(seed, 10, 3)) hits.set(at, (hits.get(at) ?? 0) + 1);
    for (const count of hits.values()) expect(Math.abs(count - 1200)).toBeLessThan(120);
  });
});

describe('belowFloor', () => {
  const fine = { low: 0.96, classes: [{ class: 'NAME' as const, planted: 200, found: 190 }] };
  it('passes what is good enough, and says what is not', () => {
    expect(belowFloor(fine)).toBeUndefined();
    expect(belowFloor({ ...fine, low: 0.9 })).toContain('90.0 %');
    expect(belowFloor({ ...fine, low: Number.NaN })).toBeDefined();
    expect(belowFloor({ ...fine, classes: [{ class: 'NAME', planted: 200, found: 179 }] })).toContain(
      'NAME 89.5 %',
    );
  });
});
