import { describe, expect, it } from 'vitest';
import { setUp, START, viewOf, WHOLE_RUN } from './testing/fixtures.ts';

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
    expect(run.journal.kinds.slice(-6)).toEqual([
      'attestation.sign intent',
      'artefact.write intent',
      'artefact.write outcome',
      'attestation.sign outcome',
      'run.state_changed',
      'run.ended',
    ]);
    expect(viewOf(run)).toMatchObject({ state: 'finished', endReason: 'finished' });
    await expect(run.engine.signStatement(id, signing)).rejects.toMatchObject({ code: 'wrong_usage' });
  });

  it('waits for every mandatory artefact', async () => {
    const run = setUp({ lines: WHOLE_RUN, mandatory: ['minimum_necessary', 'audit_report'] });
    const { run: id, done } = await run.engine.start(START);
    await done;
    const signing = { actor: START.actor, name: 'Olga Operator', meaning: 'review' as const };
    expect(await run.engine.signStatement(id, signing)).toBe(false);
    expect(viewOf(run)?.artefacts.at(-1)).toEqual({
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
    expect(viewOf(run)?.state).toBe('finished');
  });

  it('needs no person where no artefact is mandatory', async () => {
    const run = setUp({ lines: WHOLE_RUN, mandatory: [] });
    expect(await (await run.engine.start(START)).done).toMatchObject({
      state: 'finished',
      reason: 'finished',
    });
  });
});
