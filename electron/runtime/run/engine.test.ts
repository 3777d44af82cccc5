import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { MemoryTable } from '../gate/testing/memory-table.ts';
import { DROP_MRN_CALL, setUp, START, viewOf, WHOLE_RUN } from './testing/fixtures.ts';
import { promptOf } from './testing/scripted-model.ts';

describe('a run', () => {
  it('goes through its steps, and waits for the signature with every artefact there', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    const started = await run.engine.start(START);
    expect(await started.done).toEqual({
      run: started.run,
      state: 'awaiting_attestation',
      reason: undefined,
      approval: undefined,
    });
    expect(run.journal.kinds).toEqual([
      'run.started',
      'model.load intent',
      'model.load outcome',
      'findings.looked',
      'step.started',
      ...Array.from({ length: 2 }, () => [
        'model.call intent',
        'model.call outcome',
        'tool.decided',
        'tool.call intent',
        'tool.call outcome',
        'findings.looked',
      ]).flat(),
      'model.call intent',
      'model.call outcome',
      'tool.decided',
      'tool.call intent',
      'tool.call outcome',
      'step.ended',
      'findings.looked',
      'step.started',
      'model.call intent',
      'model.call outcome',
      'tool.decided',
      'tool.call intent',
      'tool.call outcome',
      'findings.looked',
      'model.call intent',
      'model.call outcome',
      'tool.decided',
      'tool.call intent',
      'tool.call outcome',
      'step.ended',
      ...Array.from({ length: 6 }, () => ['artefact.write intent', 'artefact.write outcome']).flat(),
      'run.state_changed',
    ]);
    expect(run.table.applied.map(({ tool }) => tool)).toEqual([
      'drop_column',
      'redact_column',
      'impute_column',
    ]);
    expect([...run.files.keys()]).toEqual([
      'reports/cleaned-dataset.json',
      'reports/data-profile.json',
      'reports/deidentification.json',
      'reports/minimum-necessary.json',
      'conversations/deidentifier.jsonl',
      'audit/access-audit.json',
    ]);
    expect([...run.files.values()].map(({ secret }) => secret)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(viewOf(run)).toMatchObject({
      state: 'awaiting_attestation',
      startedBy: 'Olga Operator',
      table: 'stays',
      backend: 'scripted, 1 thread',
      calls: 5,
      denials: 0,
      agreedWithUsual: 3,
      decided: 3,
      progress: 1,
      versions: { before: 1, after: 4 },
      used: { llmCalls: 5, toolCalls: 3 },
      steps: [
        { id: 'deidentify', state: 'done', findings: 2, closed: 2 },
        { id: 'prepare', state: 'done', findings: 1, closed: 1 },
      ],
      findings: [
        { id: 'F1', kind: 'direct_identifier', state: 'closed' },
        { id: 'F2', kind: 'identifier_in_text', state: 'closed' },
        { id: 'F3', kind: 'missing_numeric', state: 'closed' },
      ],
    });
    const [call] = viewOf(run)?.callList ?? [];
    expect(call).toMatchObject({
      state: 'done',
      agent: 'deidentifier',
      turn: 1,
      tool: 'drop_column',
      why: 'direct identifier',
      usual: 'drop_column',
      agreedWithUsual: true,
      finding: { id: 'F1' },
      decision: { ruleId: 'TRANSFORM-001' },
      tokensPerSecond: expect.any(Number),
      entries: [7, 8, 9],
    });
  });

  it('shows the model these lines and no others', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    await (
      await run.engine.start(START)
    ).done;
    const system =
      'system\nYou are deidentifier. Decide one open finding at a time. Answer with one JSON tool call.\ntools:\n- drop_column: remove a column\n- redact_column: replace identifiers in text\n- derive_interval: days until another date\n- impute_column: fill gaps, method median or mode\n- keep_column: leave as it is\n- finish: end the step\n';
    expect(run.model.asked.map(promptOf)).toEqual([
      `${system}user\ntable stays rows 100 columns 5 purpose model profile strict\nopen findings:\nF1 direct_identifier stays.mrn class MRN\nF2 identifier_in_text stays.notes hits 57\n`,
      `${system}user\ntable stays rows 100 columns 5 purpose model profile strict\nopen findings:\nF1 direct_identifier stays.mrn class MRN\nF2 identifier_in_text stays.notes hits 57\nassistant\n${JSON.stringify(DROP_MRN_CALL)}\ntool\nok drop_column\nopen findings:\nF2 identifier_in_text stays.notes hits 57\n`,
      expect.stringMatching(/tool\nok redact_column\nopen findings:\nnone\n$/),
      `${system}user\ntable stays rows 100 columns 4 purpose model profile strict\nopen findings:\nF3 missing_numeric stays.age missing 4%\n`,
      expect.stringMatching(/tool\nok impute_column\nopen findings:\nnone\n$/),
    ]);
    const grammars = run.model.asked.map(({ grammar }) => grammar);
    expect(grammars[0]).toContain('\\"finding\\":\\"F1\\"');
    expect(grammars[1]).not.toContain('\\"finding\\":\\"F1\\"');
    expect(grammars[2]).not.toContain('target');
    // No pair of dates is open, so the other date has no value and the tool cannot be answered.
    expect(grammars[0]).not.toContain('derive_interval');
  });

  it('keeps prompt and answer as payloads, and nothing of them in entries', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    await (
      await run.engine.start(START)
    ).done;
    const outcome = run.journal.all.find(({ kind, phase }) => kind === 'model.call' && phase === 'outcome');
    expect(JSON.parse(run.payloads.text(outcome?.payloads[0]))).toEqual({
      prompt: promptOf(run.model.asked[0]!),
      answer: JSON.stringify(DROP_MRN_CALL),
    });
    expect(JSON.stringify(run.journal.all)).not.toMatch(/open findings:|Krauss/);
    expect(JSON.parse(run.payloads.text(run.journal.all[0]?.payloads[0]))).toEqual(START.request);
    const lines = run.text('conversations/deidentifier.jsonl').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { answer: string }).answer)).toEqual(
      WHOLE_RUN.map((line) => JSON.stringify(line)),
    );
  });

  it('tells listeners while it goes on, and that it is over', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    let told = 0;
    run.engine.onChange(() => (told += 1));
    await (
      await run.engine.start(START)
    ).done;
    expect(told).toBeGreaterThan(2 * run.model.asked.length);
    expect(run.engine.live).toEqual([]);
  });

  it('refuses to start twice at a time, without a pipeline, or from nonsense', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    await expect(
      run.engine.start({ ...START, request: { ...START.request, template: 'none' } }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      run.engine.start({ ...START, request: { ...START.request, purpose: 'profit' as never } }),
    ).rejects.toThrow();
    const started = await run.engine.start(START);
    await expect(run.engine.start(START)).rejects.toMatchObject({ code: 'in_use' });
    await started.done;
  });
});

describe('a profile that takes no labelled data', () => {
  it('begins no run on labelled columns, and the attempt is recorded', async () => {
    const run = setUp({ lines: WHOLE_RUN, profile: { name: 'none', refuses_labelled_data: true } });
    await expect(run.engine.start(START)).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringMatching(
        /`none` takes no labelled data, and the column `mrn` is labelled direct identifier/,
      ),
    });
    expect(run.journal.all.map(({ kind, body }) => [kind, body])).toEqual([
      [
        'access.refused',
        {
          verb: 'runs.start',
          reason: 'the profile `none` takes no labelled data; a column is labelled direct identifier',
        },
      ],
    ]);
    expect([run.model.loads, run.engine.live]).toEqual([0, []]);
  });

  it('begins one where no column has a label', async () => {
    const table = new MemoryTable({ ward: [], beds: [] }, []);
    const run = setUp({ lines: [], table, profile: { refuses_labelled_data: true } });
    await (
      await run.engine.start(START)
    ).done;
    expect(run.journal.all[0]?.kind).toBe('run.started');
  });
});

describe('the inference process', () => {
  const gone = new Problem('process_ended', 'the inference process is gone');

  it('is started again when it dies, and the question asked again', async () => {
    const run = setUp({ lines: [gone, ...WHOLE_RUN] });
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'awaiting_attestation' });
    expect(run.model.loads).toBe(2);
    expect(run.journal.bodies('model.call', 'outcome')[0]).toMatchObject({
      ok: false,
      code: 'process_ended',
    });
    expect(viewOf(run)?.callList[0]).toMatchObject({ state: 'done' });
  });

  it('is given up after as many attempts as the pipeline says', async () => {
    const run = setUp({ lines: [gone, gone, DROP_MRN_CALL] });
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'stopped', reason: 'failed' });
    expect([run.model.loads, run.model.left]).toEqual([2, 1]);
  });
});
