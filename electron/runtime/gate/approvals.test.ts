import { describe, expect, it } from 'vitest';
import type { ApprovalId } from '../../../shared/domain/index.ts';
import { createGate } from './gate.ts';
import { agentAnswer, DROP_MRN, gatePorts, RULES, stays } from './testing/fixtures.ts';

/** A gate over memory, and what it wrote. */
function setUp(rules = RULES) {
  const table = stays();
  const { ports, requests, exported } = gatePorts(table, rules);
  return { table, ports, requests, exported, gate: createGate(ports) };
}

describe('a call that asks', () => {
  const asking = { ...RULES, drop_column: { behaviour: 'ask' as const, ruleId: 'LOSS-001' } };

  async function held(change: (setup: ReturnType<typeof setUp>, approval: ApprovalId) => void) {
    const setup = setUp(asking);
    setup.table.valuesLost = 3;
    const answer = agentAnswer(DROP_MRN);
    const result = await setup.gate.pass(answer);
    if (result.kind !== 'waiting') throw new Error(`it is ${result.kind}`);
    change(setup, result.approval);
    const again = await setup.gate.pass({ ...answer, approval: result.approval });
    return { ...setup, answer, approval: result.approval, again };
  }

  it('is held with the hashes of what was asked, and runs once when approved', async () => {
    const { ports, table, again, answer, approval, gate } = await held((setup, id) => {
      setup.ports.approvals.answer(id, 'approved');
    });
    expect(ports.approvals.drafts).toMatchObject([
      { tool: 'drop_column', args: DROP_MRN.args, ruleId: 'LOSS-001', valuesLost: 3, recordsTouched: 100 },
    ]);
    expect(again).toMatchObject({ kind: 'done', reply: 'ok drop_column', version: 2 });
    expect(ports.journal.kinds).toEqual([
      'tool.decided',
      'approval.requested',
      'approval.answered',
      'tool.call intent',
      'tool.call outcome',
    ]);
    const third = await gate.pass({ ...answer, approval });
    expect(third).toMatchObject({ kind: 'refused', stage: 'permit', ruleId: 'APPROVAL-003' });
    expect(table.applied).toHaveLength(1);
  });

  it('is told as refused by a person', async () => {
    const { table, again } = await held((setup, id) => {
      setup.ports.approvals.answer(id, 'refused');
    });
    expect(again).toMatchObject({ kind: 'refused', by: 'person', reply: 'refused by a person' });
    expect(table.applied).toEqual([]);
  });

  it('does not run unanswered, expired or voided', async () => {
    for (const state of ['waiting', 'expired', 'voided'] as const) {
      const { table, again } = await held((setup, id) => {
        setup.ports.approvals.answer(id, state);
      });
      expect(again).toMatchObject({ kind: 'refused', ruleId: 'APPROVAL-001' });
      expect(table.applied).toEqual([]);
    }
  });

  it('is voided when arguments, data or policy are not what was approved', async () => {
    const other = 'd'.repeat(64) as never;
    const changes: [string, (setup: ReturnType<typeof setUp>, id: ApprovalId) => void][] = [
      ['arguments', ({ ports }, id) => ports.approvals.answer(id, 'approved', { argsSha256: other })],
      ['policy', ({ ports }, id) => ports.approvals.answer(id, 'approved', { policySha256: other })],
      [
        'data',
        ({ ports, table }, id) => {
          ports.approvals.answer(id, 'approved');
          table.tamper(1);
        },
      ],
    ];
    for (const [what, change] of changes) {
      const { ports, table, again } = await held(change);
      expect(again).toMatchObject({ kind: 'refused', stage: 'permit', ruleId: 'APPROVAL-002' });
      expect(ports.approvals.voided).toEqual([`changed since: ${what}`]);
      expect(table.applied).toEqual([]);
    }
  });
});
