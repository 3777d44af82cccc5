import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { sha256Hex, writeFileAtomic } from '../../core/index.ts';
import { MAX_DOCUMENT_BYTES } from '../documents/index.ts';

/**
 * Keeps the bytes of a policy's text under their own hash. Rules are no patient data, so they lie in clear;
 * what they are is in the journal, by hash. Nothing is ever removed: old versions are evidence.
 */
export async function keepText(folder: string, bytes: Uint8Array): Promise<Sha256Hex> {
  const sha256 = sha256Hex(bytes);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomic(pathOf(folder, sha256), bytes);
  return sha256;
}

/** @throws Problem `damaged` where the bytes are gone or not those that were kept */
export async function readText(folder: string, sha256: Sha256Hex): Promise<Uint8Array> {
  const path = pathOf(folder, sha256);
  try {
    if ((await stat(path)).size <= MAX_DOCUMENT_BYTES) {
      const bytes = await readFile(path);
      if (sha256Hex(bytes) === sha256) return bytes;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Problem(
      'damaged',
      'the text of this policy is missing from the workspace',
      'Restore the folder `policies` of the workspace from a backup, or import the pack again.',
    );
  }
  throw new Problem(
    'damaged',
    'the text of this policy is not what was written down',
    'Restore the folder `policies` of the workspace from a backup, or import the pack again.',
  );
}

function pathOf(folder: string, sha256: Sha256Hex): string {
  return join(folder, `${sha256}.yaml`);
}
