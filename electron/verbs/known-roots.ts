import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../../shared/domain/index.ts';

/** Roots that a person trusts, in their own folder: fingerprints with a name to remember them by. */
const KnownRoots = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().max(200));
export type KnownRoots = z.infer<typeof KnownRoots>;

/** The file of `swarm audit pin`. */
export function knownRootsFile(userFolder: string): string {
  return join(userFolder, 'known-roots.json');
}

/** Fingerprints that were pinned, with their names; none where no file is. @throws Problem `damaged` */
export async function readKnownRoots(userFolder: string): Promise<KnownRoots> {
  let text: string;
  try {
    text = await readFile(knownRootsFile(userFolder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unreadable();
  }
  try {
    return KnownRoots.parse(JSON.parse(text));
  } catch {
    throw unreadable();
  }
}

function unreadable(): Problem {
  return new Problem(
    'damaged',
    'the file of known roots `known-roots.json` cannot be read',
    'Move it away and pin the roots again, each from where you have it.',
  );
}
