import { describe, expect, it } from 'vitest';
import { agentAnswer, DROP_MRN, gatePorts, personCall, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { commitOutcome } from './outcome.ts';

describe('the outcome', () => {
  it('names its intent, the new version, what changed and what was redacted, without a cell', async () => {
    const table = stays();
    table.examples = [{ row: 1, column: 'notes', before: 'Wilhelmina Krauss', after: null }];
    const { ports } = gatePorts(table);
    const { suppressed } = await walk(agentAnswer(DROP_MRN), ports);
    const { gateMs } = await commitOutcome(suppressed, ports);
    expect(ports.journal.all.at(-1)).toMatchObject({
      kind: 'tool.call',
      phase: 'outcome',
      intent: suppressed.intent.seq,
      payloads: [suppressed.output],
      body: {
        ok: true,
        datasetVersion: 2,
        change: { columnsRemoved: ['mrn'] },
        redactions: { NAME: 1 },
        agreedWithUsual: true,
        ms: suppressed.toolMs,
        gateMs,
      },
    });
    expect(JSON.stringify(ports.journal.all)).not.toContain('Krauss');
  });

  it('of an export has rows, size and hash', async () => {
    const { ports } = gatePorts(stays());
    const { suppressed } = await walk(personCall(), ports);
    await commitOutcome(suppressed, ports);
    expect(ports.journal.all.at(-1)).toMatchObject({
      kind: 'dataset.export',
      body: { ok: true, rows: 100, sizeBytes: 5000 },
    });
  });

  it('is not there where it cannot be written', async () => {
    const { ports } = gatePorts(stays());
    const { suppressed } = await walk(agentAnswer(DROP_MRN), ports);
    ports.journal.failAt = 'tool.call outcome';
    await expect(commitOutcome(suppressed, ports)).rejects.toMatchObject({ code: 'storage_full' });
  });
});
