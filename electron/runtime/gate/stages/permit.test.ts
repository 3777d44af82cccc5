import { describe, expect, it } from 'vitest';
import type { ApprovalId } from '../../../../shared/domain/index.ts';
import { agentAnswer, CODE_SHA256, decision, DROP_MRN, gatePorts, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { permit } from './permit.ts';

const approval = '55555555-5555-4555-8555-555555555555' as ApprovalId;

async function setUp() {
  const { ports } = gatePorts(stays());
  const { decided, permitted } = await walk(agentAnswer(DROP_MRN), ports);
  const { argsSha256 } = decided;
  const { snapshotSha256 } = decided.table;
  const { policySha256 } = decided.decision;
  ports.approvals.standing.set(approval, {
    id: approval,
    state: 'approved',
    argsSha256,
    snapshotSha256,
    policySha256,
    codeSha256: CODE_SHA256,
  });
  ports.journal.all.length = 0;
  return { ports, permitted };
}

describe('the permit', () => {
  it('is given to what is allowed, and to nothing that was only asked', async () => {
    const { ports, permitted } = await setUp();
    expect(await permit(permitted, ports)).toBe(permitted);
    const ask = decision({ behaviour: 'ask', ruleId: 'X-001' });
    await expect(permit({ ...permitted, decision: ask }, ports)).rejects.toMatchObject({
      ruleId: 'APPROVAL-001',
    });
    const deny = decision({ behaviour: 'deny', ruleId: 'X-002' });
    await expect(permit({ ...permitted, decision: deny }, ports)).rejects.toMatchObject({ ruleId: 'X-002' });
  });

  it('is given to what a person approved, but not against a deny of today', async () => {
    const { ports, permitted } = await setUp();
    const ask = { ...permitted, approval, decision: decision({ behaviour: 'ask', ruleId: 'X-001' }) };
    expect(await permit(ask, ports)).toBe(ask);
    const deny = { ...ask, decision: decision({ behaviour: 'deny', ruleId: 'X-002' }) };
    await expect(permit(deny, ports)).rejects.toMatchObject({ ruleId: 'X-002' });
  });

  it('is not given twice', async () => {
    const { ports, permitted } = await setUp();
    await ports.journal.intent(
      'tool.call',
      { tool: 'drop_column', args: {}, argsSha256: 'f'.repeat(64), datasetVersion: 1 },
      { actor: permitted.received.actor, correlation: 'x', call: permitted.received.call },
    );
    await expect(permit({ ...permitted, approval }, ports)).rejects.toMatchObject({ ruleId: 'APPROVAL-003' });
  });

  it('is not given for an approval that nobody knows', async () => {
    const { ports, permitted } = await setUp();
    ports.approvals.standing.clear();
    await expect(permit({ ...permitted, approval }, ports)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('names everything that changed, and voids the approval', async () => {
    const { ports, permitted } = await setUp();
    const other = 'f'.repeat(64) as never;
    ports.approvals.answer(approval, 'approved', {
      argsSha256: other,
      snapshotSha256: other,
      policySha256: other,
      codeSha256: other,
    });
    await expect(permit({ ...permitted, approval }, ports)).rejects.toMatchObject({ ruleId: 'APPROVAL-002' });
    expect(ports.journal.bodies('approval.voided')).toMatchObject([
      { reason: 'changed since: arguments, data, policy, code' },
    ]);
  });

  it('is not given for a request of a version that did not say what code it was for', async () => {
    const { ports, permitted } = await setUp();
    ports.approvals.answer(approval, 'approved', { codeSha256: undefined });
    await expect(permit({ ...permitted, approval }, ports)).rejects.toMatchObject({ ruleId: 'APPROVAL-002' });
    expect(ports.journal.bodies('approval.voided')).toMatchObject([{ reason: 'changed since: code' }]);
  });
});
