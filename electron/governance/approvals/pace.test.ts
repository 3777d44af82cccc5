import { describe, expect, it } from 'vitest';
import type { ApprovalId, PersonId } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import { projectPace } from './pace.ts';

const OTTO = { id: '11111111-1111-4111-8111-111111111111' as PersonId, role: 'operator' };
const CARLA = { id: '22222222-2222-4222-8222-222222222222' as PersonId, role: 'compliance' };
const ORLA = { id: '33333333-3333-4333-8333-333333333333' as PersonId, role: 'operator' };
const HASH = 'a'.repeat(64);
const idOf = (n: number) => `55555555-5555-4555-8555-5555555555${String(n).padStart(2, '0')}` as ApprovalId;

class Journal {
  readonly entries: Entry[] = [];

  add(kind: string, actor: object, wallMs: number, body: object): this {
    this.entries.push({
      seq: this.entries.length,
      wallMs,
      kind,
      phase: 'event',
      actor,
      body,
      payloads: [],
    } as never);
    return this;
  }

  ask(n: number, atMs = 0): this {
    return this.add('approval.requested', OTTO, atMs, {
      ...{ approval: idOf(n), tool: 'drop_duplicates', args: {}, argsSha256: HASH, snapshotSha256: HASH },
      ...{ policySha256: HASH, ruleId: 'LOSS-001', reason: 'x', valuesLost: 1, recordsTouched: 1 },
      expiresAtMs: 1e12,
    });
  }

  open(n: number, atMs: number, who: object = CARLA): this {
    return this.add('approval.viewed', who, atMs, { approval: idOf(n) });
  }

  answer(n: number, atMs: number, answer = 'approved', who: object = CARLA): this {
    return this.add('approval.answered', who, atMs, {
      approval: idOf(n),
      answer,
      meaning: 'approval',
      reason: 'ok',
    });
  }
}

describe('the pace of approvers', () => {
  it('is the median from opening to answering, and the share of yes', () => {
    const journal = new Journal();
    for (const n of [1, 2, 3, 4]) journal.ask(n);
    journal.open(1, 1000).answer(1, 31_000);
    journal.open(2, 50_000).open(2, 60_000).answer(2, 80_000, 'refused');
    journal.open(3, 90_000).answer(3, 100_000);
    journal.open(4, 200_000, ORLA).answer(4, 290_000, 'approved', ORLA);
    expect(projectPace(journal.entries, 0)).toEqual([
      {
        ...{ person: CARLA.id, answered: 3, approved: 2, medianMs: 20_000, unopened: 0 },
        ...{ lastAtMs: 100_000, signs: [] },
      },
      {
        ...{ person: ORLA.id, answered: 1, approved: 1, medianMs: 90_000, unopened: 0 },
        ...{ lastAtMs: 290_000, signs: [] },
      },
    ]);
  });

  it('shows who answers faster than one can read, always yes, or without looking', () => {
    const journal = new Journal();
    for (let n = 1; n <= 6; n += 1) journal.ask(n, n * 1000);
    for (let n = 1; n <= 5; n += 1) journal.open(n, n * 60_000).answer(n, n * 60_000 + 2_000);
    journal.open(6, 500_000, ORLA).answer(6, 600_000);
    const [pace] = projectPace(journal.entries, 0);
    expect(pace).toMatchObject({ answered: 6, approved: 6, medianMs: 2000, unopened: 1 });
    expect(pace?.signs).toEqual(['hurried', 'always_yes', 'unopened']);
  });

  it('says nothing of a median where nothing was opened, and makes no habit of a few answers', () => {
    const journal = new Journal().ask(1).ask(2).answer(1, 10_000).answer(2, 20_000);
    expect(projectPace(journal.entries, 0)).toMatchObject([
      { medianMs: undefined, unopened: 2, signs: ['unopened'] },
    ]);
  });

  it('passes over old answers, answers that do not count, and openings after the answer', () => {
    const journal = new Journal().ask(1).ask(2).ask(3);
    journal.open(1, 1000).answer(1, 2000);
    journal.answer(2, 50_000, 'approved', OTTO);
    journal.answer(3, 60_000).open(3, 61_000);
    expect(projectPace(journal.entries, 40_000)).toMatchObject([{ answered: 1, unopened: 1 }]);
  });
});
