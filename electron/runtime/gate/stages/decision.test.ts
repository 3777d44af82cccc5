import { describe, expect, it } from 'vitest';
import { agentAnswer, decision, DROP_MRN, gatePorts, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { recordAndHeed } from './decision.ts';

describe('the decision', () => {
  it('is recorded whatever it is, and a deny ends the call', async () => {
    for (const behaviour of ['allow', 'ask', 'deny'] as const) {
      const { ports } = gatePorts(stays());
      const { decided } = await walk(agentAnswer(DROP_MRN), ports);
      ports.journal.all.length = 0;
      const heed = recordAndHeed({ ...decided, decision: decision({ behaviour, ruleId: 'X-001' }) }, ports);
      if (behaviour === 'deny') await expect(heed).rejects.toMatchObject({ ruleId: 'X-001' });
      else await expect(heed).resolves.toMatchObject({ decision: { behaviour } });
      expect(ports.journal.bodies('tool.decided')).toMatchObject([
        { decision: { behaviour, matched: [{ id: 'X-001' }] }, args: DROP_MRN.args, step: 0, turn: 1 },
      ]);
    }
  });

  it('does not stand if it cannot be recorded', async () => {
    const { ports } = gatePorts(stays());
    const { decided } = await walk(agentAnswer(DROP_MRN), ports);
    ports.journal.failAt = 'tool.decided event';
    await expect(recordAndHeed(decided, ports)).rejects.toMatchObject({ code: 'storage_full' });
  });
});
