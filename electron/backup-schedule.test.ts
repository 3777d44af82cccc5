import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkBackup } from './operations/index.ts';
import { Composed } from './testing/composed.ts';

/** Backups that nobody presses a button for: made while nobody is signed in, and given way to who comes. */
describe('the schedule of backups', () => {
  let one: Composed;
  /** The place that this helper answers every dialog with. */
  const folder = () => join(one.folder, 'out.csv');
  const copies = async () =>
    (await readdir(folder()).catch(() => [])).filter((name) => !name.includes('growing'));
  const patience = { timeout: 60_000, interval: 50 };

  beforeAll(async () => {
    one = await Composed.create();
  });
  afterAll(() => one.close());

  it('is set by an administrator who gives their password, outside the workspace, and seen by compliance', async () => {
    for (const name of ['Otto', 'Carla', 'Vera'] as const) {
      await one.signIn(name);
      expect(await one.ask('backup.setSchedule', { everyHours: 24 })).toMatchObject({ code: 'not_allowed' });
    }
    await one.signIn('Ada');
    expect(await one.application.dispatch('backup.setSchedule', { everyHours: 24 })).toMatchObject({
      code: 'confirm_needed',
    });
    for (const everyHours of [0, 745, 1.5])
      expect(await one.ask('backup.setSchedule', { everyHours })).toMatchObject({ code: 'invalid_input' });
    const state = await one.call('backup.setSchedule', { everyHours: 24 });
    expect(state).toMatchObject({
      made: [],
      wasChanged: false,
      schedule: { everyHours: 24, folder: folder(), setBy: 'Ada' },
    });
    expect(state?.schedule?.dueMs).toBe(state?.schedule?.setAtMs);
    await one.signIn('Carla');
    expect(await one.call('backup.getState', {})).toMatchObject({ schedule: { everyHours: 24 } });
  });

  it('makes what is due once nobody is signed in, verified, and names the schedule', async () => {
    expect(await copies()).toEqual([]);
    await one.call('session.lock', {});
    await vi.waitFor(async () => expect(await copies()).toHaveLength(1), patience);
    const [name = ''] = await copies();
    expect(name).toMatch(/^swarm-backup-\d{4}-\d{2}-\d{2}-\d{4}$/);
    await one.signIn('Ada');
    const { made, schedule, wasChanged } = await one.call('backup.getState', {});
    expect(made).toMatchObject([{ ok: true, person: 'the schedule', isScheduled: true }]);
    expect(wasChanged).toBe(false);
    expect(schedule?.dueMs).toBe((made[0]?.wallMs ?? 0) + 24 * 3_600_000);
    const checked = await checkBackup(join(folder(), name), () => undefined);
    expect([checked.missing, checked.changed, checked.added]).toEqual([[], [], []]);
    // Nothing is due now: leaving again makes nothing.
    await one.call('session.lock', {});
    await one.signIn('Ada');
    expect((await one.call('backup.getState', {})).made).toHaveLength(1);
  });

  it('stops where its file is not the one that was set, and says so', async () => {
    await rm(folder(), { recursive: true });
    await one.call('backup.setSchedule', { everyHours: 1 });
    const elsewhere = join(one.folder, 'elsewhere');
    await writeFile(
      join(one.folder, 'workspace/backup-schedule.json'),
      `{"v":1,"everyHours":1,"folder":${JSON.stringify(elsewhere)}}\n`,
    );
    const state = await one.call('backup.getState', {});
    expect(state).toMatchObject({ wasChanged: true });
    expect(state.schedule).toBeUndefined();
    await one.call('session.lock', {});
    await one.signIn('Ada');
    expect((await one.call('backup.getState', {})).made).toHaveLength(1);
    expect((await readdir(one.folder)).sort()).not.toContain('elsewhere');
  });

  it('records a copy that cannot be made, and is tried again an hour later at the soonest', async () => {
    await one.call('backup.endSchedule', {});
    expect((await one.call('backup.getState', {})).schedule).toBeUndefined();
    // A new schedule on a workspace whose last copy is old enough cannot wait a day here, so the file of a
    // folder is in the way of a workspace that was never backed up.
    await one.close();
    one = await Composed.create();
    await writeFile(folder(), 'a file where the folder is to be');
    await one.signIn('Ada');
    await one.call('backup.setSchedule', { everyHours: 2 });
    await one.call('session.lock', {});
    await one.signIn('Ada');
    const failed = async () => (await one.call('backup.getState', {})).made.filter(({ ok }) => !ok);
    await vi.waitFor(async () => {
      await one.call('session.lock', {});
      await one.signIn('Ada');
      expect((await failed()).filter(({ code }) => code !== 'cancelled')).toHaveLength(1);
    }, patience);
    const { schedule } = await one.call('backup.getState', {});
    expect(schedule?.dueMs).toBeGreaterThanOrEqual((schedule?.setAtMs ?? 0) + 3_600_000);
    await rm(folder());
    await mkdir(folder());
    await one.call('session.lock', {});
    await one.signIn('Ada');
    expect(await copies()).toEqual([]);
  });
});
