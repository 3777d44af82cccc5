import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { RULES } from '../gate/testing/fixtures.ts';
import { MemoryTable } from '../gate/testing/memory-table.ts';
import { closeInterruptedRuns, markInterruptedRuns } from './end.ts';
import {
  DROP_MRN_CALL,
  FINISH,
  PIPELINE,
  REDACT_NOTES,
  says,
  setUp,
  START,
  viewOf,
  WHOLE_RUN,
} from './testing/fixtures.ts';

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

  it('on the time limit in the middle of an answer or of a tool, which is cut short', async () => {
    const budget = { ...PIPELINE.budget, max_wall_clock_minutes: 0.0005 };
    const untilAborted = (signal: AbortSignal | undefined): Promise<never> =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Problem('cancelled', 'cut short'));
        });
      });
    const slowModel = setUp({ pipeline: { budget }, lines: WHOLE_RUN });
    slowModel.model.answer = (_, signal) => untilAborted(signal);
    expect(await (await slowModel.engine.start(START)).done).toMatchObject({
      state: 'stopped',
      reason: 'time_limit',
    });
    const slowTool = setUp({ pipeline: { budget }, lines: WHOLE_RUN });
    slowTool.table.apply = (_dataset, _version, _tool, _args, _manner, signal) => untilAborted(signal);
    expect(await (await slowTool.engine.start(START)).done).toMatchObject({
      state: 'stopped',
      reason: 'time_limit',
    });
    expect(slowTool.journal.bodies('tool.call', 'outcome')).toMatchObject([{ ok: false, code: 'cancelled' }]);
  });

  it('on the limits of the agent, to the unit', async () => {
    const session = { max_tokens: 100_000, max_tool_calls: 1, timeout_minutes: 30 };
    const calls = await ends({ agent: { session_limits: session }, lines: WHOLE_RUN });
    expect(calls.outcome).toMatchObject({ reason: 'call_limit' });
    expect(calls.run.table.applied).toHaveLength(1);

    const whole = await ends({ lines: WHOLE_RUN });
    const tokens = Number(viewOf(whole.run)?.used.tokens);
    const exact = (max_tokens: number) =>
      ends({ agent: { session_limits: { ...session, max_tool_calls: 50, max_tokens } }, lines: WHOLE_RUN });
    expect((await exact(tokens)).outcome.state).toBe('awaiting_attestation');
    const less = await exact(tokens - 1);
    expect(less.outcome).toMatchObject({ state: 'stopped', reason: 'token_limit' });
    expect(Number(viewOf(less.run)?.used.tokens)).toBeLessThanOrEqual(tokens - 1);
  });

  it('on the clock, without counting the time that it waits for a person', async () => {
    const run = setUp({
      lines: [
        () => {
          run.pass(9);
          return DROP_MRN_CALL;
        },
        () => {
          run.pass(1);
          return REDACT_NOTES;
        },
      ],
    });
    expect(await (await run.engine.start(START)).done).toMatchObject({ reason: 'time_limit' });
    expect(run.table.applied).toHaveLength(1);
    expect(viewOf(run)?.callList[1]).toMatchObject({ refusal: { ruleId: 'LIMIT-003' } });
  });

  it('when a person cancels it, wherever it stands', async () => {
    const run = setUp({
      lines: [
        () => {
          void run.engine.cancel(run.engine.live[0]!, { id: 'application', role: 'none' }, 'locked');
          return DROP_MRN_CALL;
        },
      ],
    });
    const started = await run.engine.start(START);
    expect(await started.done).toMatchObject({ state: 'stopped', reason: 'cancelled' });
    expect(run.table.applied).toEqual([]);
    expect(viewOf(run)).toMatchObject({ state: 'stopped', endReason: 'cancelled', problem: 'locked' });
    expect(run.journal.all.at(-1)?.actor).toEqual({ id: 'application', role: 'none' });
    await expect(run.engine.cancel(started.run, START.actor)).rejects.toMatchObject({ code: 'wrong_usage' });
  });

  it('failed, with the reason, when redaction fails after a call', async () => {
    const run = setUp({ lines: [DROP_MRN_CALL] });
    run.payloads.failAt = 'tool_call_outputs';
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'stopped', reason: 'failed' });
    expect(run.model.asked).toHaveLength(1);
    expect(viewOf(run)?.versions).toEqual({ before: 1, after: 1 });
    expect(viewOf(run)?.problem).toBe('the content store is full');
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
    expect(viewOf(dead)).toMatchObject({ state: 'interrupted', endReason: 'interrupted' });
    expect(markInterruptedRuns(dead.journal.all)).toEqual([]);
  });
});
