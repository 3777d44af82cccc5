import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';
import { DENIALS_BEFORE_PAUSE } from './self-protection.ts';
import { AGENT, agentAnswer, DROP_MRN, gatePorts, RULES, RUN, stays } from './testing/fixtures.ts';

const SEARCH = { why: 'look it up', tool: 'web_search', args: { query: 'anything' } };

function setUp(rules = RULES) {
  const { ports } = gatePorts(stays(), rules);
  return { ports, gate: createGate(ports) };
}

describe('an agent that keeps trying what is denied', () => {
  it('is paused at the third denial of one aim, on record, and may then do nothing', async () => {
    const { ports, gate } = setUp();
    const results = [];
    for (let n = 0; n < DENIALS_BEFORE_PAUSE; n += 1) results.push(await gate.pass(agentAnswer(SEARCH)));
    expect(results.map((result) => result.kind === 'refused' && result.agentPaused)).toEqual([
      false,
      false,
      true,
    ]);
    expect(ports.journal.all.filter(({ kind }) => kind === 'agent.paused')).toMatchObject([
      {
        agent: 'deidentifier',
        run: RUN,
        actor: { id: 'application', role: 'none' },
        body: { aim: 'web_search', denials: 3, ruleId: 'HIPAA-002' },
      },
    ]);
    const harmless = await gate.pass(agentAnswer(DROP_MRN));
    expect(harmless).toMatchObject({ kind: 'refused', ruleId: 'AGENT-001', agentPaused: true });
    const other = await gate.pass(agentAnswer(DROP_MRN, { agent: { ...AGENT, name: 'another' } }));
    expect(other).toMatchObject({ kind: 'done' });
  });

  it('is the same aim whatever the words, the arguments and what was done in between', async () => {
    const { gate } = setUp({ ...RULES, drop_column: { behaviour: 'deny', ruleId: 'HIPAA-009' } });
    const findings = ['F1', 'F2', 'F3'].map((id) => ({
      ...{ id, kind: 'direct_identifier' as const, table: 'stays', column: 'mrn', detail: 'class MRN' },
    }));
    const drop = (finding: string) =>
      agentAnswer(
        {
          ...DROP_MRN,
          why: `another reason for ${finding.slice(1, 1)}it`,
          args: { ...DROP_MRN.args, finding },
        },
        { findings },
      );
    const keep = { why: 'stays', tool: 'keep_column', args: DROP_MRN.args };
    expect(await gate.pass(drop('F1'))).toMatchObject({ agentPaused: false });
    expect(await gate.pass(agentAnswer(keep))).toMatchObject({ kind: 'done' });
    expect(await gate.pass(drop('F2'))).toMatchObject({ agentPaused: false });
    expect(await gate.pass(drop('F3'))).toMatchObject({ agentPaused: true });
  });

  it('is paused for a tool that it does not have, even where the arguments cannot be read', async () => {
    const { gate } = setUp();
    const broken = { why: 'out with it', tool: 'export_raw_data', args: { to: 'anywhere' } };
    await gate.pass(agentAnswer(broken));
    await gate.pass(agentAnswer({ ...broken, args: { table: 'stays' } }));
    expect(await gate.pass(agentAnswer(broken))).toMatchObject({ kind: 'refused', agentPaused: true });
  });

  it('is not paused for mistakes, limits, other aims or other runs', async () => {
    const { ports, gate } = setUp();
    const wrong = { ...DROP_MRN, args: { ...DROP_MRN.args, column: 'age' } };
    const used = { llmCalls: 0, toolCalls: 100, tokens: 0, minutes: 0 };
    for (let n = 0; n < 4; n += 1) {
      await gate.pass(agentAnswer('not json'));
      await gate.pass(agentAnswer(wrong));
      await gate.pass(agentAnswer(DROP_MRN, { used }));
      await gate.pass(agentAnswer(SEARCH, { run: `9999999${n}-9999-4999-8999-999999999999` as never }));
    }
    expect(ports.journal.kinds).not.toContain('agent.paused');
    expect(ports.journal.kinds.filter((kind) => kind === 'tool.denied')).toHaveLength(16);
  });

  it('names no identifier in its aim', async () => {
    const { ports, gate } = setUp();
    await gate.pass(agentAnswer({ ...SEARCH, args: { query: 'who is Wilhelmina Krauss' } }));
    expect(ports.journal.bodies('tool.denied')).toMatchObject([{ aim: 'web_search' }]);
    expect(JSON.stringify(ports.journal.bodies('tool.denied'))).not.toContain('Krauss');
  });
});
