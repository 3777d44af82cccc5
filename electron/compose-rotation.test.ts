import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetId } from '../shared/domain/index.ts';
import { rotationDays } from './compose-key-age.ts';
import { Composed, passwordOf } from './testing/composed.ts';

/** New content keys through the composed application: real keys, real stores, real journal. */
describe('a change of the content keys', () => {
  let one: Composed;
  let dataset: DatasetId;
  const rotate = (name: 'Otto' | 'Carla', reason = 'ninety days are over') =>
    one.call('keys.rotate', { reason, password: passwordOf(name) });
  const firstCell = async (): Promise<unknown> => {
    const { rows } = await one.call('datasets.getRows', { dataset, version: 1, offset: 0, limit: 1 });
    return rows[0]?.[0];
  };
  const kinds = async (): Promise<string[]> =>
    (
      await one.entries({
        kinds: [
          'key.rotated',
          'key.rewrapped',
          'key.rewrap_paused',
          'key.rotation_ended',
          'key.rotation_asked',
        ],
      })
    ).map(({ kind, phase }) => `${kind} ${phase}`);

  beforeAll(async () => {
    one = await Composed.create();
    await one.signIn('Otto');
    one.chosen = join(one.folder, 'people.csv');
    await writeFile(one.chosen, 'name,visits\nMaria Planted,3\nOtto Planted,4\n');
    const file = await one.call('datasets.chooseFile', {});
    dataset = (await one.call('datasets.importFile', { token: file!.token })).id;
  });
  afterAll(() => one.close());

  it('is for those who hold them; an administrator asks for it, and others see that they did', async () => {
    await one.signIn('Ada');
    await expect(
      one.call('keys.rotate', { reason: 'as an administrator', password: passwordOf('Ada') }),
    ).rejects.toThrow(/not_allowed/);
    const asked = await one.call('keys.ask', { reason: 'somebody left the ward' });
    expect(asked).toMatchObject({ epoch: 1, state: 'fresh', asked: { by: 'Ada' } });
    await one.signIn('Vera');
    await expect(one.call('keys.get', {})).rejects.toThrow(/not_allowed/);
    await one.signIn('Carla');
    expect(await one.call('keys.get', {})).toMatchObject({ asked: { reason: 'somebody left the ward' } });
    await expect(one.call('keys.goOn', {})).rejects.toThrow(/wrong_usage/);
    await expect(
      one.call('keys.rotate', { reason: 'wrong words', password: 'not the password' }),
    ).rejects.toThrow(/wrong_password/);
    expect((await one.call('keys.get', {})).epoch).toBe(1);
  });

  it('wraps everything anew while it stays open, is on record, and is told by age and posture', async () => {
    await one.signIn('Otto');
    expect(await firstCell()).toBe('Maria Planted');
    const view = await rotate('Otto');
    expect(view).toMatchObject({ epoch: 2, ageDays: 0, everyDays: 90, state: 'fresh' });
    expect([view.rotation, view.asked]).toEqual([undefined, undefined]);
    expect(view.past).toMatchObject([{ epoch: 2, by: 'Otto', damaged: 0 }]);
    expect(view.past[0]?.objects).toBeGreaterThan(0);
    expect(await firstCell()).toBe('Maria Planted');
    await one.restart();
    await one.signIn('Otto');
    expect(await firstCell()).toBe('Maria Planted');
    expect((await kinds()).slice(-5)).toEqual([
      ...['key.rotated intent', 'key.rotated outcome', 'key.rewrapped event'],
      ...['key.rotation_ended intent', 'key.rotation_ended outcome'],
    ]);
    expect((await one.call('journal.verify', {})).ok).toBe(true);
    const { checks } = await one.call('posture.get', {});
    expect(checks.find(({ id }) => id === 'content_keys')).toMatchObject({
      ...{ grade: 'recorded', state: 'fine' },
      finding: 'In use for 0 days, changed every 90.',
    });
  });

  it('leaves what can be gone on with where the session ends meanwhile', async () => {
    await one.signIn('Carla');
    const rotated = rotate('Carla', 'a person left');
    // Before the new keys came, between them and the end, or behind it: each is a state to go on from.
    await one.call('session.lock', {});
    await rotated.catch(() => undefined);
    await one.signIn('Otto');
    const now = await one.call('keys.get', {});
    expect([2, 3]).toContain(now.epoch);
    if (now.rotation !== undefined) expect((await one.call('keys.goOn', {})).rotation).toBeUndefined();
    expect(await firstCell()).toBe('Maria Planted');
    // A pause when nothing goes on is nothing.
    expect((await one.call('keys.pause', {})).rotation).toBeUndefined();
  });

  it('is wanted as often as profile and machine say, whichever is sooner', async () => {
    expect(rotationDays({ key_rotation_days: 90 }, undefined)).toBe(90);
    expect(rotationDays({ key_rotation_days: 60 }, { keyRotationDays: 80 })).toBe(60);
    const policy = join(one.folder, 'machine-policy.json');
    await writeFile(policy, JSON.stringify({ v: 1, keyRotationDays: 30 }));
    await one.restart({ machinePolicyFile: policy });
    await one.signIn('Ada');
    expect((await one.call('keys.get', {})).everyDays).toBe(30);
    await writeFile(policy, JSON.stringify({ v: 1, keyRotationDays: 91 }));
    await expect(one.restart({ machinePolicyFile: policy })).rejects.toThrow(/keyRotationDays/);
    await one.start();
  });
});
