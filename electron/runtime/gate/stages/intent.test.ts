import { describe, expect, it } from 'vitest';
import { agentAnswer, DROP_MRN, gatePorts, personCall, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { commitIntent } from './intent.ts';

describe('the intent', () => {
  it('says what will be done, with the arguments as an encrypted payload too', async () => {
    const { ports } = gatePorts(stays());
    const { permitted } = await walk(agentAnswer(DROP_MRN), ports);
    const { intent } = await commitIntent(permitted, ports);
    const entry = ports.journal.all[intent.seq];
    expect(entry).toMatchObject({
      kind: 'tool.call',
      phase: 'intent',
      phiAccessed: true,
      body: { tool: 'drop_column', args: DROP_MRN.args, argsSha256: permitted.argsSha256, finding: 'F1' },
    });
    const [ref] = entry?.payloads ?? [];
    expect(ports.payloads.stored.get(ref?.id ?? '')?.category).toBe('tool_call_inputs');
  });

  it('of an export names columns, labels and the decision, and not the place', async () => {
    const { ports } = gatePorts(stays());
    const { permitted } = await walk(personCall({ purpose: 'for Wilhelmina Krauss' }), ports);
    const { intent } = await commitIntent(permitted, ports);
    expect(ports.journal.all[intent.seq]?.body).toMatchObject({
      format: 'csv',
      purpose: 'for [NAME]',
      columns: ['mrn', 'notes', 'age', 'admit', 'discharge'],
      decision: { ruleId: 'EXPORT-001' },
    });
    expect(JSON.stringify(ports.journal.all)).not.toContain('/tmp/out.csv');
  });

  it('does not exist where payload or entry cannot be written', async () => {
    for (const fail of ['payload', 'entry']) {
      const { ports } = gatePorts(stays());
      const { permitted } = await walk(agentAnswer(DROP_MRN), ports);
      if (fail === 'payload') ports.payloads.failAt = 'tool_call_inputs';
      else ports.journal.failAt = 'tool.call intent';
      await expect(commitIntent(permitted, ports)).rejects.toMatchObject({ code: 'storage_full' });
    }
  });
});
