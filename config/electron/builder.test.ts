import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { Packager } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const projectDir = join(import.meta.dirname, '../..');
const configFile = join(projectDir, 'electron-builder.yml');

interface BuilderConfig {
  electronFuses: Record<string, boolean>;
  [section: string]: unknown;
}

let text: string;
let folder: string;
beforeAll(async () => {
  text = await readFile(configFile, 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'swarm-builder-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** electron-builder's own reading and checking of a configuration file. */
async function validate(content: string): Promise<void> {
  const file = join(folder, 'electron-builder.yml');
  await writeFile(file, content);
  await new Packager({ projectDir, config: file }).validateConfig();
}

describe('electron-builder.yml', () => {
  test('passes the check of electron-builder itself', async () => {
    await expect(validate(text)).resolves.toBeUndefined();
  });

  test.each([
    ['an unknown option', 'unknownOption: true\n'],
    ['an unknown fuse', 'electronFuses:\n  runAsNodes: false\n'],
    ['a value of the wrong type', 'npmRebuild: sometimes\n'],
  ])('that check refuses %s', async (_name, addition) => {
    await expect(validate(`appId: x.y\n${addition}`)).rejects.toThrow(/does not match the API schema/);
  });

  test('builds MSI, DMG and Linux packages, and publishes nothing', () => {
    const config = parse(text) as BuilderConfig;
    const targets = ['win', 'mac', 'linux'].map((system) =>
      (config[system] as { target: { target: string }[] }).target.map(({ target }) => target),
    );
    expect(targets).toEqual([['msi'], ['dmg'], ['AppImage', 'deb']]);
    expect(text).not.toMatch(/^\s*publish:/m);
  });

  test('every fuse that Electron knows is written out', () => {
    const { electronFuses } = parse(text) as BuilderConfig;
    const known = Object.keys(FuseV1Options)
      .filter((name) => Number.isNaN(Number(name)))
      .map((name) => name.charAt(0).toLowerCase() + name.slice(1));
    expect(Object.keys(electronFuses).sort()).toEqual([...known, 'resetAdHocDarwinSignature'].sort());
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: false,
    });
  });
});
