import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, refusal } from './swarm.ts';

describe('an approval', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.make();
    await desk.create();
  });
  afterAll(() => desk.remove());

  it('holds the run, refuses who asked, and lets the approved call run once', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, index) =>
        `${index % 50},${index % 60 === 7 ? 'n/a' : (3 + (index % 20) / 10).toFixed(1)},${index % 2 ? 'yes' : 'no'}`,
    );
    await writeFile(desk.path('labs.csv'), `ward_bed,potassium,outcome\n${rows.join('\n')}\n`);
    const begun = await desk.as(
      'operator',
      ...['pipelines', 'run', '--template', 'table_readiness', '--dataset', desk.path('labs.csv')],
      ...['--compliance', 'hipaa', '--purpose', 'quality', '--json'],
    );
    expect(begun.code).toBe(3);
    const { id } = JSON.parse(begun.stdout) as { id: string };
    const list = JSON.parse((await desk.as('compliance', 'approvals', 'list', '--json')).stdout) as {
      id: string;
      tool: string;
      valuesLost: number;
    }[];
    const [asked] = list;
    expect(list).toHaveLength(1);
    expect(asked!.valuesLost).toBeGreaterThan(0);

    const look = ['approvals', 'show', asked!.id];
    const unasked = refusal(await desk.as('compliance', ...look));
    expect(unasked.code).toBe(2);
    expect(unasked.sentence).toContain('say first what you open patients’ data for');
    expect(unasked.sentence).toContain('--look-for');
    expect(refusal(await desk.as('compliance', ...look, '--look-for', 'curiosity'))).toMatchObject({
      code: 2,
    });
    const seen = await desk.as('compliance', ...look, '--look-for', 'approval: what this run asks');
    expect([seen.code, seen.stdout]).toEqual([0, expect.stringContaining('n/a')]);
    expect((await desk.as('operator', ...look)).code).toBe(0);

    const answer = ['approvals', 'answer', asked!.id, '--approve', '--reason', 'the cells hold no number'];
    expect(refusal(await desk.as('operator', ...answer))).toEqual({
      code: 2,
      sentence: 'Nobody approves what they asked for. Have another operator or a compliance officer answer.',
    });
    expect(refusal(await desk.as('operator', 'runs', 'resume', id)).code).toBe(3);
    expect((await desk.as('compliance', ...answer)).code).toBe(0);
    expect(refusal(await desk.as('compliance', ...answer)).sentence).toContain('approved already');

    let resumed = await desk.as('operator', 'runs', 'resume', id, '--json');
    for (let more = 0; resumed.code === 3 && more < 5; more++) {
      const waiting = JSON.parse((await desk.as('compliance', 'approvals', 'list', '--json')).stdout) as {
        id: string;
        state: string;
      }[];
      const next = waiting.find(({ state }) => state === 'waiting');
      await desk.as('compliance', 'approvals', 'answer', next!.id, '--approve', '--reason', 'the same');
      resumed = await desk.as('operator', 'runs', 'resume', id, '--json');
    }
    expect(JSON.parse(resumed.stdout)).toMatchObject({ state: 'awaiting_attestation' });
  });
});
