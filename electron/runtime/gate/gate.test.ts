import { describe, expect, it } from 'vitest';
import { Problem, type ApprovalId, type DataName } from '../../../shared/domain/index.ts';
import type { Redactor } from '../phi/index.ts';
import { createGate, GATE_STAGES } from './gate.ts';
import {
  AGENT,
  agentAnswer,
  DROP_MRN,
  gatePorts,
  OPERATOR,
  personCall,
  PROFILE,
  RULES,
  stays,
} from './testing/fixtures.ts';

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

  it('says no at each stage with a rule, records it twice, and tells the model which rule', async () => {
    const noWrite = { ...AGENT, permissions: ['read_phi', 'tool_call'] as const };
    const excluding = {
      ...AGENT,
      data_access: { phi_categories: ['all' as const], excluded: ['direct_identifier' as const] },
    };
    const used = { llmCalls: 0, toolCalls: 100, tokens: 0, minutes: 0 };
    const cases: [unknown, Parameters<typeof agentAnswer>[1], string, string][] = [
      ['not json', {}, 'answer', 'ANSWER-001'],
      [{ ...DROP_MRN, why: 'because of 3 rows' }, {}, 'answer', 'ANSWER-001'],
      [{ ...DROP_MRN, why: 'x'.repeat(121) }, {}, 'answer', 'ANSWER-001'],
      [{ ...DROP_MRN, extra: true }, {}, 'answer', 'ANSWER-001'],
      [`${JSON.stringify(DROP_MRN)}${' '.repeat(4000)}`, {}, 'answer', 'ANSWER-001'],
      [{ ...DROP_MRN, tool: 'rm_rf' }, {}, 'answer', 'ANSWER-001'],
      [{ ...DROP_MRN, args: { ...DROP_MRN.args, more: 'x' } }, {}, 'arguments', 'ARGS-001'],
      [{ ...DROP_MRN, args: { ...DROP_MRN.args, finding: 'F9' } }, {}, 'arguments', 'ARGS-002'],
      [{ ...DROP_MRN, args: { ...DROP_MRN.args, column: 'age' } }, {}, 'arguments', 'ARGS-002'],
      [{ ...DROP_MRN, args: { ...DROP_MRN.args, table: 'other' } }, {}, 'arguments', 'ARGS-002'],
      [{ ...DROP_MRN, tool: 'keep_year' }, {}, 'role and agent', 'ROLE-003'],
      [DROP_MRN, { actor: { ...OPERATOR, role: 'admin' } }, 'role and agent', 'ROLE-001'],
      [
        DROP_MRN,
        { agent: { ...noWrite, permissions: [...noWrite.permissions] } },
        'role and agent',
        'ROLE-004',
      ],
      [DROP_MRN, { agent: excluding }, 'role and agent', 'ROLE-004'],
      [
        DROP_MRN,
        { profile: { ...PROFILE, residency: { ...PROFILE.residency, datasets: [] } } },
        'residency',
        'RESIDENCY-001',
      ],
      [DROP_MRN, { used }, 'policy', 'LIMIT-002'],
      [DROP_MRN, { used: { ...used, toolCalls: 0, tokens: 100_000 } }, 'policy', 'LIMIT-001'],
      [DROP_MRN, { used: { ...used, toolCalls: 0, minutes: 60 } }, 'policy', 'LIMIT-003'],
    ];
    for (const [answer, change, stage, ruleId] of cases) {
      const { gate, ports, table } = setUp();
      const result = await gate.pass(agentAnswer(answer, change));
      expect(result).toMatchObject({
        kind: 'refused',
        by: 'rule',
        stage,
        ruleId,
        reply: `denied by ${ruleId}`,
      });
      expect(ports.journal.kinds).toEqual(['tool.decided', 'tool.denied']);
      expect(ports.journal.bodies('tool.denied')).toMatchObject([{ stage, ruleId }]);
      const [decided] = ports.journal.bodies('tool.decided');
      expect(decided).toMatchObject({ decision: { behaviour: 'deny', ruleId } });
      expect(table.applied).toEqual([]);
    }
  });

  it('is told by policy: a deny ends the call, and what no rule allows is denied', async () => {
    for (const [rules, ruleId] of [
      [{ ...RULES, drop_column: { behaviour: 'deny', ruleId: 'HIPAA-009' } }, 'HIPAA-009'],
      [{}, 'DEFAULT-DENY'],
    ] as const) {
      const { gate, ports, table } = setUp(rules);
      expect(await gate.pass(agentAnswer(DROP_MRN))).toMatchObject({
        kind: 'refused',
        stage: 'decision',
        ruleId,
        finding: { id: 'F1' },
        reply: `denied by ${ruleId}`,
      });
      expect(ports.journal.kinds).toEqual(['tool.decided', 'tool.denied']);
      expect(ports.journal.bodies('tool.denied')).toMatchObject([{ tool: 'drop_column', finding: 'F1' }]);
      expect(table.applied).toEqual([]);
    }
  });

  it('shows the rule of policy beside the stage that refused before it', async () => {
    const { gate, ports } = setUp();
    const agent = { ...AGENT, allowed_tools: [...AGENT.allowed_tools, 'web_search' as const] };
    const result = await gate.pass(
      agentAnswer({ why: 'look it up', tool: 'web_search', args: { query: 'icd codes' } }, { agent }),
    );
    expect(result).toMatchObject({ kind: 'refused', stage: 'residency', ruleId: 'HIPAA-002' });
    expect(ports.journal.bodies('tool.decided')).toMatchObject([
      {
        decision: {
          ruleId: 'HIPAA-002',
          matched: [
            { id: 'HIPAA-002', decided: true },
            { id: 'RESIDENCY-001', decided: false },
          ],
        },
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

describe('a lookup', () => {
  const reader = (excluded: readonly DataName[]) => ({
    ...AGENT,
    permissions: ['read_phi' as const, 'tool_call' as const],
    allowed_tools: ['ehr_lookup' as const, 'finish' as const],
    data_access: { phi_categories: ['all' as const], excluded: [...excluded] },
  });
  const rules = { ...RULES, ehr_lookup: { behaviour: 'allow' as const, ruleId: 'READ-001' } };
  const ask = { why: 'the record', tool: 'ehr_lookup', args: { table: 'stays', row: 3 } };

  it('brings the columns of the agent and no others, not even to the record of the call', async () => {
    const { gate, ports } = setUp(rules);
    const result = await gate.pass(agentAnswer(ask, { agent: reader(['direct_identifier', 'free_text']) }));
    expect(result).toMatchObject({ kind: 'done', reply: 'ok ehr_lookup' });
    const said = result.kind === 'done' ? (JSON.parse(result.said ?? '') as { record: object }) : undefined;
    expect(Object.keys(said?.record ?? {})).toEqual(['admit', 'age', 'discharge']);
    expect(ports.journal.bodies('tool.decided')).toMatchObject([{ labels: ['date'] }]);
    expect(
      JSON.stringify(
        [...ports.payloads.stored.values()].map(({ content }) => new TextDecoder().decode(content)),
      ),
    ).not.toMatch(/mrn|notes/);
  });

  it('brings nothing to an agent that may not read patient data, and nothing to one without categories', async () => {
    const { gate } = setUp(rules);
    const blind = { ...reader([]), permissions: ['tool_call' as const] };
    expect(await gate.pass(agentAnswer(ask, { agent: blind }))).toMatchObject({
      kind: 'refused',
      ruleId: 'ROLE-004',
    });
    const empty = await gate.pass(agentAnswer(ask, { agent: { ...reader([]), phi_access: false } }));
    expect(empty).toMatchObject({ kind: 'done', said: '{"record":{},"tool":"ehr_lookup"}' });
  });
});

describe('a call that asks', () => {
  const asking = { ...RULES, drop_column: { behaviour: 'ask' as const, ruleId: 'LOSS-001' } };

  async function held(change: (setup: ReturnType<typeof setUp>, approval: ApprovalId) => void) {
    const setup = setUp(asking);
    setup.table.valuesLost = 3;
    const answer = agentAnswer(DROP_MRN);
    const result = await setup.gate.pass(answer);
    if (result.kind !== 'waiting') throw new Error(`it is ${result.kind}`);
    change(setup, result.approval);
    const again = await setup.gate.pass({ ...answer, approval: result.approval });
    return { ...setup, answer, approval: result.approval, again };
  }

  it('is held with the hashes of what was asked, and runs once when approved', async () => {
    const { ports, table, again, answer, approval, gate } = await held((setup, id) => {
      setup.ports.approvals.answer(id, 'approved');
    });
    expect(ports.approvals.drafts).toMatchObject([
      { tool: 'drop_column', args: DROP_MRN.args, ruleId: 'LOSS-001', valuesLost: 3, recordsTouched: 100 },
    ]);
    expect(again).toMatchObject({ kind: 'done', reply: 'ok drop_column', version: 2 });
    expect(ports.journal.kinds).toEqual([
      'tool.decided',
      'approval.requested',
      'tool.call intent',
      'tool.call outcome',
    ]);
    const third = await gate.pass({ ...answer, approval });
    expect(third).toMatchObject({ kind: 'refused', stage: 'permit', ruleId: 'APPROVAL-003' });
    expect(table.applied).toHaveLength(1);
  });

  it('is told as refused by a person', async () => {
    const { table, again } = await held((setup, id) => {
      setup.ports.approvals.answer(id, 'refused');
    });
    expect(again).toMatchObject({ kind: 'refused', by: 'person', reply: 'refused by a person' });
    expect(table.applied).toEqual([]);
  });

  it('does not run unanswered, expired or voided', async () => {
    for (const state of ['waiting', 'expired', 'voided'] as const) {
      const { table, again } = await held((setup, id) => {
        setup.ports.approvals.answer(id, state);
      });
      expect(again).toMatchObject({ kind: 'refused', ruleId: 'APPROVAL-001' });
      expect(table.applied).toEqual([]);
    }
  });

  it('is voided when arguments, data or policy are not what was approved', async () => {
    const other = 'd'.repeat(64) as never;
    const changes: [string, (setup: ReturnType<typeof setUp>, id: ApprovalId) => void][] = [
      ['arguments', ({ ports }, id) => ports.approvals.answer(id, 'approved', { argsSha256: other })],
      ['policy', ({ ports }, id) => ports.approvals.answer(id, 'approved', { policySha256: other })],
      [
        'data',
        ({ ports, table }, id) => {
          ports.approvals.answer(id, 'approved');
          table.tamper(1);
        },
      ],
    ];
    for (const [what, change] of changes) {
      const { ports, table, again } = await held(change);
      expect(again).toMatchObject({ kind: 'refused', stage: 'permit', ruleId: 'APPROVAL-002' });
      expect(ports.approvals.voided).toEqual([`changed since: ${what}`]);
      expect(table.applied).toEqual([]);
    }
  });
});

describe("a person's own call", () => {
  it('goes through the same gate: raw data is denied, a cleaned table leaves', async () => {
    const denied = setUp();
    expect(await denied.gate.pass(personCall({ tool: 'export_raw_data' }))).toMatchObject({
      kind: 'refused',
      ruleId: 'HIPAA-001',
      stage: 'decision',
    });
    expect(denied.exported).toEqual([]);
    expect(denied.ports.journal.kinds).toEqual(['tool.decided', 'tool.denied']);

    const { gate, ports, exported } = setUp();
    expect(await gate.pass(personCall())).toMatchObject({
      kind: 'done',
      exported: { rows: 100, sizeBytes: 5000 },
      shownCounts: { rows: 100 },
    });
    expect(exported).toMatchObject([{ version: 1, format: 'csv', destination: '/tmp/out.csv' }]);
    expect(ports.journal.kinds).toEqual(['tool.decided', 'dataset.export intent', 'dataset.export outcome']);
    expect(ports.journal.bodies('dataset.export', 'intent')).toMatchObject([
      {
        labels: ['direct_identifier', 'date', 'free_text'],
        columns: ['mrn', 'notes', 'age', 'admit', 'discharge'],
      },
    ]);
    expect(JSON.stringify(ports.journal.all)).not.toContain('/tmp/out.csv');
  });

  it('shows no small group of rows', async () => {
    const { ports } = setUp();
    const write = () => Promise.resolve({ rows: 7, sizeBytes: 90, sha256: 'e'.repeat(64) as never });
    const gate = createGate({ ...ports, exports: { write } });
    expect(await gate.pass(personCall())).toMatchObject({ shownCounts: { rows: 'withheld' } });
  });

  it('is refused for every role but the operator, and without a place to write to', async () => {
    for (const role of ['viewer', 'compliance', 'admin'] as const) {
      const { gate } = setUp();
      expect(await gate.pass(personCall({ actor: { ...OPERATOR, role } }))).toMatchObject({
        kind: 'refused',
        ruleId: 'ROLE-001',
      });
    }
    const { gate, ports } = setUp();
    expect(await gate.pass(personCall({ destination: undefined }))).toMatchObject({
      kind: 'failed',
      code: 'wrong_usage',
    });
    expect(ports.journal.bodies('dataset.export', 'outcome')).toMatchObject([{ ok: false }]);
  });

  it('never reaches a network and promotes nothing that is not there', async () => {
    const residency = { ...PROFILE.residency, tool_call_inputs: ['workspace', 'network'] as never };
    const rules = {
      web_search: { behaviour: 'allow' as const, ruleId: 'X-001' },
      promote_challenger: { behaviour: 'allow' as const, ruleId: 'X-002' },
    };
    const { gate } = setUp(rules);
    const profile = { ...PROFILE, residency };
    expect(await gate.pass(personCall({ tool: 'web_search', args: { query: 'x' }, profile }))).toMatchObject({
      kind: 'failed',
      code: 'unsupported',
    });
    expect(
      await gate.pass(personCall({ tool: 'promote_challenger', args: { model: 'm', env: 'prod' } })),
    ).toMatchObject({ kind: 'failed', code: 'unsupported' });
  });
});
