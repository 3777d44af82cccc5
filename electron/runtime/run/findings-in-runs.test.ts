import { describe, expect, it } from 'vitest';
import { RULES, stays } from '../gate/testing/fixtures.ts';
import { MemoryTable } from '../gate/testing/memory-table.ts';
import {
  DROP_MRN_CALL,
  FINISH,
  MODEL,
  PIPELINE,
  says,
  setUp,
  START,
  viewOf,
  WHOLE_RUN,
} from './testing/fixtures.ts';
import { promptOf } from './testing/scripted-model.ts';

describe('findings', () => {
  it('are closed by code that looks again, not by the word of the model', async () => {
    const table = stays();
    table.stubborn = ['identifier_in_text'];
    const redact = says('identifiers inside free text', 'redact_column', 'F2', 'notes');
    const run = setUp({
      table,
      lines: [DROP_MRN_CALL, redact, FINISH, redact, FINISH, redact, FINISH, ...WHOLE_RUN.slice(3)],
    });
    await (
      await run.engine.start(START)
    ).done;
    expect(viewOf(run)?.findings.map(({ state }) => state)).toEqual(['closed', 'open', 'closed']);
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
    expect(viewOf(run)?.findings.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed']);
    expect(promptOf(run.model.asked[1]!)).toMatch(/open findings:\nnone\n$/);
    expect(viewOf(run)).toMatchObject({ agreedWithUsual: 1, decided: 2 });
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
    const run = setUp({ lines: [DROP_MRN_CALL, WHOLE_RUN[1]!, FINISH, ...WHOLE_RUN.slice(3)] });
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
    expect(viewOf(tight)?.problem).toContain('does not fit');
  });

  it('that a rule refuses go to the to-do list and are told to the model without trying again', async () => {
    const run = setUp({
      rules: { ...RULES, drop_column: { behaviour: 'deny', ruleId: 'HIPAA-009' } },
      lines: [DROP_MRN_CALL, WHOLE_RUN[1]!, FINISH, ...WHOLE_RUN.slice(3)],
    });
    expect(await (await run.engine.start(START)).done).toMatchObject({ state: 'awaiting_attestation' });
    expect(promptOf(run.model.asked[1]!)).toMatch(
      /tool\ndenied by HIPAA-009\nopen findings:\nF2 identifier_in_text stays.notes hits 57\n$/,
    );
    expect(viewOf(run)).toMatchObject({
      denials: 1,
      findings: [{ id: 'F1', state: 'refused' }, { state: 'closed' }, { state: 'closed' }],
    });
    expect(viewOf(run)?.callList[0]).toMatchObject({
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
    expect(viewOf(run)?.findings[0]).toMatchObject({ id: 'F1', state: 'refused' });
  });

  it('are not asked for again where the pipeline does not say so', async () => {
    const run = setUp({
      pipeline: { retry: { ...PIPELINE.retry, retry_on: [] } },
      lines: ['nonsense', WHOLE_RUN[1]!, FINISH, ...WHOLE_RUN.slice(3)],
    });
    await (
      await run.engine.start(START)
    ).done;
    expect(viewOf(run)?.findings[0]).toMatchObject({ state: 'refused' });
  });
});
