import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REVIEW_WITHIN_MS, type PersonId } from '../../../shared/domain/index.ts';
import { Entry } from '../../../shared/formats/index.ts';
import { groupDenials, projectDenials, projectRuleUse, reviewState, reviewToSign } from './index.ts';

const operator = { id: '11111111-1111-4111-8111-111111111111' as PersonId, role: 'operator' as const };
const officer = { id: '33333333-3333-4333-8333-333333333333' as PersonId, role: 'compliance' as const };
const deputy = { id: '44444444-4444-4444-8444-444444444444' as PersonId, role: 'compliance' as const };
const RUN = '66666666-6666-4666-8666-666666666666';
const CALL = '77777777-7777-4777-8777-777777777777';
const DAY_MS = 24 * 60 * 60 * 1000;
/** A Monday, 00:00 UTC. */
const MONDAY_MS = Date.UTC(2026, 10, 16);

interface Step {
  readonly kind: Entry['kind'];
  readonly body: object;
  readonly actor?: object;
  readonly atMs?: number;
  readonly more?: object;
}
const journal = (...steps: Step[]): Entry[] =>
  steps.map(({ kind, body, actor = operator, atMs = MONDAY_MS, more = {} }, seq) =>
    Entry.parse({
      ...{ v: 1, seq, epoch: 1, wallMs: atMs, monoMs: 0, kind, phase: 'event', actor, correlation: 'x' },
      ...{ phiAccessed: false, body, payloads: [], prev: '0'.repeat(64), ...more },
    }),
  );
const denied = (change: Partial<Step> = {}, body: object = {}): Step => ({
  kind: 'tool.denied',
  body: { tool: 'export_table', stage: 'policy', ruleId: 'HIPAA-001', reason: 'raw data stays', ...body },
  ...change,
});
const reviewed = (denials: number[], actor: object = officer, outcome = 'expected'): Step => ({
  kind: 'denials.reviewed',
  body: { denials, outcome, note: 'looked into it' },
  actor,
});
const signed = (fromSeq: number, throughSeq: number, actor: object = officer): Step => ({
  kind: 'denials.review_signed',
  body: {
    ...{ fromSeq, throughSeq, sha256: 'a'.repeat(64), meaning: 'review' },
    outcomes: { expected: 1, policy_too_tight: 0, training: 0, incident: 0 },
  },
  actor,
});

describe('projectDenials', () => {
  it('keeps the newest judgement of each denial', () => {
    const { denials } = projectDenials(
      journal(denied(), denied(), reviewed([0]), reviewed([0], deputy, 'incident')),
    );
    expect(denials.map(({ seq, review }) => [seq, review?.outcome, review?.byId])).toEqual([
      [0, 'incident', deputy.id],
      [1, undefined, undefined],
    ]);
  });

  it.each([
    ['an operator', operator],
    ['the application', { id: 'application', role: 'none' }],
  ])('gives no effect to a judgement by %s', (_, actor) => {
    expect(projectDenials(journal(denied(), reviewed([0], actor))).denials[0]?.review).toBeUndefined();
  });

  it('gives no effect to a judgement of what was denied to oneself', () => {
    const { denials } = projectDenials(
      journal(denied({ actor: officer }), reviewed([0], officer), reviewed([0], deputy)),
    );
    expect(denials[0]?.review?.byId).toBe(deputy.id);
  });

  it('passes over judgements of what is no denial', () => {
    expect(projectDenials(journal(denied(), reviewed([1, 7]))).denials[0]?.review).toBeUndefined();
  });

  it('names the table of the run, and of an act by hand', () => {
    const started = {
      ...{ template: 't', pipelineSha256: 'a'.repeat(64), policySha256: 'a'.repeat(64) },
      ...{ table: 'visits' },
    };
    const { denials } = projectDenials(
      journal(
        { kind: 'run.started', body: started, more: { run: RUN } },
        denied({ more: { run: RUN } }),
        { kind: 'tool.decided', body: { args: { table: 'labs' } }, more: { call: CALL } },
        denied({ more: { call: CALL } }),
        denied(),
      ),
    );
    expect(denials.map(({ table }) => table)).toEqual(['visits', 'labs', undefined]);
  });

  it('accepts a signature only over what was judged, in turn, by a compliance officer', () => {
    const count = (...steps: Step[]) => projectDenials(journal(...steps)).signed.length;
    expect(count(denied(), reviewed([0]), signed(0, 1))).toBe(1);
    expect(count(denied(), signed(0, 0))).toBe(0);
    expect(count(denied(), reviewed([0]), signed(0, 1, operator))).toBe(0);
    expect(count(denied(), reviewed([0]), signed(1, 1))).toBe(0);
    expect(count(denied(), reviewed([0]), signed(0, 9))).toBe(0);
    expect(count(denied(), reviewed([0]), signed(0, 1), denied(), signed(2, 3))).toBe(1);
    expect(count(denied(), reviewed([0]), signed(0, 1), denied(), reviewed([3]), signed(2, 4))).toBe(2);
  });
});

describe('groupDenials', () => {
  it('groups by rule, agent, table and week, the oldest unjudged on top', () => {
    const { denials } = projectDenials(
      journal(
        denied({ more: { agent: 'curator' } }),
        denied({ atMs: MONDAY_MS + 6 * DAY_MS }),
        denied({ atMs: MONDAY_MS + 7 * DAY_MS }),
        denied({}, { ruleId: 'LIMIT-001' }),
        denied({ atMs: MONDAY_MS + DAY_MS }),
        reviewed([0]),
      ),
    );
    expect(
      groupDenials(denials).map(({ ruleId, agent, weekStartMs, denials: members }) => [
        ruleId,
        agent,
        (weekStartMs - MONDAY_MS) / DAY_MS,
        members.map(({ seq }) => seq),
      ]),
    ).toEqual([
      ['HIPAA-001', undefined, 0, [1, 4]],
      ['HIPAA-001', undefined, 7, [2]],
      ['LIMIT-001', undefined, 0, [3]],
      ['HIPAA-001', 'curator', 0, [0]],
    ]);
  });

  it('starts every week on a Monday, whatever the date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
        const { denials } = projectDenials(journal(denied({ atMs })));
        const [group] = groupDenials(denials);
        const start = new Date(group?.weekStartMs ?? Number.NaN);
        expect([start.getUTCDay(), Math.abs(start.getTime() % DAY_MS)]).toEqual([1, 0]);
        expect(atMs - start.getTime()).toBeLessThan(7 * DAY_MS);
      }),
    );
  });
});

describe('reviewState and reviewToSign', () => {
  it('counts what waits, what waits too long, and when the next signature is due', () => {
    const old = denied({ atMs: MONDAY_MS });
    const onFile = projectDenials(journal(old, old, denied({ atMs: MONDAY_MS + DAY_MS }), reviewed([0])));
    expect(reviewState(onFile, MONDAY_MS + REVIEW_WITHIN_MS)).toEqual({
      ...{ unreviewed: 2, overdue: 0, signatureDueMs: MONDAY_MS + REVIEW_WITHIN_MS },
    });
    expect(reviewState(onFile, MONDAY_MS + REVIEW_WITHIN_MS + 1).overdue).toBe(1);
    expect(reviewState(projectDenials([]), MONDAY_MS)).toEqual({
      ...{ unreviewed: 0, overdue: 0, signatureDueMs: undefined },
    });
  });

  it('covers what came since the last signature, and binds each outcome to the entry that gave it', () => {
    const onFile = projectDenials(
      journal(denied(), reviewed([0]), signed(0, 1), denied(), denied(), reviewed([3], officer, 'incident')),
    );
    const review = reviewToSign(onFile, 5);
    expect(review).toMatchObject({ fromSeq: 2, throughSeq: 5, unreviewed: 1 });
    expect(review.outcomes).toEqual({ expected: 0, policy_too_tight: 0, training: 0, incident: 1 });
    expect(JSON.parse(review.statement)).toEqual([
      { denial: 3, outcome: 'incident', reviewedIn: 5 },
      { denial: 4, outcome: null, reviewedIn: null },
    ]);
    expect(reviewToSign(onFile, 3).unreviewed).toBe(0);
  });
});

describe('projectRuleUse', () => {
  it('counts each rule once per decision, and keeps rules that never fired', () => {
    const decided = (ruleId: string, ...matched: string[]): Step => ({
      kind: 'tool.decided',
      body: { decision: { ruleId, matched: matched.map((id) => ({ id })) } },
    });
    const uses = projectRuleUse(
      [{ id: 'A' }, { id: 'B' }, { id: 'NEVER' }],
      journal(decided('A', 'A', 'B'), decided('B', 'B', 'B'), decided('OLD'), denied()),
    );
    expect(uses.map(({ id, matched, decided: won }) => [id, matched, won])).toEqual([
      ['A', 1, 1],
      ['B', 2, 1],
      ['NEVER', 0, 0],
      ['OLD', 1, 1],
    ]);
    expect(uses[2]?.lastMs).toBeUndefined();
  });
});
