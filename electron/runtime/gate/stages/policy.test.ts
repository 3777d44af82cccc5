import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../../shared/domain/index.ts';
import type { Checked } from '../call.ts';
import { agentAnswer, DROP_MRN, gatePorts, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { decide } from './policy.ts';

describe('policy and limits', () => {
  const table = stays();
  const { ports, requests } = gatePorts(table);
  let call: Checked;
  beforeAll(async () => {
    call = (await walk(agentAnswer(DROP_MRN), ports)).checked;
  });

  it('tells policy what the call would lose', async () => {
    table.valuesLost = 7;
    const { decision, estimate } = await decide(call, ports);
    expect([decision.behaviour, estimate.valuesLost]).toEqual(['allow', 7]);
    expect(requests.at(-1)).toMatchObject({
      request: { valuesLost: 7, tool: 'drop_column', deidProfile: 'strict' },
      facts: { allowedTools: expect.arrayContaining(['drop_column']), limits: { toolCalls: 100 } },
    });
  });

  it('plans nothing for calls that change nothing', async () => {
    table.failEstimate = new Problem('invalid_input', 'should not be asked');
    expect((await decide({ ...call, effect: 'read' }, ports)).estimate).toEqual({
      valuesLost: 0,
      recordsTouched: 0,
      examples: [],
    });
    await expect(decide(call, ports)).rejects.toMatchObject({ ruleId: 'TOOL-001' });
    table.failEstimate = undefined;
  });

  it('stops at each limit exactly, before anything is planned', async () => {
    const limits = { llmCalls: 1, toolCalls: 10, tokens: 1000, minutes: 5 };
    const used = { llmCalls: 0, toolCalls: 9, tokens: 999, minutes: 4.99 };
    const at = (change: Partial<typeof used>) =>
      decide({ ...call, facts: { limits, used: { ...used, ...change } } }, ports);
    await expect(at({})).resolves.toBeDefined();
    await expect(at({ tokens: 1000 })).rejects.toMatchObject({ ruleId: 'LIMIT-001' });
    await expect(at({ toolCalls: 10 })).rejects.toMatchObject({ ruleId: 'LIMIT-002' });
    await expect(at({ minutes: 5 })).rejects.toMatchObject({ ruleId: 'LIMIT-003' });
  });

  it('passes a cancel on', async () => {
    table.failEstimate = new Problem('cancelled', 'the call was cancelled');
    await expect(decide(call, ports)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
