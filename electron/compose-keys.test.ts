import { expect, it } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCodeWindow, openPasswordCost, placedByPolicy } from './compose-keys.ts';
import type { ApplicationSettings } from './verbs/index.ts';

it('stands in the folder that the machine policy names, unless somebody names another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'placed-'));
  try {
    const machinePolicyFile = join(folder, 'machine-policy.json');
    const settings = { userFolder: folder, machinePolicyFile } as ApplicationSettings;
    expect((await placedByPolicy(settings)).workspaceFolder).toBeUndefined();
    const write = (workspaceFolder: string) =>
      writeFile(machinePolicyFile, JSON.stringify({ v: 1, workspaceFolder }));
    await write('/srv/swarm');
    expect((await placedByPolicy(settings)).workspaceFolder).toBe('/srv/swarm');
    const named = { ...settings, workspaceFolder: '/elsewhere' };
    expect((await placedByPolicy(named)).workspaceFolder).toBe('/elsewhere');
    await write('srv/swarm');
    await expect(placedByPolicy(settings)).rejects.toMatchObject({ code: 'damaged' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('takes the time for a password from the machine policy before the environment, and measures once', async () => {
  const cost = openPasswordCost({ passwordMilliseconds: 100 }, '900');
  const [first, second] = [await cost(), await cost()];
  expect(second).toBe(first);
  expect(first.memoryKib * first.passes).toBeGreaterThanOrEqual(3 * 65_536);
});

it.each(['0', '', '  ', undefined, '99999'])('bounds what the environment asks for: %j', (text) => {
  expect(() => openPasswordCost(undefined, text)).not.toThrow();
});

it.each(['soon', '-5', '1e3', '0.5'])('refuses what says nothing: %j', (text) => {
  expect(() => openPasswordCost(undefined, text)).toThrow(/is no whole number of milliseconds/);
});

it('has a code count for as long as the machine policy, the environment or five minutes say, at most a quarter of an hour', () => {
  expect(openCodeWindow({ secondFactorMinutes: 0 }, '9')).toBe(0);
  expect(openCodeWindow({}, ' 0 ')).toBe(0);
  expect(openCodeWindow(undefined, '999')).toBe(15 * 60_000);
  expect(openCodeWindow(undefined, undefined)).toBe(5 * 60_000);
  for (const nonsense of ['soon', '-1', '1.5', '99999'])
    expect(() => openCodeWindow(undefined, nonsense)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
});
