import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockedPackages, readLock, readPackageFile, type PackageFile } from './inventory.ts';
import { auditSupply } from './rules.ts';
import { bill, shippedModels } from './sbom.ts';

const root = join(import.meta.dirname, '../..');
const notes = readFileSync(join(root, 'resources/docs/dependencies.md'), 'utf8');

it('the supply chain keeps its rules', () => {
  const results = auditSupply(readPackageFile(root), readLock(root), notes);
  expect(results.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  expect(results.every(({ looked }) => looked > 0)).toBe(true);
});

describe('a supply chain that breaks a rule is caught', () => {
  const good: PackageFile = {
    version: '1.0.0',
    dependencies: { zod: '4.6.7' },
    devDependencies: {},
    allowScripts: {},
  };
  const locked = { version: '4.6.7', license: 'MIT', integrity: 'sha512-AAAA' };
  const wrongOf = (file: PackageFile, entry: object, said = '| zod | MIT | schemas |'): string[] =>
    auditSupply(
      file,
      lockedPackages({ packages: { '': {}, 'node_modules/zod': { ...locked, ...entry } } }),
      said,
    )
      .filter(({ wrong }) => wrong.length > 0)
      .map(({ rule }) => rule);

  it.each([
    ['nothing', good, {}, undefined, []],
    [
      'a range',
      { ...good, dependencies: { zod: '^4.6.7' } },
      {},
      undefined,
      ['every version asked for is exact'],
    ],
    [
      'no hash',
      good,
      { integrity: 'sha1-AAAA' },
      undefined,
      ['every package is locked with the hash of its archive'],
    ],
    [
      'a licence',
      good,
      { license: 'AGPL-3.0' },
      undefined,
      ['every package that ships has a licence on the list'],
    ],
    [
      'an install script',
      good,
      { hasInstallScript: true },
      undefined,
      ['every install script is named, allowed or not'],
    ],
    [
      'no reason',
      good,
      {},
      '| zod-extra | MIT | no |',
      ['every runtime dependency has a line that says why'],
    ],
  ])('%s', (_name, file, entry, said, rules) => {
    expect(wrongOf(file, entry, said)).toEqual(rules);
  });
});

it('the bill of materials lists packages, native binaries and models with their hashes', () => {
  const manifest = {
    ...{ format: 1 as const, version: '1.0.0' },
    files: [
      { root: 'node_modules' as const, path: 'a/b.node', sizeBytes: 1, sha256: 'ab'.repeat(32) as never },
      { root: 'resources' as const, path: 'x.yaml', sizeBytes: 1, sha256: 'cd'.repeat(32) as never },
    ],
  };
  const materials = bill('1.0.0', readLock(root), manifest, shippedModels(root)) as {
    components: { type: string; name: string; hashes: unknown[] }[];
  };
  const names = (type: string): string[] =>
    materials.components.filter((each) => each.type === type).map(({ name }) => name);
  expect(names('file')).toEqual(['a/b.node']);
  expect(names('machine-learning-model')).toContain('starter');
  expect(names('library')).toEqual(expect.arrayContaining(['zod', 'node-llama-cpp']));
  expect(materials.components.filter(({ hashes }) => hashes.length === 0)).toEqual([]);
});
