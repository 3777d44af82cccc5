import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backupDueMs, readSchedule, removeSchedule, writeSchedule } from './schedule.ts';

const HOUR_MS = 3_600_000;
let folder: string;
const path = () => join(folder, 'backup-schedule.json');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schedule-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('comes back as it was written, with the hash that the journal keeps', async () => {
  const schedule = { v: 1, everyHours: 24, folder: '/media/stick' } as const;
  const sha256 = await writeSchedule(path(), schedule);
  expect(await readSchedule(path())).toEqual({ schedule, sha256 });
  await removeSchedule(path());
  await removeSchedule(path());
  expect(await readSchedule(path())).toBeUndefined();
});

it.each([
  ['cut short', '{"v":1,"everyHours":24'],
  ['another format', '{"v":2,"everyHours":24,"folder":"/x"}'],
  ['never', '{"v":1,"everyHours":0,"folder":"/x"}'],
  ['more than is known', '{"v":1,"everyHours":1,"folder":"/x","command":"y"}'],
  ['too big', `{"v":1,"everyHours":1,"folder":"${'x'.repeat(20_000)}"}`],
])('is no schedule: %s', async (_, text) => {
  await writeFile(path(), text);
  expect(await readSchedule(path())).toBeUndefined();
});

it('is due at once, then after its time, and an hour after a failure at the soonest', () => {
  const setAtMs = 1_000;
  expect(backupDueMs(24, { setAtMs, lastGoodMs: undefined, failedAtMs: undefined })).toBe(setAtMs);
  expect(backupDueMs(24, { setAtMs, lastGoodMs: 5_000, failedAtMs: undefined })).toBe(5_000 + 24 * HOUR_MS);
  expect(backupDueMs(24, { setAtMs, lastGoodMs: undefined, failedAtMs: 9_000 })).toBe(9_000 + HOUR_MS);
  expect(backupDueMs(2, { setAtMs, lastGoodMs: 5_000, failedAtMs: 6_000 })).toBe(5_000 + 2 * HOUR_MS);
});
