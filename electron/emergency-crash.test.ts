import { spawnSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetId } from '../shared/domain/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';
import { lettersOn } from './testing/paper.ts';

// A power cut at night, at the worst moment: whatever stands then, nothing is open without the paper, the
// paper still opens what it may, and everything that began is on record.

let one: Composed;
let dataset: DatasetId;
let paper: string;
let safe: string;

beforeAll(async () => {
  one = await Composed.create();
  await one.signIn('Otto');
  await writeFile(join(one.folder, 'visits.csv'), 'mrn,name\n1,Quatermass Zebulon\n');
  dataset = (await one.import(join(one.folder, 'visits.csv'))).id;
  await one.signIn('Carla');
  const made = await one.call('emergency.makeEnvelope', {
    ...{ papers: 1, reason: 'for the night shift', password: passwordOf('Carla') },
    witness: one.application.status().people.find(({ name }) => name === 'Ada')!.id,
    witnessPassword: passwordOf('Ada'),
  });
  const [file = ''] = made!.files;
  paper = lettersOn(file);
  await one.application.close();
  safe = `${one.folder}-safe`;
  await cp(one.folder, safe, { recursive: true });
}, 120_000);

afterAll(async () => {
  await one.close();
  await rm(safe, { recursive: true, force: true });
});

const beginIn = (killAt: number) =>
  spawnSync(
    process.execPath,
    [
      join(import.meta.dirname, 'testing/breaking-glass.child.ts'),
      ...[one.folder, join(import.meta.dirname, '../resources'), dataset, paper, String(killAt)],
    ],
    { timeout: 120_000, killSignal: 'SIGKILL', encoding: 'utf8' },
  );

it('loses nothing and opens nothing when the power goes at any step of breaking the glass', async () => {
  const whole = beginIn(-1);
  expect(whole.stdout).toMatch(/^\d+$/);
  const steps = Number(whole.stdout);
  expect(steps).toBeGreaterThan(8);
  for (let step = 0; step < steps; step += 1) {
    await rm(one.folder, { recursive: true, force: true });
    await cp(safe, one.folder, { recursive: true });
    expect([step, beginIn(step).signal]).toEqual([step, 'SIGKILL']);
    await one.start();
    await one.signIn('Ada');
    const view = await one.call('emergency.get', {});
    // Before the key file is narrowed the envelope is as good as it was; after it the paper goes on.
    const rows = await one.ask('emergency.getRows', { dataset, version: 1, offset: 0, limit: 5 });
    expect([step, rows.ok]).toEqual([step, false]);
    const again =
      view.mine === undefined
        ? await one.ask('emergency.begin', {
            ...{ reason: 'patient_care', note: 'once more', minutes: 60, papers: [paper] },
            ...{ scope: { kind: 'dataset', dataset }, password: passwordOf('Ada') },
          })
        : await one.ask('emergency.resume', { papers: [paper] });
    expect([step, again.ok]).toEqual([step, true]);
    const began = await one.entries({ kinds: ['emergency.began'] });
    const { uses } = await one.call('emergency.get', {});
    expect(uses.map((use) => use.began).sort((a, b) => a - b)).toEqual(began.map(({ seq }) => seq));
    const open = uses.filter(({ ended }) => ended === undefined);
    expect([step, open.length]).toEqual([step, 1]);
    for (const { ended } of uses) expect([undefined, 'interrupted']).toContain(ended?.how);
    const keys = JSON.parse(await readFile(join(one.folder, 'workspace/keys.json'), 'utf8')) as {
      emergency: { use: { began: number } };
    };
    expect(keys.emergency.use.began).toBe(open[0]?.began);
    if (step === steps - 1) expect(await one.call('journal.verify', {})).toMatchObject({ ok: true });
    await one.application.close();
  }
  await one.start();
}, 900_000);
