import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from '../../electron/operations/index.ts';
import type { LockedPackage } from './inventory.ts';

interface Component {
  readonly type: 'library' | 'file' | 'machine-learning-model';
  readonly name: string;
  readonly [field: string]: unknown;
}

/** A bill of materials after CycloneDX 1.6: packages that ship, native binaries, and models. */
export function bill(
  version: string,
  packages: readonly LockedPackage[],
  manifest: Manifest,
  models: readonly { readonly name: string; readonly sha256: string; readonly licence: string }[],
): object {
  const sha256 = (content: string): object[] => [{ alg: 'SHA-256', content }];
  const components: Component[] = [
    ...packages.filter(({ ships }) => ships).map(packageComponent),
    ...manifest.files
      .filter(({ root }) => root === 'node_modules')
      .map(({ path, sha256: hash }) => ({
        ...{ type: 'file' as const, 'bom-ref': `file:${path}`, name: path, hashes: sha256(hash) },
      })),
    ...models.map(({ name, sha256: hash, licence }) => ({
      ...{ type: 'machine-learning-model' as const, 'bom-ref': `model:${name}`, name, hashes: sha256(hash) },
      licenses: [{ license: { id: licence } }],
    })),
  ];
  return {
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
    metadata: {
      component: { type: 'application', 'bom-ref': 'swarm-clinical', name: 'swarm-clinical', version },
    },
    components: [...new Map(components.map((each) => [each['bom-ref'], each])).values()],
  };
}

function packageComponent({ name, version, licence, integrity }: LockedPackage): Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const expression =
    licence === undefined
      ? []
      : [licence.includes(' ') ? { expression: licence } : { license: { id: licence } }];
  return {
    ...{ type: 'library', 'bom-ref': purl, name, version, purl, licenses: expression },
    hashes:
      integrity?.startsWith('sha512-') === true
        ? [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }]
        : [],
  };
}

/** The models that ship, from the files beside them. */
export function shippedModels(root: string): { name: string; sha256: string; licence: string }[] {
  const folder = join(root, 'resources/models');
  return globSync('*.yaml', { cwd: folder }).map(
    (file) =>
      parse(readFileSync(join(folder, file), 'utf8')) as { name: string; sha256: string; licence: string },
  );
}

/** The list of files that the build signed. */
export function builtManifest(root: string): Manifest {
  const { manifest } = JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8')) as {
    manifest: string;
  };
  return JSON.parse(manifest) as Manifest;
}
