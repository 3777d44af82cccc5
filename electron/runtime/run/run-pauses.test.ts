import { describe, expect, it } from 'vitest';
import { RULES } from '../gate/testing/fixtures.ts';
import { markInterruptedRuns } from './end.ts';
import { createRunEngine } from './engine.ts';
import { MODEL, setUp, START, viewOf, WHOLE_RUN } from './testing/fixtures.ts';
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
    const { run, id } = await held();
    await run.engine.cancel(id, START.actor);
    expect(viewOf(run)).toMatchObject({ state: 'stopped', endReason: 'cancelled' });
    await expect(run.engine.resume(id, MODEL, START.actor)).rejects.toMatchObject({ code: 'not_found' });
  });
});
