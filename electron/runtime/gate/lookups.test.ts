import { describe, expect, it } from 'vitest';
import type { DataName } from '../../../shared/domain/index.ts';
import { createGate } from './gate.ts';
import { AGENT, agentAnswer, gatePorts, RULES, stays } from './testing/fixtures.ts';

/** A gate over memory, and what it wrote. */
function setUp(rules = RULES) {
  const table = stays();
  const { ports, requests, exported } = gatePorts(table, rules);
  return { table, ports, requests, exported, gate: createGate(ports) };
}

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
