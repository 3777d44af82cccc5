import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { figuresTable } from './planted.ts';
import { Desk, NAMES, refusal, start } from './swarm.ts';

/** Beyond it the moment has not come, and the test says so. */
const LIMIT_MS = 240_000;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.make();
  await mkdir(desk.path('user'), { recursive: true });
  await desk.create();
  await writeFile(desk.path('figures.csv'), figuresTable(150_000));
});
afterAll(() => desk.remove());

it('an import that is interrupted on the command line ends in order, with nothing left of it', async () => {
  const datasets = join(desk.workspace, 'datasets');
  const importing = start(
    'swarm',
    [
      ...['datasets', 'import', desk.path('figures.csv')],
      ...['--user', NAMES.operator, '--password-file', desk.path('operator')],
    ],
    desk.path('user'),
  );
  const begun = async (): Promise<boolean> =>
    (await readdir(datasets).catch(() => [])).some((name) => name.startsWith('.import-'));
  let over = false;
  const ended = importing.ended.finally(() => {
    over = true;
  });
  const until = Date.now() + LIMIT_MS;
  while (!over && Date.now() < until && !(await begun())) await wait(5);
  importing.child.kill('SIGINT');
  const { code, sentence } = refusal(await ended);
  expect({ code, sentence }).toEqual({ code: 2, sentence: expect.stringMatching(/cancelled/) as string });
  expect(await readdir(datasets)).toEqual([]);
  expect((await desk.as('operator', 'datasets', 'list', '--json')).stdout.trim()).toBe('[]');
});
