import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { RULES, stays } from '../gate/testing/fixtures.ts';
import { MemoryTable } from '../gate/testing/memory-table.ts';
import { closeInterruptedRuns, markInterruptedRuns } from './end.ts';
import { createRunEngine } from './engine.ts';
import { projectRun } from './projection.ts';
import { FINISH, MODEL, PIPELINE, says, setUp, START, WHOLE_RUN } from './testing/fixtures.ts';
import { promptOf, type Line } from './testing/scripted-model.ts';

const dropMrn = says('direct identifier', 'drop_column', 'F1', 'mrn');
const redactNotes = says('identifiers inside free text', 'redact_column', 'F2', 'notes');
const view = ({ journal }: ReturnType<typeof setUp>) => projectRun(journal.all, () => 'Olga Operator');

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
    expect(view(run)).toMatchObject({
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
    const [call] = view(run)?.callList ?? [];
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
      `${system}user\ntable stays rows 100 columns 5 purpose model profile strict\nopen findings:\nF1 direct_identifier stays.mrn class MRN\nF2 identifier_in_text stays.notes hits 57\nassistant\n${JSON.stringify(dropMrn)}\ntool\nok drop_column\nopen findings:\nF2 identifier_in_text stays.notes hits 57\n`,
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
      answer: JSON.stringify(dropMrn),
    });
    expect(JSON.stringify(run.journal.all)).not.toMatch(/open findings:|Krauss/);
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

describe('findings', () => {
  it('are closed by code that looks again, not by the word of the model', async () => {
    const table = stays();
    table.stubborn = ['identifier_in_text'];
    const redact = says('identifiers inside free text', 'redact_column', 'F2', 'notes');
    const run = setUp({
      table,
      lines: [dropMrn, redact, FINISH, redact, FINISH, redact, FINISH, ...WHOLE_RUN.slice(3)],
    });
    await (
      await run.engine.start(START)
    ).done;
    expect(view(run)?.findings.map(({ state }) => state)).toEqual(['closed', 'open', 'closed']);
    expect(run.journal.bodies('step.ended')[0]).toEqual({ step: 0, closed: 1, refused: 0, open: 1 });
    expect(run.model.left).toBe(0);
  });

  it('are closed when another call took them along, and kept ones are not asked again', async () => {
    const table = new MemoryTable({ notes: ['free_text'], age: [] }, [
      { kind: 'direct_identifier', column: 'notes', detail: 'class NAME' },
      { kind: 'identifier_in_text', column: 'notes', detail: 'hits 57' },
      { kind: 'missing_numeric', column: 'age', detail: 'missing 4%' },
    ]);
    const run = setUp({
      table,
      lines: [
        says('direct identifier', 'drop_column', 'F1', 'notes'),
        FINISH,
        says('gaps are part of the picture', 'keep_column', 'F3', 'age'),
        FINISH,
      ],
    });
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'awaiting_attestation' });
    expect(view(run)?.findings.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed']);
    expect(promptOf(run.model.asked[1]!)).toMatch(/open findings:\nnone\n$/);
    expect(view(run)).toMatchObject({ agreedWithUsual: 1, decided: 2 });
  });

  it('go into conversations of at most as many as the model may take', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const table = new MemoryTable(
      Object.fromEntries(names.map((name) => [name, ['direct_identifier']])),
      names.map((column) => ({ kind: 'direct_identifier', column, detail: 'class NAME' })),
    );
    const drop = (name: string, at: number) => says('direct identifier', 'drop_column', `F${at + 1}`, name);
    const run = setUp({
      table,
      lines: [...names.slice(0, 4).map(drop), FINISH, drop('e', 4), FINISH],
    });
    await (
      await run.engine.start(START)
    ).done;
    expect(run.model.asked.map(({ turns }) => turns.length)).toEqual([2, 4, 6, 8, 10, 2, 4]);
    expect(promptOf(run.model.asked[0]!)).not.toContain('F5');
  });

  it('are asked about in shorter conversations where the context is too small', async () => {
    const run = setUp({ lines: [dropMrn, WHOLE_RUN[1]!, FINISH, ...WHOLE_RUN.slice(3)] });
    const model = { ...MODEL, contextTokens: 310 };
    expect(await (await run.engine.start({ ...START, model })).done).toMatchObject({
      state: 'awaiting_attestation',
    });
    const tight = setUp({ lines: [] });
    expect(
      await (
        await tight.engine.start({ ...START, model: { ...MODEL, contextTokens: 200 } })
      ).done,
    ).toMatchObject({ state: 'stopped', reason: 'failed' });
    expect(view(tight)?.problem).toContain('does not fit');
  });

  it('that a rule refuses go to the to-do list and are told to the model without trying again', async () => {
    const run = setUp({
      rules: { ...RULES, drop_column: { behaviour: 'deny', ruleId: 'HIPAA-009' } },
      lines: [dropMrn, WHOLE_RUN[1]!, FINISH, ...WHOLE_RUN.slice(3)],
    });
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'awaiting_attestation' });
    expect(promptOf(run.model.asked[1]!)).toMatch(
      /tool\ndenied by HIPAA-009\nopen findings:\nF2 identifier_in_text stays.notes hits 57\n$/,
    );
    expect(view(run)).toMatchObject({
      denials: 1,
      findings: [{ id: 'F1', state: 'refused' }, { state: 'closed' }, { state: 'closed' }],
    });
    expect(view(run)?.callList[0]).toMatchObject({
      state: 'denied',
      refusal: { stage: 'decision', ruleId: 'HIPAA-009' },
    });
  });
});

describe('answers that cannot be read', () => {
  it('are asked for again as the pipeline says, then the finding is left to a person', async () => {
    const run = setUp({ lines: ['{"why":', 'nonsense', WHOLE_RUN[1]!, FINISH, ...WHOLE_RUN.slice(3)] });
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'awaiting_attestation' });
    expect(promptOf(run.model.asked[1]!)).toMatch(/denied by ANSWER-001\nopen findings:\nF1 /);
    expect(promptOf(run.model.asked[2]!)).toMatch(/denied by ANSWER-001\nopen findings:\nF2 /);
    expect(view(run)?.findings[0]).toMatchObject({ id: 'F1', state: 'refused' });
  });

  it('are not asked for again where the pipeline does not say so', async () => {
    const run = setUp({
      pipeline: { retry: { ...PIPELINE.retry, retry_on: [] } },
      lines: ['nonsense', WHOLE_RUN[1]!, FINISH, ...WHOLE_RUN.slice(3)],
    });
    await (
      await run.engine.start(START)
    ).done;
    expect(view(run)?.findings[0]).toMatchObject({ state: 'refused' });
  });
});

describe('a run ends', () => {
  const ends = async (set: Parameters<typeof setUp>[0]) => {
    const run = setUp(set);
    const outcome = await (await run.engine.start(START)).done;
    return { run, outcome, ended: run.journal.bodies('run.ended')[0] };
  };

  it('after three refusals in a row, and a call that is done begins the count anew', async () => {
    const deny = { ...RULES, drop_column: { behaviour: 'deny' as const, ruleId: 'HIPAA-009' } };
    const table = () =>
      new MemoryTable(
        { a: [], b: [], c: [], d: [] },
        ['a', 'b', 'c', 'd'].map((column) => ({
          kind: 'direct_identifier',
          column,
          detail: 'class NAME',
        })),
      );
    const drop = (at: number) => says('direct identifier', 'drop_column', `F${at}`, 'abcd'[at - 1]!);
    const three = await ends({ table: table(), rules: deny, lines: [drop(1), drop(2), drop(3)] });
    expect(three.outcome).toMatchObject({ state: 'stopped', reason: 'three_refusals' });
    expect(three.ended).toMatchObject({ state: 'stopped', reason: 'three_refusals', calls: 3, denials: 3 });
    expect(three.run.files.has('conversations/deidentifier.jsonl')).toBe(true);
    const keep = says('still needed', 'keep_column', 'F3', 'c');
    const broken = await ends({
      table: table(),
      rules: deny,
      lines: [drop(1), drop(2), keep, drop(4), FINISH],
    });
    expect(broken.outcome.state).toBe('awaiting_attestation');
  });

  it('on the call limit of the pipeline, to the unit', async () => {
    const budget = { ...PIPELINE.budget, max_tool_calls: 2 };
    const { run, outcome } = await ends({ pipeline: { budget }, lines: WHOLE_RUN });
    expect(outcome).toMatchObject({ state: 'stopped', reason: 'call_limit' });
    expect(run.table.applied).toHaveLength(2);
    const questions = await ends({
      pipeline: { budget: { ...PIPELINE.budget, max_llm_calls: 4 } },
      lines: WHOLE_RUN,
    });
    expect(questions.outcome).toMatchObject({ reason: 'call_limit' });
    expect(questions.run.model.asked).toHaveLength(4);
    const enough = await ends({
      pipeline: { budget: { ...PIPELINE.budget, max_tool_calls: 3, max_llm_calls: 5 } },
      lines: WHOLE_RUN,
    });
    expect(enough.outcome.state).toBe('awaiting_attestation');
  });

  it('on the limits of the agent, to the unit', async () => {
    const session = { max_tokens: 100_000, max_tool_calls: 1, timeout_minutes: 30 };
    const calls = await ends({ agent: { session_limits: session }, lines: WHOLE_RUN });
    expect(calls.outcome).toMatchObject({ reason: 'call_limit' });
    expect(calls.run.table.applied).toHaveLength(1);

    const whole = await ends({ lines: WHOLE_RUN });
    const tokens = Number(view(whole.run)?.used.tokens);
    const exact = (max_tokens: number) =>
      ends({ agent: { session_limits: { ...session, max_tool_calls: 50, max_tokens } }, lines: WHOLE_RUN });
    expect((await exact(tokens)).outcome.state).toBe('awaiting_attestation');
    const less = await exact(tokens - 1);
    expect(less.outcome).toMatchObject({ state: 'stopped', reason: 'token_limit' });
    expect(Number(view(less.run)?.used.tokens)).toBeLessThanOrEqual(tokens - 1);
  });

  it('on the clock, without counting the time that it waits for a person', async () => {
    const run = setUp({
      lines: [
        () => {
          run.pass(9);
          return dropMrn;
        },
        () => {
          run.pass(1);
          return redactNotes;
        },
      ],
    });
    expect(await (await run.engine.start(START)).done).toMatchObject({ reason: 'time_limit' });
    expect(run.table.applied).toHaveLength(1);
    expect(view(run)?.callList[1]).toMatchObject({ refusal: { ruleId: 'LIMIT-003' } });
  });

  it('when a person cancels it, wherever it stands', async () => {
    const run = setUp({
      lines: [
        () => {
          void run.engine.cancel(run.engine.live[0]!, { id: 'application', role: 'none' }, 'locked');
          return dropMrn;
        },
      ],
    });
    const started = await run.engine.start(START);
    expect(await started.done).toMatchObject({ state: 'stopped', reason: 'cancelled' });
    expect(run.table.applied).toEqual([]);
    expect(view(run)).toMatchObject({ state: 'stopped', endReason: 'cancelled', problem: 'locked' });
    expect(run.journal.all.at(-1)?.actor).toEqual({ id: 'application', role: 'none' });
    await expect(run.engine.cancel(started.run, START.actor)).rejects.toMatchObject({ code: 'wrong_usage' });
  });

  it('failed, with the reason, when redaction fails after a call', async () => {
    const run = setUp({ lines: [dropMrn] });
    run.payloads.failAt = 'tool_call_outputs';
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'stopped', reason: 'failed' });
    expect(run.model.asked).toHaveLength(1);
    expect(view(run)?.versions).toEqual({ before: 1, after: 1 });
    expect(view(run)?.problem).toBe('the content store is full');
  });

  it('rejects when the journal cannot be written, and is interrupted at the next start', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    run.journal.failAt = 'tool.call intent';
    const started = await run.engine.start(START);
    const stopped = await started.done;
    expect(stopped).toMatchObject({ state: 'stopped', reason: 'failed' });
    expect(run.table.applied).toEqual([]);

    const dead = setUp({ lines: WHOLE_RUN });
    dead.journal.failAt = 'run.state_changed event';
    const gone = await dead.engine.start(START);
    await expect(gone.done).rejects.toMatchObject({ code: 'storage_full' });
    dead.journal.failAt = undefined;
    expect(markInterruptedRuns(dead.journal.all)).toEqual([gone.run]);
    await closeInterruptedRuns(dead.ports, [gone.run], { id: 'application', role: 'none' });
    expect(view(dead)).toMatchObject({ state: 'interrupted', endReason: 'interrupted' });
    expect(markInterruptedRuns(dead.journal.all)).toEqual([]);
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
    expect(view(run)?.callList[0]).toMatchObject({ state: 'done' });
  });

  it('is given up after as many attempts as the pipeline says', async () => {
    const run = setUp({ lines: [gone, gone, dropMrn] });
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'stopped', reason: 'failed' });
    expect([run.model.loads, run.model.left]).toEqual([2, 1]);
  });
});

describe('a call that asks', () => {
  const rules = { ...RULES, drop_column: { behaviour: 'ask' as const, ruleId: 'LOSS-001' } };

  async function held(lines: readonly Line[] = WHOLE_RUN) {
    const run = setUp({ rules, lines });
    const started = await run.engine.start(START);
    const outcome = await started.done;
    return { run, id: started.run, outcome, approval: outcome.approval! };
  }

  it('pauses the run; the answered call runs once, by an engine that knows nothing of before', async () => {
    const { run, id, outcome, approval } = await held();
    expect(outcome).toMatchObject({ state: 'waiting_for_approval', reason: undefined });
    expect(view(run)).toMatchObject({ state: 'waiting_for_approval', waitingApprovals: 1 });
    expect(markInterruptedRuns(run.journal.all)).toEqual([]);
    const state = run.journal.all.at(-1);
    expect(run.payloads.stored.get(state!.payloads[0]!.id)?.category).toBe('conversation_history');
    await expect(run.engine.resume(id, MODEL, START.actor)).rejects.toMatchObject({
      code: 'waiting_for_approval',
    });

    run.approvals.answer(approval, 'approved');
    const later = createRunEngine(run.ports);
    const resumed = await later.resume(id, MODEL, START.actor);
    await expect(later.resume(id, MODEL, START.actor)).rejects.toMatchObject({ code: 'in_use' });
    expect(await resumed.done).toMatchObject({ state: 'awaiting_attestation' });
    expect(run.table.applied.map(({ tool }) => tool)).toEqual([
      'drop_column',
      'redact_column',
      'impute_column',
    ]);
    expect(promptOf(run.model.asked[1]!)).toMatch(/tool\nok drop_column\nopen findings:\nF2 /);
    expect(view(run)).toMatchObject({ calls: 5, waitingApprovals: 0, used: { llmCalls: 5, toolCalls: 3 } });
    await expect(later.resume(id, MODEL, START.actor)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is told as refused by a person, and the run goes on', async () => {
    const { run, id, approval } = await held();
    run.approvals.answer(approval, 'refused');
    const resumed = await run.engine.resume(id, MODEL, START.actor);
    expect(await resumed.done).toMatchObject({ state: 'awaiting_attestation' });
    expect(promptOf(run.model.asked[1]!)).toMatch(/tool\nrefused by a person\nopen findings:\nF2 /);
    expect(view(run)?.findings[0]).toMatchObject({ id: 'F1', state: 'refused' });
    expect(run.table.applied.map(({ tool }) => tool)).toEqual(['redact_column', 'impute_column']);
  });

  it('does not run on changed data: the approval is voided', async () => {
    const { run, id, approval } = await held();
    run.approvals.answer(approval, 'approved');
    run.table.tamper(1);
    await (
      await run.engine.resume(id, MODEL, START.actor)
    ).done;
    expect(run.approvals.voided).toEqual(['changed since: data']);
    expect(run.table.applied.map(({ tool }) => tool)).toEqual(['redact_column', 'impute_column']);
  });

  it('does not run when it began already and the application went away in between', async () => {
    const { run, id, approval } = await held();
    run.approvals.answer(approval, 'approved');
    const call = run.calls[0];
    await run.journal.intent(
      'tool.call',
      { tool: 'drop_column', args: {}, argsSha256: 'f'.repeat(64), datasetVersion: 1 },
      { actor: START.actor, correlation: id, run: id, call },
    );
    await (
      await run.engine.resume(id, MODEL, START.actor)
    ).done;
    expect(view(run)?.callList[0]).toMatchObject({ refusal: { ruleId: 'APPROVAL-003' } });
    expect(run.table.applied.map(({ tool }) => tool)).toEqual(['redact_column', 'impute_column']);
  });

  it('does not go on with another pipeline, agent or model', async () => {
    const { run, id, approval } = await held();
    run.approvals.answer(approval, 'approved');
    const other = { ...MODEL, sha256: 'b'.repeat(64) as never };
    await expect(run.engine.resume(id, other, START.actor)).rejects.toMatchObject({ code: 'changed' });
    run.catalogue.pipeline = { ...run.catalogue.pipeline, description: 'another' };
    await expect(run.engine.resume(id, MODEL, START.actor)).rejects.toMatchObject({ code: 'changed' });
    expect(run.table.applied).toEqual([]);
  });

  it('can be cancelled while it waits', async () => {
    const { run, id } = await held();
    await run.engine.cancel(id, START.actor);
    expect(view(run)).toMatchObject({ state: 'stopped', endReason: 'cancelled' });
    await expect(run.engine.resume(id, MODEL, START.actor)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the end of a run', () => {
  it('is reached with the signature, under reasons of the signer that are redacted', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    const { run: id, done } = await run.engine.start(START);
    await done;
    const signing = { actor: START.actor, name: 'Olga Operator', meaning: 'responsibility' as const };
    await expect(
      run.engine.signStatement(id, { ...signing, reasons: { nothing: 'because' } }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    expect(
      await run.engine.signStatement(id, { ...signing, reasons: { admit: 'asked by Wilhelmina Krauss' } }),
    ).toBe(true);
    expect(JSON.parse(run.text('reports/minimum-necessary.json'))).toMatchObject({
      columns: [
        { name: 'notes', reason: 'identifiers inside free text (redact_column)', by: 'model' },
        { name: 'age', reason: 'numeric with gaps (impute_column)', by: 'model' },
        { name: 'admit', reason: 'asked by [NAME]', by: 'person' },
        { name: 'discharge', by: 'code' },
      ],
      signature: { by: 'Olga Operator', meaning: 'responsibility', atMs: 2_000_000 },
    });
    expect(run.journal.kinds.slice(-5)).toEqual([
      'artefact.write intent',
      'artefact.write outcome',
      'attestation.signed',
      'run.state_changed',
      'run.ended',
    ]);
    expect(view(run)).toMatchObject({ state: 'finished', endReason: 'finished' });
    await expect(run.engine.signStatement(id, signing)).rejects.toMatchObject({ code: 'wrong_usage' });
  });

  it('waits for every mandatory artefact', async () => {
    const run = setUp({ lines: WHOLE_RUN, mandatory: ['minimum_necessary', 'audit_report'] });
    const { run: id, done } = await run.engine.start(START);
    await done;
    const signing = { actor: START.actor, name: 'Olga Operator', meaning: 'review' as const };
    expect(await run.engine.signStatement(id, signing)).toBe(false);
    expect(view(run)?.artefacts.at(-1)).toEqual({
      kind: 'audit_report',
      file: '',
      mandatory: true,
      state: 'missing',
    });
    expect(await run.engine.finishIfComplete(id, START.actor)).toBe(false);
    const context = { actor: START.actor, correlation: id, run: id };
    const report = '77777777-7777-4777-8777-777777777777';
    const intent = await run.journal.intent('report.issue', { report, kind: 'run', throughSeq: 1 }, context);
    await run.journal.outcome(
      'report.issue',
      intent,
      { ok: true, report, sizeBytes: 9, sha256: 'f'.repeat(64), pages: 1 },
      context,
    );
    expect(await run.engine.finishIfComplete(id, START.actor)).toBe(true);
    expect(view(run)?.state).toBe('finished');
  });

  it('needs no person where no artefact is mandatory', async () => {
    const run = setUp({ lines: WHOLE_RUN, mandatory: [] });
    expect(await (await run.engine.start(START)).done).toMatchObject({
      state: 'finished',
      reason: 'finished',
    });
  });
});
