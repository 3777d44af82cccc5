import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';
import {
  CHOSEN_PLACE,
  cleanedStays,
  gatePorts,
  OPERATOR,
  personCall,
  PROFILE,
  RULES,
  stays,
} from './testing/fixtures.ts';

/** A gate over memory, and what it wrote. */
function setUp(rules = RULES, table = stays()) {
  const { ports, requests, exported } = gatePorts(table, rules);
  return { table, ports, requests, exported, gate: createGate(ports) };
}

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

    const { gate, ports, exported } = setUp(RULES, cleanedStays());
    expect(await gate.pass(personCall())).toMatchObject({
      kind: 'done',
      exported: { rows: 100, sizeBytes: 5000 },
      shownCounts: { rows: 100 },
    });
    expect(exported).toMatchObject([{ version: 1, format: 'csv', place: CHOSEN_PLACE }]);
    expect(ports.journal.kinds).toEqual(['tool.decided', 'dataset.export intent', 'dataset.export outcome']);
    expect(ports.journal.bodies('dataset.export', 'intent')).toMatchObject([
      {
        labels: ['redacted_text', 'surrogate'],
        columns: ['key', 'notes', 'age'],
      },
    ]);
    expect(JSON.stringify(ports.journal.all)).not.toContain('/tmp/out.csv');
  });

  it('shows no small group of rows', async () => {
    const { ports } = setUp(RULES, cleanedStays());
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
    const { gate, ports } = setUp(RULES, cleanedStays());
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
