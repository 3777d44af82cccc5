import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { Packager } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { FUSES } from '../../electron/operations/index.ts';

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
    // What the posture compares the program with.
    expect(electronFuses).toEqual({ ...Object.fromEntries(FUSES), resetAdHocDarwinSignature: false });
    const wire = FUSES.map(([name]) => name.charAt(0).toUpperCase() + name.slice(1));
    expect(wire).toEqual(Array.from(wire, (_name, at) => FuseV1Options[at]));
  });

  test('the hooks that it names are there', async () => {
    const config = parse(text) as Record<'afterPack' | 'msiProjectCreated', string>;
    for (const name of ['afterPack', 'msiProjectCreated'] as const) {
      const module = (await import(join(projectDir, config[name]))) as Record<string, unknown>;
      expect(module[name]).toBeTypeOf('function');
    }
  });

  test('the archive is sealed, and what is outside it is named', () => {
    const config = parse(text) as Record<string, unknown>;
    expect(config).toMatchObject({
      asar: { smartUnpack: false },
      disableAsarIntegrity: false,
      asarUnpack: [
        '**/*.node',
        '**/*.{so,so.*,dll,dylib}',
        'node_modules/node-llama-cpp/**',
        'node_modules/@node-llama-cpp/**',
      ],
    });
    const { files } = config as { files: string[] };
    expect(files).toContain('out/manifest.json');
    expect(text).not.toMatch(/^\s*(?:publish|provider|autoUpdate)\w*:/m);
  });
});

describe('entitlements on macOS', () => {
  const folderOfFiles = import.meta.dirname;
  /** Key and value of each entitlement; all of ours are yes or no. */
  const entitlements = async (file: string): Promise<Record<string, boolean>> => {
    const plist = await readFile(join(folderOfFiles, file), 'utf8');
    const pairs = [...plist.matchAll(/<key>([^<]+)<\/key>\s*<(true|false)\/>/g)];
    expect(pairs).toHaveLength([...plist.matchAll(/<key>/g)].length);
    return Object.fromEntries(pairs.map(([, key = '', value]) => [key, value === 'true']));
  };

  test('the sandbox is on and names no network', async () => {
    const { mas } = parse(text) as { mas: Record<'entitlements' | 'entitlementsInherit', string> };
    for (const file of [mas.entitlements, mas.entitlementsInherit]) {
      const found = await entitlements(join('../..', file));
      expect(found['com.apple.security.app-sandbox']).toBe(true);
      expect(Object.keys(found).filter((key) => key.includes('network'))).toEqual([]);
    }
  });

  test('what runs without the sandbox claims nothing of it', async () => {
    const found = await entitlements('entitlements.mac.plist');
    expect(found).toEqual({
      'com.apple.security.cs.allow-jit': true,
      'com.apple.security.cs.allow-unsigned-executable-memory': false,
      'com.apple.security.cs.disable-library-validation': false,
      'com.apple.security.cs.allow-dyld-environment-variables': false,
    });
  });
});
