import { describe, expect, it } from 'vitest';
import type { ApprovalId } from '../../../../shared/domain/index.ts';
import { Hold } from '../hold.ts';
import { agentAnswer, CODE_SHA256, decision, DROP_MRN, gatePorts, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { askIfNeeded, bringApproval } from './approval.ts';

const ask = decision({ behaviour: 'ask', ruleId: 'LOSS-001' });

describe('asking a person', () => {
  it('is not needed for what is allowed', async () => {
    const { ports } = gatePorts(stays());
    const { decided } = await walk(agentAnswer(DROP_MRN), ports);
    expect(await askIfNeeded(decided, ports)).toEqual({ ...decided, approval: undefined });
    expect(ports.approvals.drafts).toEqual([]);
  });

  it('holds the call, bound to arguments, data, policy and code, and shows cells to people alone', async () => {
    const table = stays();
    table.examples = [{ row: 1, column: 'mrn', before: 'MRN 00123456', after: null }];
    const { ports } = gatePorts(table);
    const { decided } = await walk(agentAnswer(DROP_MRN), ports);
    await expect(askIfNeeded({ ...decided, decision: ask }, ports)).rejects.toBeInstanceOf(Hold);
    expect(ports.approvals.drafts).toEqual([
      {
        tool: 'drop_column',
        args: DROP_MRN.args,
        argsSha256: decided.argsSha256,
        snapshotSha256: decided.table.snapshotSha256,
        policySha256: ask.policySha256,
        codeSha256: CODE_SHA256,
        ruleId: 'LOSS-001',
        reason: ask.reason,
        valuesLost: 0,
        recordsTouched: 100,
        examples: table.examples,
      },
    ]);
    expect(JSON.stringify(ports.journal.bodies('approval.requested'))).not.toContain('MRN 00123456');
  });

  it('is a deny where nobody waits, or nobody could answer', async () => {
    const { ports } = gatePorts(stays());
    const unattended = (await walk(agentAnswer(DROP_MRN, { unattended: true }), ports)).decided;
    await expect(askIfNeeded({ ...unattended, decision: ask }, ports)).rejects.toMatchObject({
      ruleId: 'APPROVAL-004',
    });
    expect(await askIfNeeded(unattended, ports)).toBeDefined();
    const { decided } = await walk(agentAnswer(DROP_MRN), ports);
    ports.approvals.answerable = false;
    await expect(askIfNeeded({ ...decided, decision: ask }, ports)).rejects.toMatchObject({
      ruleId: 'APPROVAL-004',
    });
    expect(ports.approvals.drafts).toEqual([]);
  });

  it('happens once: a held call brings its approval along', async () => {
    const { ports } = gatePorts(stays());
    const approval = '55555555-5555-4555-8555-555555555555' as ApprovalId;
    const { decided } = await walk(agentAnswer(DROP_MRN, { approval }), ports);
    expect(bringApproval({ ...decided, decision: ask })).toMatchObject({ approval });
  });
});
