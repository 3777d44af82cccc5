import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256File, type ReadWatch } from '../../core/index.ts';
import { GUIDE_FILE, MANIFEST_FILE, readManifest, type BackupManifest } from './manifest.ts';
import { filesIn } from './write.ts';

export interface CheckedBackup {
  readonly manifest: BackupManifest;
  readonly sizeBytes: number;
  /** Names of files that are gone, other than they were, or too many. */
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  readonly added: readonly string[];
}

/** Files that a sentence names. */
const NAMED = 3;

/** What is wrong with a backup, for a sentence; undefined where it is as it was written. */
export function whatIsWrong({ missing, changed, added }: CheckedBackup): string | undefined {
  const wrong = [
    ...missing.map((name) => `\`${name}\` is missing`),
    ...changed.map((name) => `\`${name}\` was cut short or changed`),
    ...added.map((name) => `\`${name}\` does not belong there`),
  ];
  if (wrong.length === 0) return undefined;
  const more = wrong.length - NAMED;
  return [...wrong.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

/** Not data: the list, the guide, and the lock that opening the copy needs. */
const BESIDE: ReadonlySet<string> = new Set([MANIFEST_FILE, GUIDE_FILE, 'lock', 'lock-journal']);

/**
 * Compares every file of a backup with its list. Reads only. What the list itself says is vouched for by
 * the journal that the backup was made from, and by nothing in the copy.
 *
 * @throws Problem `not_found`, `damaged`, `invalid_input` as `readManifest` and `filesIn`
 */
export async function checkBackup(
  folder: string,
  onProgress: (done: number, total: number) => void,
  watch: ReadWatch = {},
): Promise<CheckedBackup> {
  const manifest = await readManifest(folder);
  const [missing, changed]: [string[], string[]] = [[], []];
  let sizeBytes = 0;
  for (const [at, { name, sha256, sizeBytes: expected }] of manifest.files.entries()) {
    watch.signal?.throwIfAborted();
    onProgress(at, manifest.files.length);
    const found = await stat(join(folder, name)).catch(() => undefined);
    sizeBytes += expected;
    if (found === undefined) missing.push(name);
    else if (!found.isFile() || found.size !== expected) changed.push(name);
    else if ((await sha256File(join(folder, name), watch)) !== sha256) changed.push(name);
  }
  const known = new Set(manifest.files.map(({ name }) => name));
  const added = (await filesIn(folder)).filter((name) => !known.has(name) && !BESIDE.has(name));
  return { manifest, sizeBytes, missing, changed, added };
}
