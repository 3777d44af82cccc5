import { describe, expect, it } from 'vitest';
import { RunView } from '../../../shared/ipc/index.ts';
import { projectRun } from './projection.ts';
import { setUp, START, WHOLE_RUN } from './testing/fixtures.ts';

describe('the projection of a run', () => {
  it('is a valid view after every single entry, whatever comes next', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    await (
      await run.engine.start(START)
    ).done;
    const { all } = run.journal;
    const progress = all.map(
      (_, at) => RunView.parse(projectRun(all.slice(0, at + 1), () => 'Olga')).progress,
    );
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(1);
    const half = projectRun(all.slice(0, 13), () => 'Olga');
    expect(half).toMatchObject({ state: 'running', steps: [{ state: 'running' }, { state: 'pending' }] });
    expect(half?.secondsLeft).toBeGreaterThan(0);
  });

  it('says what a killed run was doing, and that the rest is unknown', async () => {
    const run = setUp({ lines: WHOLE_RUN });
    await (
      await run.engine.start(START)
    ).done;
    const at = run.journal.kinds.indexOf('tool.call intent');
    const killed = run.journal.all.slice(0, at + 1);
    expect(projectRun(killed, () => '')?.callList[0]).toMatchObject({ state: 'running' });
    const closed = {
      ...run.journal.all[at + 1]!,
      body: { ok: false, code: 'interrupted', unknown: 'whether it ran' },
    };
    expect(projectRun([...killed, closed], () => '')?.callList[0]).toMatchObject({
      state: 'failed',
      refusal: { ruleId: 'interrupted', reason: 'whether it ran' },
    });
  });

  it('is nothing where no run was started', () => {
    expect(projectRun([], () => '')).toBeUndefined();
  });
});
