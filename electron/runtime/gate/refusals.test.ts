import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';
import {
  AGENT,
  agentAnswer,
  DROP_MRN,
  gatePorts,
  OPERATOR,
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

describe('a refusal', () => {
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
});
