import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, start } from './swarm.ts';

/** Moments in milliseconds after the start; odd steps, so that they fall into every part of the job. */
const MOMENTS = Array.from({ length: 20 }, (_, index) => 400 + index * 731);

interface Person {
  readonly name: string;
  readonly passwordFile: string;
}

describe('the demo, killed', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.make();
  });
  afterAll(() => desk.remove());

  const people = async (folder: string): Promise<Map<string, Person>> => {
    const lines = (await readFile(`${folder}/people.txt`, 'utf8')).trim().split('\n');
    const found = new Map<string, Person>();
    for (const line of lines) {
      const [name = '', role = '', password = ''] = line.split('\t');
      const passwordFile = `${folder}/${role}.password`;
      await writeFile(passwordFile, `${password}\n`);
      found.set(role, { name, passwordFile });
    }
    return found;
  };

  it.each(MOMENTS)(
    'after %i ms leaves a journal that verifies and a run that says what became of it',
    async (moment) => {
      const folder = desk.path(`killed-${moment}`);
      await mkdir(folder);
      const { child, ended } = start('demo', ['--folder', folder], folder);
      // The moment itself is what is tested: nothing is waited for.
      await Promise.race([wait(moment), ended]);
      child.kill('SIGKILL');
      await ended;
      if (!existsSync(`${folder}/workspace/workspace.json`)) {
        expect(existsSync(`${folder}/workspace`)).toBe(false);
        return;
      }
      const { name: admin, passwordFile } = (await people(folder)).get('admin')!;
      const by = ['--workspace', `${folder}/workspace`, '--user', admin, '--password-file', passwordFile];
      const swarm = (...args: string[]) => start('swarm', [...args, ...by], folder).ended;

      const verified = await swarm('audit', 'verify', `${folder}/workspace`);
      expect([verified.code, verified.stderr]).toEqual([0, '']);
      const runs = await swarm('runs', 'list', '--json');
      expect([runs.code, runs.stderr]).toEqual([0, '']);
      for (const { state } of JSON.parse(runs.stdout) as { state: string }[])
        expect(state).not.toBe('running');
      const again = await swarm('audit', 'verify', `${folder}/workspace`);
      expect([again.code, again.stderr]).toEqual([0, '']);
      await rm(folder, { recursive: true });
    },
  );
});
