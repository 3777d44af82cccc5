import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withinScope, type ColumnLabel, type DataName } from '../../../shared/domain/index.ts';
import { MemoryTable } from '../gate/testing/memory-table.ts';
import { AGENT } from '../gate/testing/fixtures.ts';
import { FINISH, says, setUp, START, viewOf } from './testing/fixtures.ts';
import { promptOf, type Line } from './testing/scripted-model.ts';

const COLUMNS: Record<string, readonly ColumnLabel[]> = {
  mrn: ['direct_identifier', 'patient_key'],
  charges: ['financial'],
  primary_dx: ['clinical'],
  admit: ['date'],
  discharge: ['date', 'clinical'],
  notes: ['free_text'],
  visits: [],
};

const TABLE = () =>
  new MemoryTable(COLUMNS, [
    { kind: 'direct_identifier', column: 'mrn', detail: 'class MRN' },
    { kind: 'direct_identifier', column: 'charges', detail: 'class ACCOUNT' },
    { kind: 'identifier_in_text', column: 'notes', detail: 'hits 57' },
    { kind: 'date_pair', column: 'admit', detail: 'until discharge' },
    { kind: 'missing_numeric', column: 'visits', detail: 'missing 4%' },
    { kind: 'missing_category', column: 'primary_dx', detail: 'missing 4%' },
    { kind: 'duplicate_rows', column: 'mrn', detail: 'rows 9' },
  ]);

const PIPELINE = {
  steps: [
    {
      id: 'all',
      agent: 'deidentifier',
      description: 'everything',
      findings: [
        ...['direct_identifier', 'identifier_in_text', 'date_pair', 'missing_numeric', 'missing_category'],
        'duplicate_rows',
      ],
    },
  ],
  max_iterations: 1,
};

async function shown(phi_categories: DataName[], excluded: DataName[], lines: readonly Line[]) {
  const agent = { data_access: { phi_categories, excluded } };
  const run = setUp({ table: TABLE(), pipeline: PIPELINE, agent, lines });
  await (
    await run.engine.start(START)
  ).done;
  const outside = Object.keys(COLUMNS).filter(
    (name) =>
      !withinScope({ phi_access: true, ...agent }, { name, labels: [...COLUMNS[name]!], profile: {} }),
  );
  return { run, outside, prompts: run.model.asked.map(promptOf).join('\n') };
}

describe('columns outside the categories of an agent', () => {
  it('never stand in a prompt, whatever the categories are', async () => {
    const name = fc.constantFrom<DataName>(
      'all',
      'identifiers',
      'financial',
      'dates',
      'clinical',
      'diagnoses',
      'other',
      'free_text',
    );
    const names = fc.uniqueArray(name, { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(names, names, async (allowed, excluded) => {
        const { prompts, outside, run } = await shown(allowed, excluded, [FINISH, FINISH, FINISH]);
        for (const column of outside) expect(prompts).not.toMatch(new RegExp(`\\b${column}\\b`));
        for (const { text } of run.model.asked.flatMap(({ turns }) => turns))
          if (text.startsWith('table stays'))
            expect(text).toContain(` columns ${Object.keys(COLUMNS).length - outside.length} `);
      }),
      { numRuns: 100 },
    );
  });

  it('leave their findings open for people, and the entry says how many the agent was not told of', async () => {
    const { run, prompts } = await shown(['all'], ['identifiers', 'financial'], [FINISH]);
    expect(run.journal.bodies('step.started')).toEqual([{ step: 0, findings: 7, withheld: 3 }]);
    expect(prompts).not.toMatch(/mrn|charges|duplicate_rows/);
    const open = viewOf(run)?.findings.filter(({ state }) => state === 'open');
    expect(open?.map(({ column }) => column)).toContain('mrn');
  });

  it('are refused in the arguments of a model that names them all the same', async () => {
    const guess = says('i remember it', 'drop_column', 'F1', 'mrn');
    const { run } = await shown(['all'], ['identifiers'], [guess, FINISH, FINISH]);
    expect(run.journal.bodies('tool.denied')).toMatchObject([{ tool: 'drop_column', ruleId: 'ARGS-002' }]);
    expect(run.table.applied).toEqual([]);
  });

  it('are not asked about at all where nothing is within reach', async () => {
    const { run } = await shown([], [], []);
    expect(run.model.asked).toEqual([]);
    expect(AGENT.phi_access).toBe(true);
  });
});
