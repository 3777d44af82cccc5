import { describe, expect, it } from 'vitest';
import { Problem, type ColumnLabel } from '../../../../shared/domain/index.ts';
import { createGate } from '../gate.ts';
import type { TextExport } from '../ports.ts';
import { agentAnswer, DROP_MRN, gatePorts, personCall, RULES, stays } from '../testing/fixtures.ts';
import { MemoryTable } from '../testing/memory-table.ts';

const table = (labels: readonly ColumnLabel[]): MemoryTable =>
  new MemoryTable({ age: [], notes: labels, letters: labels }, []);

function setUp(labels: readonly ColumnLabel[], whyNot: (text: TextExport) => Promise<string | undefined>) {
  const asked: TextExport[] = [];
  const { ports, exported } = gatePorts(table(labels), RULES);
  const gate = createGate({
    ...ports,
    textProof: {
      whyNot: (text) => {
        asked.push(text);
        return whyNot(text);
      },
    },
  });
  return { gate, ports, exported, asked };
}
const nothingAgainst = (): Promise<undefined> => Promise.resolve(undefined);

describe('redacted text on its way out', () => {
  it('leaves where nothing stands against it', async () => {
    const { gate, exported, asked } = setUp(['redacted_text'], nothingAgainst);
    expect(await gate.pass(personCall({ deidProfile: 'limited' }))).toMatchObject({ kind: 'done' });
    expect(exported).toHaveLength(1);
    expect(asked).toMatchObject([{ version: 1, columns: ['notes', 'letters'], deidProfile: 'limited' }]);
  });

  it('stays where the redactor is not proven on it, with a denial that says why, and nobody is asked', async () => {
    const { gate, ports, exported } = setUp(['redacted_text'], () =>
      Promise.resolve('it was never measured'),
    );
    const asking = { ...RULES, export_table: { behaviour: 'ask' as const, ruleId: 'EXPORT-002' } };
    const refusing = { whyNot: () => Promise.resolve('it was never measured') };
    const asked = gatePorts(table(['redacted_text']), asking).ports;
    for (const each of [gate, createGate({ ...asked, textProof: refusing })])
      expect(await each.pass(personCall())).toMatchObject({
        kind: 'refused',
        stage: 'redaction proof',
        ruleId: 'REDACT-001',
        reason: 'redacted text may not leave like this: it was never measured',
      });
    expect(asked.approvals.drafts).toEqual([]);
    expect(exported).toEqual([]);
    expect(ports.journal.kinds).toEqual(['tool.decided', 'tool.denied']);
    expect(ports.journal.bodies('tool.denied')).toMatchObject([
      { tool: 'export_table', stage: 'redaction proof', ruleId: 'REDACT-001' },
    ]);
  });

  it('stays where nobody can tell, without the words of the fault', async () => {
    for (const fault of [new Error('Wilhelmina Krauss'), new Problem('damaged', 'Wilhelmina Krauss')]) {
      const { gate, ports, exported } = setUp(['redacted_text'], () => Promise.reject(fault));
      expect(await gate.pass(personCall())).toMatchObject({ kind: 'refused', ruleId: 'REDACT-001' });
      expect(exported).toEqual([]);
      expect(JSON.stringify(ports.journal.all)).not.toContain('Krauss');
    }
  });

  it('is looked at again after an approval', async () => {
    const asking = { ...RULES, export_table: { behaviour: 'ask' as const, ruleId: 'EXPORT-002' } };
    const { ports, exported } = gatePorts(table(['redacted_text']), asking);
    const answers = [undefined, 'words were taken out of the search since'];
    const gate = createGate({ ...ports, textProof: { whyNot: () => Promise.resolve(answers.shift()) } });
    const call = personCall();
    const held = await gate.pass(call);
    if (held.kind !== 'waiting') throw new Error(`it is ${held.kind}`);
    ports.approvals.answer(held.approval, 'approved');
    const again = await gate.pass({ ...call, approval: held.approval });
    expect(again).toMatchObject({ kind: 'refused', stage: 'redaction proof' });
    expect(exported).toEqual([]);
  });
});

describe('other calls', () => {
  it('take no text out that was not redacted, whatever policy says', async () => {
    const { gate, exported, asked } = setUp(['free_text'], nothingAgainst);
    expect(await gate.pass(personCall())).toMatchObject({
      kind: 'refused',
      ruleId: 'REDACT-001',
      reason: expect.stringContaining('`notes`') as string,
    });
    expect([exported, asked]).toEqual([[], []]);
  });

  it('need no proof where they hold no text, or take nothing out', async () => {
    const structured = setUp(['surrogate'], () => Promise.resolve('never asked'));
    expect(await structured.gate.pass(personCall())).toMatchObject({ kind: 'done' });
    const { ports } = gatePorts(stays());
    const inside = createGate({ ...ports, textProof: { whyNot: () => Promise.resolve('never asked') } });
    expect(await inside.pass(agentAnswer(DROP_MRN))).toMatchObject({ kind: 'done' });
    expect(structured.asked).toEqual([]);
  });
});
