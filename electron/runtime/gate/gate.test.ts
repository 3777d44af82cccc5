import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import type { Redactor } from '../phi/index.ts';
import { createGate, GATE_STAGES } from './gate.ts';
import { agentAnswer, DROP_MRN, gatePorts, OPERATOR, RULES, stays } from './testing/fixtures.ts';

/** A gate over memory, and what it wrote. */
function setUp(rules = RULES) {
  const table = stays();
  const { ports, requests, exported } = gatePorts(table, rules);
  return { table, ports, requests, exported, gate: createGate(ports) };
}

describe('the gate', () => {
  it('has these stages in this order, for every call', () => {
    expect(GATE_STAGES).toEqual([
      'answer',
      'arguments',
      'role and agent',
      'residency',
      'policy',
      'decision',
      'redaction proof',
      'approval',
      'permit',
      'intent',
      'tool',
      'raw result',
      'redaction',
      'small cells',
      'outcome',
      'reply',
    ]);
  });

  it('carries an allowed call through, with an intent before and an outcome after', async () => {
    const { gate, ports, table, requests } = setUp();
    table.examples = [{ row: 3, column: 'mrn', before: 'MRN 00123456', after: null }];
    const answer = agentAnswer(DROP_MRN);
    expect(await gate.pass(answer)).toMatchObject({
      kind: 'done',
      tool: 'drop_column',
      args: DROP_MRN.args,
      finding: { id: 'F1' },
      why: 'direct identifier',
      reply: 'ok drop_column',
      version: 2,
      redactions: { MRN: 1 },
      agreedWithUsual: true,
      shownCounts: {},
    });
    expect(ports.journal.kinds).toEqual(['tool.decided', 'tool.call intent', 'tool.call outcome']);
    const [decided, intent, outcome] = ports.journal.all;
    expect(decided).toMatchObject({
      agent: 'deidentifier',
      call: answer.call,
      actor: OPERATOR,
      body: {
        tool: 'drop_column',
        why: 'direct identifier',
        usual: 'drop_column',
        finding: { id: 'F1', column: 'mrn' },
        labels: ['direct_identifier'],
        decision: { behaviour: 'allow', ruleId: 'TRANSFORM-001' },
      },
    });
    expect(intent?.body).toMatchObject({ tool: 'drop_column', args: DROP_MRN.args, finding: 'F1' });
    expect(outcome).toMatchObject({
      intent: intent?.seq,
      body: { ok: true, datasetVersion: 2, redactions: { MRN: 1 }, agreedWithUsual: true },
    });
    expect(ports.payloads.text(intent?.payloads[0])).toContain('"tool":"drop_column"');
    expect(ports.payloads.text(outcome?.payloads[0])).toContain('00123456');
    expect(JSON.stringify(ports.journal.all)).not.toContain('00123456');
    expect(requests.map(({ request }) => request)).toEqual([
      {
        by: 'agent',
        agent: 'deidentifier',
        role: 'operator',
        tool: 'drop_column',
        effect: 'transform',
        args: DROP_MRN.args,
        labels: ['direct_identifier'],
        purpose: 'model',
        complianceProfile: 'hipaa',
        deidProfile: 'strict',
        valuesLost: 0,
      },
    ]);
  });

  it('runs nothing when the decision or the intent cannot be committed', async () => {
    for (const failAt of ['tool.decided event', 'tool.call intent']) {
      const { gate, ports, table } = setUp();
      ports.journal.failAt = failAt;
      await expect(gate.pass(agentAnswer(DROP_MRN))).rejects.toMatchObject({ code: 'storage_full' });
      expect(table.applied).toEqual([]);
    }
    const { gate, ports, table } = setUp();
    ports.payloads.failAt = 'tool_call_inputs';
    await expect(gate.pass(agentAnswer(DROP_MRN))).rejects.toMatchObject({ code: 'storage_full' });
    expect([table.applied, ports.journal.kinds]).toEqual([[], ['tool.decided']]);
  });

  it('tells nobody of a call whose outcome cannot be committed', async () => {
    const { gate, ports } = setUp();
    ports.journal.failAt = 'tool.call outcome';
    await expect(gate.pass(agentAnswer(DROP_MRN))).rejects.toMatchObject({ code: 'storage_full' });
    expect(ports.journal.kinds.at(-1)).toBe('tool.call intent');
  });

  it('gives the model nothing when redaction fails, or leaves something', async () => {
    const broken: Redactor = {
      detect: () => [],
      redact: (text) => {
        if (text.includes('record')) throw new Error('lost');
        return { text, spans: [], counts: {} };
      },
    };
    let times = 0;
    const unsettled: Redactor = {
      detect: () => [],
      redact: (text) => ({
        text: text.includes('record') ? `${text}${times++}` : text,
        spans: [],
        counts: {},
      }),
    };
    for (const redactor of [broken, unsettled]) {
      const { ports } = setUp();
      const gate = createGate({ ...ports, redactorFor: () => Promise.resolve(redactor) });
      expect(await gate.pass(agentAnswer(DROP_MRN))).toMatchObject({
        kind: 'failed',
        code: 'check_failed',
        reply: undefined,
      });
      expect(ports.journal.bodies('tool.call', 'outcome')).toMatchObject([
        { ok: false, code: 'check_failed' },
      ]);
    }
  });

  it('gives the model nothing when the raw result cannot be stored', async () => {
    const { gate, ports } = setUp();
    ports.payloads.failAt = 'tool_call_outputs';
    expect(await gate.pass(agentAnswer(DROP_MRN))).toMatchObject({
      kind: 'failed',
      code: 'storage_full',
      reply: undefined,
    });
  });

  it('tells the model of a tool that could not, before and after the intent', async () => {
    const before = setUp();
    before.table.failEstimate = new Problem('invalid_input', 'no date reads as a date');
    expect(await before.gate.pass(agentAnswer(DROP_MRN))).toMatchObject({
      kind: 'refused',
      stage: 'policy',
      ruleId: 'TOOL-001',
    });
    const after = setUp();
    after.table.failApply = new Problem('invalid_input', 'no date reads as a date');
    expect(await after.gate.pass(agentAnswer(DROP_MRN))).toMatchObject({
      kind: 'failed',
      code: 'invalid_input',
      reply: 'denied by TOOL-001',
    });
    expect(after.ports.journal.bodies('tool.call', 'outcome')).toMatchObject([
      { ok: false, code: 'invalid_input' },
    ]);
  });

  it('records an unexpected fault without its words, and does not swallow it', async () => {
    const { gate, ports, table } = setUp();
    table.failApply = new Error('patient Wilhelmina Krauss broke it');
    await expect(gate.pass(agentAnswer(DROP_MRN))).rejects.toThrow('broke it');
    expect(ports.journal.bodies('tool.call', 'outcome')).toMatchObject([{ ok: false, code: 'internal' }]);
    expect(JSON.stringify(ports.journal.all)).not.toContain('Krauss');
  });

  it('redacts the reason before it reaches an entry', async () => {
    const { gate, ports } = setUp();
    await gate.pass(agentAnswer({ ...DROP_MRN, why: 'names Wilhelmina Krauss' }));
    expect(ports.journal.bodies('tool.decided')).toMatchObject([{ why: 'names [NAME]' }]);
  });

  it('lets finish through without touching anything, also past the limits', async () => {
    const { gate, ports, table } = setUp();
    const used = { llmCalls: 100, toolCalls: 100, tokens: 100_000, minutes: 60 };
    const finish = { why: 'no open findings', tool: 'finish', args: {} };
    expect(await gate.pass(agentAnswer(finish, { used }))).toMatchObject({
      kind: 'done',
      tool: 'finish',
      version: 1,
    });
    expect(ports.journal.all.map(({ phiAccessed }) => phiAccessed)).toEqual([false, false, false]);
    expect(table.applied).toEqual([]);
  });
});
