import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { machinePolicyPath } from '../../core/index.ts';
import { readMachinePolicy } from './machine-policy.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machine-policy-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('is read where it stands, and absent where it does not', async () => {
  const path = join(folder, 'good.json');
  await writeFile(path, '{"v":1,"sessionTimeoutMinutes":5,"secondFactorRoles":["admin"]}');
  expect(await readMachinePolicy(path)).toEqual({
    v: 1,
    sessionTimeoutMinutes: 5,
    secondFactorRoles: ['admin'],
  });
  expect(await readMachinePolicy(join(folder, 'none.json'))).toBeUndefined();
});

it.each([
  ['no JSON', '{"v":1'],
  ['another version', '{"v":2}'],
  ['a word that nobody knows', '{"v":1,"sessionTimeout":5}'],
  ['no number', '{"v":1,"sessionTimeoutMinutes":"5"}'],
  ['too much', `{"v":1}${' '.repeat(70_000)}`],
])('is refused, not ignored, with %s', async (name, text) => {
  const path = join(folder, `${name}.json`);
  await writeFile(path, text);
  await expect(readMachinePolicy(path)).rejects.toMatchObject({ code: 'damaged' });
});

it('is refused where it cannot be read', async () => {
  await expect(readMachinePolicy(folder)).rejects.toMatchObject({ code: 'damaged' });
});

it('stands where only administrators write', () => {
  expect(machinePolicyPath('linux', {})).toBe('/etc/swarm-clinical/machine-policy.json');
  expect(machinePolicyPath('win32', { ProgramData: 'D:\\Data' })).toBe(
    'D:\\Data\\Swarm Clinical\\machine-policy.json',
  );
  expect(machinePolicyPath('darwin', {})).toMatch(/^\/Library/);
});
