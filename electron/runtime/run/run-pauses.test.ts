import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { RULES } from '../gate/testing/fixtures.ts';
import { closeInterruptedRuns, markInterruptedRuns } from './end.ts';
import { createRunEngine } from './engine.ts';
import { DROP_MRN_CALL, MODEL, REDACT_NOTES, setUp, START, viewOf, WHOLE_RUN } from './testing/fixtures.ts';
import { promptOf, type Line } from './testing/scripted-model.ts';

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
    expect(viewOf(run)).toMatchObject({ state: 'waiting_for_approval', waitingApprovals: 1 });
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
    expect(viewOf(run)).toMatchObject({ calls: 5, waitingApprovals: 0, used: { llmCalls: 5, toolCalls: 3 } });
    await expect(later.resume(id, MODEL, START.actor)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is told as refused by a person, and the run goes on', async () => {
    const { run, id, approval } = await held();
    run.approvals.answer(approval, 'refused');
    const resumed = await run.engine.resume(id, MODEL, START.actor);
    expect(await resumed.done).toMatchObject({ state: 'awaiting_attestation' });
    expect(promptOf(run.model.asked[1]!)).toMatch(/tool\nrefused by a person\nopen findings:\nF2 /);
    expect(viewOf(run)?.findings[0]).toMatchObject({ id: 'F1', state: 'refused' });
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
    expect(viewOf(run)?.callList[0]).toMatchObject({ refusal: { ruleId: 'APPROVAL-003' } });
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
    const { run, id, approval } = await held();
    await run.engine.cancel(id, START.actor);
    expect(viewOf(run)).toMatchObject({ state: 'stopped', endReason: 'cancelled' });
    // Nobody is asked any more, and the journal says why.
    expect((await run.approvals.find(approval)).state).toBe('voided');
    const asked = run.journal.all.find(({ kind }) => kind === 'approval.requested');
    expect(run.journal.all.find(({ kind }) => kind === 'approval.voided')).toMatchObject({
      ...{ run: id, call: asked?.call, agent: asked?.agent, actor: START.actor },
      body: { approval, reason: 'the run was cancelled' },
    });
    await expect(run.engine.resume(id, MODEL, START.actor)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('runs exactly once wherever the process dies on the way from the approval to the call', async () => {
    const outcomes: string[] = [];
    for (let dies = 0; dies < 6; dies += 1) {
      const { run, id, approval } = await held();
      run.approvals.answer(approval, 'approved');
      run.journal.appendsLeft = dies;
      const first = await run.engine
        .resume(id, MODEL, START.actor)
        .then(
          (started) => started.done,
          () => undefined,
        )
        .catch(() => undefined);
      expect(first?.state).not.toBe('awaiting_attestation');

      run.journal.appendsLeft = Infinity;
      const actor = { id: 'application', role: 'none' } as const;
      const ports = { ...run.ports, entries: run.ports.entries };
      await closeInterruptedRuns(ports, markInterruptedRuns(run.journal.all), actor);
      const state = viewOf(run)?.state;
      if (state === 'waiting_for_approval') {
        const resumed = await createRunEngine(run.ports).resume(id, MODEL, START.actor);
        expect(await resumed.done).toMatchObject({ state: 'awaiting_attestation' });
      }
      const dropped = run.table.applied.filter(({ tool }) => tool === 'drop_column').length;
      outcomes.push(`${state}, ${dropped}`);
    }
    // Before the intent nothing happened and it runs after all; from the intent on it is never begun again.
    expect(outcomes).toEqual([
      'waiting_for_approval, 1',
      'waiting_for_approval, 1',
      'interrupted, 1',
      'interrupted, 1',
      'interrupted, 1',
      'interrupted, 1',
    ]);
  });

  it('is not asked where nobody waits: the call is denied and the run goes on', async () => {
    const run = setUp({ rules, lines: WHOLE_RUN });
    const request = { ...START.request, unattended: true };
    const { done } = await run.engine.start({ ...START, request });
    expect(await done).toMatchObject({ state: 'awaiting_attestation', approval: undefined });
    expect(run.approvals.drafts).toEqual([]);
    expect(run.journal.bodies('tool.denied')).toMatchObject([
      { tool: 'drop_column', stage: 'approval', ruleId: 'APPROVAL-004' },
    ]);
    expect(run.table.applied.map(({ tool }) => tool)).toEqual(['redact_column', 'impute_column']);
  });
});

describe('an agent that keeps trying what is denied', () => {
  it('is paused: its run ends, no other one begins, and a release lets it work again', async () => {
    const drop = DROP_MRN_CALL;
    const search = { why: 'look it up', tool: 'web_search', args: { query: 'x' } };
    const run = setUp({ lines: [search, drop, search, REDACT_NOTES, search, ...WHOLE_RUN] });
    const { done } = await run.engine.start(START);
    expect(await done).toMatchObject({ state: 'stopped', reason: 'agent_paused' });
    expect(run.journal.all.filter(({ kind }) => kind === 'agent.paused')).toHaveLength(1);
    await expect(run.engine.start(START)).rejects.toMatchObject({ code: 'not_allowed' });
    await run.journal.event(
      'agent.released',
      { meaning: 'responsibility', reason: 'looked into' },
      { actor: START.actor, correlation: 'x', agent: 'deidentifier' },
    );
    const again = await run.engine.start(START);
    expect(await again.done).toMatchObject({ state: 'awaiting_attestation' });
  });
});

describe('a run whose operator leaves', () => {
  const BY = { id: 'application', role: 'none' } as const;
  const WHY = 'its operator was signed out';
  /** What was said and done, without ids and times: the same with a pause and without. */
  const applied = (run: ReturnType<typeof setUp>) => run.table.applied.map(({ tool }) => tool);

  it('pauses before each question, holds nothing half done, and goes on to the same end', async () => {
    const whole = setUp({ lines: WHOLE_RUN });
    await (
      await whole.engine.start(START)
    ).done;
    for (let at = 0; at < WHOLE_RUN.length; at += 1) {
      const lines: Line[] = WHOLE_RUN.map((line, index) => {
        if (index !== at) return line;
        return (request) => {
          run.engine.pause(run.engine.live[0]!, BY, WHY);
          return typeof line === 'function' ? line(request) : line;
        };
      });
      const run = setUp({ lines });
      const started = await run.engine.start(START);
      const outcome = await started.done;
      // Behind the last answer there is no call left to pause before.
      if (outcome.state !== 'paused') {
        expect([at, outcome.state]).toEqual([WHOLE_RUN.length - 1, 'awaiting_attestation']);
        continue;
      }
      expect(viewOf(run)).toMatchObject({ state: 'paused' });
      expect(run.journal.all.at(-1)).toMatchObject({ actor: BY, body: { reason: WHY } });
      expect(markInterruptedRuns(run.journal.all)).toEqual([]);
      const resumed = await createRunEngine(run.ports).resume(started.run, MODEL, START.actor);
      expect(await resumed.done).toMatchObject({ state: 'awaiting_attestation' });
      expect([at, applied(run)]).toEqual([at, applied(whole)]);
    }
  });

  it('is cut short in an answer or while the model loads, which is asked for again', async () => {
    for (const slow of ['load', 'answer'] as const) {
      const run = setUp({ lines: WHOLE_RUN });
      const { load, answer } = run.model;
      const cut = (_: unknown, signal?: AbortSignal) =>
        new Promise<never>((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new Problem('cancelled', 'cut short'));
          });
          run.engine.pause(run.engine.live[0]!, BY, WHY);
        });
      run.model[slow] = cut;
      const started = await run.engine.start(START);
      expect(await started.done).toMatchObject({ state: 'paused', approval: undefined });
      Object.assign(run.model, { load, answer });
      const resumed = await run.engine.resume(started.run, MODEL, START.actor);
      expect(await resumed.done).toMatchObject({ state: 'awaiting_attestation' });
      expect(applied(run)).toHaveLength(3);
    }
  });

  it('can be cancelled instead, and waits again where the application went away as it was taken up', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    const answer = run.model.answer.bind(run.model);
    run.model.answer = (request, signal) => {
      run.engine.pause(run.engine.live[0]!, BY, WHY);
      return answer(request, signal);
    };
    const started = await run.engine.start(START);
    await started.done;
    await run.journal.event(
      'run.state_changed',
      { from: 'paused', to: 'running', reason: 'the run is taken up again' },
      { actor: START.actor, correlation: started.run, run: started.run },
    );
    await closeInterruptedRuns(run.ports, markInterruptedRuns(run.journal.all), BY);
    expect(viewOf(run)).toMatchObject({ state: 'paused' });
    await run.engine.cancel(started.run, START.actor);
    expect(viewOf(run)).toMatchObject({ state: 'stopped', endReason: 'cancelled' });
    // It is over: there is nothing that could pause.
    run.engine.pause(started.run, BY, WHY);
    expect(viewOf(run)).toMatchObject({ state: 'stopped' });
  });
});
