import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256File } from '../../electron/core/index.ts';
import {
  listShipped,
  signManifest,
  type Manifest,
  type RootFolders,
} from '../../electron/operations/index.ts';

export interface BuildKey {
  readonly privateKey: KeyObject;
  /** Built into the program, which then accepts no other; empty for a build of one's own. */
  readonly releaseKey: string;
}

/**
 * The key that signs the list of shipped files: the release key where `SWARM_RELEASE_KEY_FILE` names one
 * (Ed25519, PKCS #8 PEM), otherwise one made for this build alone and then forgotten.
 */
export function buildKey(): BuildKey {
  const file = process.env.SWARM_RELEASE_KEY_FILE;
  if (file === undefined) return { privateKey: generateKeyPairSync('ed25519').privateKey, releaseKey: '' };
  const privateKey = createPrivateKey(readFileSync(file));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, releaseKey: publicKey.toString('base64') };
}

/** Lists and signs everything that ships, once it is built. */
export async function writeManifest(root: string, { privateKey }: BuildKey): Promise<void> {
  const folders: RootFolders = {
    'out/electron': join(root, 'out/electron'),
    'out/renderer': join(root, 'out/renderer'),
    'out/verifier': join(root, 'out/verifier'),
    resources: join(root, 'resources'),
    node_modules: join(root, 'node_modules'),
  };
  const files: Manifest['files'] = [];
  for (const shipped of await listShipped(folders))
    files.push({
      ...{ root: shipped.root, path: shipped.path, sizeBytes: shipped.stats.size },
      sha256: await sha256File(shipped.file),
    });
  files.sort((a, b) => (`${a.root}/${a.path}` < `${b.root}/${b.path}` ? -1 : 1));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  await writeFile(join(root, 'out/manifest.json'), signManifest({ format: 1, version, files }, privateKey));
}
