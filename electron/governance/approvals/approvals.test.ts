import { describe, expect, it } from 'vitest';
import type { ApprovalId, PersonId, Sha256Hex } from '../../../shared/domain/index.ts';
import { Entry } from '../../../shared/formats/index.ts';
import { APPROVAL_LIFETIME_MS, projectApprovals, requireMayAnswer } from './index.ts';

const operator = { id: '11111111-1111-4111-8111-111111111111' as PersonId, role: 'operator' as const };
const other = { id: '22222222-2222-4222-8222-222222222222' as PersonId, role: 'operator' as const };
const officer = { id: '33333333-3333-4333-8333-333333333333' as PersonId, role: 'compliance' as const };
const admin = { id: '44444444-4444-4444-8444-444444444444' as PersonId, role: 'admin' as const };
const approval = '55555555-5555-4555-8555-555555555555' as ApprovalId;
const hash = (digit: string) => digit.repeat(64) as Sha256Hex;

const ASKED_MS = 1_000_000;
const requested = {
  approval,
  tool: 'drop_duplicates',
  args: { finding: 'F1' },
  argsSha256: hash('a'),
  snapshotSha256: hash('b'),
  policySha256: hash('c'),
  ruleId: 'LOSS-001',
  reason: 'rows would go',
  valuesLost: 9,
  recordsTouched: 9,
  expiresAtMs: ASKED_MS + APPROVAL_LIFETIME_MS,
};
const answered = { approval, answer: 'approved', meaning: 'approval', reason: 'they repeat' };

type Step = readonly [kind: Entry['kind'], body: object, actor: object, wallMs: number];
const journal = (...steps: Step[]): Entry[] =>
  steps.map(([kind, body, actor, wallMs], seq) =>
    Entry.parse({
      ...{ v: 1, seq, epoch: 1, wallMs, monoMs: 0, kind, phase: 'event', actor, correlation: 'x' },
      ...{ phiAccessed: false, body, payloads: [], prev: hash('0') },
    }),
  );
const ask: Step = ['approval.requested', requested, operator, ASKED_MS];
const answer = (actor: object, wallMs = ASKED_MS + 5, change: object = {}): Step => [
  'approval.answered',
  { ...answered, ...change },
  actor,
  wallMs,
];
const voided: Step = ['approval.voided', { approval, reason: 'data changed' }, operator, ASKED_MS + 9];
const state = (nowMs: number, ...steps: Step[]) => projectApprovals(journal(...steps), nowMs)[0]?.state;

describe('projectApprovals', () => {
  it('tells who asked what and who answered', () => {
    const [one] = projectApprovals(journal(ask, answer(officer)), ASKED_MS + 6);
    const { approval: id, ...body } = requested;
    expect(one).toEqual({
      ...body,
      id,
      state: 'approved',
      run: undefined,
      call: undefined,
      agent: undefined,
      requestedById: operator.id,
      requestedAtMs: ASKED_MS,
      requestedSeq: 0,
      answer: { byId: officer.id, atMs: ASKED_MS + 5, reason: 'they repeat', meaning: 'approval', seq: 1 },
    });
  });

  it.each<[string, string, Step[], number]>([
    ['waits', 'waiting', [ask], 1],
    ['waits until just before it expires', 'waiting', [ask], APPROVAL_LIFETIME_MS - 1],
    ['expires', 'expired', [ask], APPROVAL_LIFETIME_MS],
    ['is approved by another operator', 'approved', [ask, answer(other)], 6],
    ['is refused', 'refused', [ask, answer(officer, ASKED_MS + 5, { answer: 'refused' })], 6],
    ['stays approved past its expiry', 'approved', [ask, answer(officer)], APPROVAL_LIFETIME_MS * 2],
    ['is voided', 'voided', [ask, voided], 10],
    ['is voided after it was approved', 'voided', [ask, answer(officer), voided], 10],
  ])('%s', (_, expected, steps, afterMs) => {
    expect(state(ASKED_MS + afterMs, ...steps)).toBe(expected);
  });

  it.each<[string, string, Step[]]>([
    ['the one who asked', 'waiting', [ask, answer(operator)]],
    ['the one who asked, in another role', 'waiting', [ask, answer({ ...operator, role: 'compliance' })]],
    ['an admin', 'waiting', [ask, answer(admin)]],
    ['a viewer', 'waiting', [ask, answer({ ...admin, role: 'viewer' })]],
    ['the application', 'waiting', [ask, answer({ id: 'application', role: 'none' })]],
    ['someone too late', 'expired', [ask, answer(officer, ASKED_MS + APPROVAL_LIFETIME_MS)]],
    [
      'a second person',
      'refused',
      [ask, answer(other, ASKED_MS + 2, { answer: 'refused' }), answer(officer)],
    ],
    ['someone after it was voided', 'voided', [ask, voided, answer(officer, ASKED_MS + 10)]],
    ['a body that is none', 'waiting', [ask, answer(officer, ASKED_MS + 5, { answer: 'perhaps' })]],
    ['a second question of the same id', 'approved', [ask, answer(officer), ask]],
  ])('does not count %s', (_, expected, steps) => {
    const nowMs = expected === 'expired' ? ASKED_MS + APPROVAL_LIFETIME_MS : ASKED_MS + 20;
    expect(state(nowMs, ...steps)).toBe(expected);
  });

  it('knows nothing of answers without a question, and passes over other entries', () => {
    const opened: Step = ['workspace.closed', { reason: 'done' }, operator, 1];
    expect(projectApprovals(journal(opened, answer(officer), voided), 2)).toEqual([]);
    expect(projectApprovals([], 0)).toEqual([]);
  });
});

describe('requireMayAnswer', () => {
  const standing = (...steps: Step[]) => projectApprovals(journal(ask, ...steps), ASKED_MS + 10)[0]!;
  it('lets operator and compliance answer', () => {
    for (const person of [other, officer])
      expect(() => requireMayAnswer(standing(), person, ASKED_MS + 10)).not.toThrow();
  });
  it.each([
    ['the one who asked', operator, standing(), 10, 'not_allowed'],
    ['an admin', admin, standing(), 10, 'not_allowed'],
    ['a viewer', { ...other, role: 'viewer' }, standing(), 10, 'not_allowed'],
    ['anyone, once answered', officer, standing(answer(other)), 10, 'changed'],
    ['anyone, once voided', officer, standing(voided), 10, 'changed'],
    ['anyone, once expired', officer, standing(), APPROVAL_LIFETIME_MS, 'changed'],
  ])('refuses %s', (_, person, which, afterMs, code) => {
    expect(() => requireMayAnswer(which, person, ASKED_MS + afterMs)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
