import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearAsking, leaveAsking, readAsking } from './asking.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asking-'));
});
afterEach(() => rm(folder, { recursive: true }));

const asking = (askedAtMs: number) => ({
  ...{ publicKey: Buffer.alloc(65, 4).toString('base64'), name: 'ward-2', askedAtMs },
});
const idOf = (at: number): string => at.toString(16).padStart(16, '0');

it('keeps who asks until somebody answers, the longest first', async () => {
  expect(await readAsking(folder)).toEqual([]);
  await leaveAsking(folder, idOf(1), asking(20));
  await leaveAsking(folder, idOf(2), asking(10));
  await leaveAsking(folder, idOf(2), asking(11));
  expect((await readAsking(folder)).map(({ askedAtMs }) => askedAtMs)).toEqual([11, 20]);
  await clearAsking(folder, idOf(2));
  await clearAsking(folder, idOf(9));
  expect(await readAsking(folder)).toEqual([asking(20)]);
});

it('lets nobody fill the list', async () => {
  for (let at = 0; at < 16; at += 1) await leaveAsking(folder, idOf(at), asking(at));
  await expect(leaveAsking(folder, idOf(99), asking(99))).rejects.toMatchObject({ code: 'limit_reached' });
  await leaveAsking(folder, idOf(3), asking(3));
});

it('passes over what is no request', async () => {
  const place = join(folder, 'device-requests');
  await mkdir(place);
  await writeFile(join(place, `${idOf(1)}.json`), '{"v":1,"publicKey":"short"}');
  await writeFile(join(place, `${idOf(2)}.json`), 'x'.repeat(5000));
  await writeFile(join(place, 'notes.txt'), 'hello');
  await mkdir(join(place, `${idOf(3)}.json`));
  await symlink('/dev/zero', join(place, `${idOf(4)}.json`));
  expect(await readAsking(folder)).toEqual([]);
});

it('says so where the folder cannot be written to', async () => {
  await writeFile(join(folder, 'device-requests'), '');
  await expect(leaveAsking(folder, idOf(1), asking(1))).rejects.toMatchObject({ code: 'not_allowed' });
});
