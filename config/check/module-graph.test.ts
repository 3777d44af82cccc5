import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** The rules of the module graph are tried on a small house of the same shape with one wrong door in it. */
let house: string;
beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), 'house-'));
  await symlink(join(root, 'config'), join(house, 'config'));
});
afterEach(() => rm(house, { recursive: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, file)), { recursive: true });
  await writeFile(join(house, file), text);
}

/** What breaks a rule, as `rule: from -> to`. */
async function broken(): Promise<string[]> {
  const args = [cruise, '--config', 'config/dependency-cruiser.cjs', '--output-type', 'json', 'electron'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    ...{ cwd: house, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 },
  }).catch((error: unknown) => error as { stdout: string });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

describe('what runs for an agent', () => {
  beforeEach(async () => {
    await write('electron/governance/policy/authorize.ts', 'export const allow = true;');
    await write('electron/runtime/run/limits.ts', 'export const limit = 1;');
    await write('electron/runtime/gate/index.ts', "export { limit } from '../run/limits.ts';");
    await write('electron/evidence/journal/index.ts', 'export const append = 1;');
    await write('electron/runtime/tools/plan.ts', 'export const plan = 1;');
    await write('electron/runtime/tools/index.ts', "export { plan } from './plan.ts';");
  });

  async function violations(name = 'agents-reach-no-control'): Promise<string[]> {
    const rule = `${name}: `;
    return (await broken()).filter((line) => line.startsWith(rule)).map((line) => line.slice(rule.length));
  }

  it('reaches neither policy, limits nor journal', async () => {
    expect(await violations()).toEqual([]);
  });

  it.each([
    ['policy', 'electron/runtime/tools/plan.ts', '../../governance/policy/authorize.ts'],
    ['limits, by way of another module', 'electron/runtime/findings/look.ts', '../gate/index.ts'],
    ['the journal', 'electron/runtime/inference/engine.ts', '../../evidence/journal/index.ts'],
  ])('is caught when it reaches %s', async (_, from, to) => {
    await write(from, `export * from '${to}';`);
    const found = await violations();
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((line) => line.startsWith(`electron/runtime/`))).toBe(true);
    expect(found.some((line) => line.startsWith(from))).toBe(true);
  });

  it('is not alone: who reads or writes files stands on a list', async () => {
    await write('electron/operations/transfer/outgoing.ts', "export * from 'node:fs';");
    await write('electron/keys/key-file.ts', "export * from 'node:fs/promises';");
    expect(await violations('one-way-in-and-out')).toEqual([]);
    await write('electron/verbs/sneak.ts', "export { writeFile } from 'node:fs/promises';");
    await write('electron/shell/dialogs/sneak.ts', "export { writeFileSync } from 'fs';");
    await write('electron/runtime/gate/sneak.ts', "export { open } from 'node:fs/promises';");
    expect((await violations('one-way-in-and-out')).map((line) => line.split(' ')[0]).sort()).toEqual([
      'electron/runtime/gate/sneak.ts',
      'electron/shell/dialogs/sneak.ts',
      'electron/verbs/sneak.ts',
    ]);
  });
});

describe('what dials out', () => {
  it('is caught, each module of the network and of programs, were the fixture code of ours', async () => {
    const leaky = await readFile(join(root, 'e2e/fixtures/leaky-dependency.mjs'), 'utf8');
    await write('electron/runtime/tools/leaky.mjs', leaky);
    const found = await broken();
    const caught = (rule: string, module: string): boolean =>
      found.some((line) =>
        new RegExp(`^${rule}: electron/runtime/tools/leaky.mjs -> (?:node:)?${module}$`).test(line),
      );
    const network = ['dgram', 'dns', 'http', 'http2', 'https', 'net', 'tls'];
    expect(network.filter((module) => !caught('no-network-modules', module))).toEqual([]);
    expect(caught('programs-start-in-one-place', 'child_process')).toBe(true);
  });
});
