import { describe, expect, it } from 'vitest';
import { agentAnswer, DROP_MRN, gatePorts, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { replyToModel } from './reply.ts';

describe('the reply', () => {
  it('is one fixed line, whatever the result holds', async () => {
    const table = stays();
    table.examples = [{ row: 1, column: 'notes', before: 'Wilhelmina Krauss', after: null }];
    const { ports } = gatePorts(table);
    const { suppressed } = await walk(agentAnswer(DROP_MRN), ports);
    expect((await replyToModel({ ...suppressed, gateMs: 1 }, ports)).reply).toBe('ok drop_column');
  });

  it('is not given where the redactor fails', async () => {
    const { ports } = gatePorts(stays());
    const { suppressed } = await walk(agentAnswer(DROP_MRN), ports);
    const redactorFor = () => Promise.reject(new Error('gone'));
    await expect(replyToModel({ ...suppressed, gateMs: 1 }, { ...ports, redactorFor })).rejects.toThrow(
      'gone',
    );
  });
});
