import { describe, expect, it } from 'vitest';
import { agentAnswer, DROP_MRN, gatePorts, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { encryptResult } from './raw-result.ts';

describe('the raw result', () => {
  it('is stored whole, as a payload of tool outputs', async () => {
    const table = stays();
    table.examples = [{ row: 1, column: 'mrn', before: '00123456', after: null }];
    const { ports } = gatePorts(table);
    const { ran } = await walk(agentAnswer(DROP_MRN), ports);
    const { output } = await encryptResult(ran, ports);
    expect(ports.payloads.stored.get(output.id)?.category).toBe('tool_call_outputs');
    expect(ports.payloads.text(output)).toBe(ran.raw.text);
    expect(ran.raw.text).toContain('00123456');
  });

  it('goes no further when it cannot be stored', async () => {
    const { ports } = gatePorts(stays());
    const { ran } = await walk(agentAnswer(DROP_MRN), ports);
    ports.payloads.failAt = 'tool_call_outputs';
    await expect(encryptResult(ran, ports)).rejects.toMatchObject({ code: 'storage_full' });
  });
});
