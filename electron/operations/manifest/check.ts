import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Problem } from '../../../shared/domain/index.ts';
import { sha256File, writeFileAtomic } from '../../core/index.ts';
import { listShipped, type RootFolders, type ShippedFile } from './list.ts';
import { readManifest, type ManifestFile } from './manifest.ts';

/** Every file is read again at least this often, whatever the system says of it. */
const FULL_AFTER_MS = 7 * 24 * 60 * 60 * 1000;
/** Files that are read at the same time. */
const AT_ONCE = 4;

export interface ManifestOptions {
  readonly folders: RootFolders;
  readonly manifestFile: string;
  /** As in `readManifest`. */
  readonly releaseKey: string;
  /** Where it is kept what was read and how the system knew it then. */
  readonly cacheFile: string;
  readonly nowMs: number;
  /** Read every file again now. */
  readonly full?: boolean;
}

export interface ManifestChecked {
  readonly files: number;
  readonly bytes: number;
  /** Files whose content was read this time. */
  readonly read: number;
}

const Cache = z.strictObject({
  fullAtMs: z.int(),
  /** `root/path` to the identity under which its content was found right. */
  known: z.record(z.string(), z.string()),
});

/**
 * Compares every shipped file with the signed manifest: changed, missing and extra ones.
 *
 * A file that the system knows as the same (device, number, size, times of content and of itself) is not
 * read again for a week.
 *
 * @throws Problem `damaged`, which names the first file that is not as it was shipped
 */
export async function checkManifest(options: ManifestOptions): Promise<ManifestChecked> {
  const { nowMs } = options;
  const text = await readFile(options.manifestFile, 'utf8').catch(() => '');
  const manifest = readManifest(text, options.releaseKey);
  const listed = new Map(manifest.files.map((file) => [`${file.root}/${file.path}`, file]));
  const present = await listShipped(options.folders);
  const cache = await readCache(options.cacheFile);
  const full = options.full === true || cache === undefined || !isRecent(cache.fullAtMs, nowMs);

  const known: Record<string, string> = {};
  const toRead: { name: string; shipped: ShippedFile; wanted: ManifestFile }[] = [];
  for (const shipped of present) {
    const name = `${shipped.root}/${shipped.path}`;
    const wanted = listed.get(name);
    if (wanted === undefined || !shipped.stats.isFile()) throw notAsShipped(name, 'does not belong there');
    listed.delete(name);
    if (shipped.stats.size !== wanted.sizeBytes) throw notAsShipped(name, 'was changed');
    known[name] = `${identityOf(shipped)} ${wanted.sha256}`;
    if (full || cache.known[name] !== known[name]) toRead.push({ name, shipped, wanted });
  }
  const [missing] = listed.keys();
  if (missing !== undefined) throw notAsShipped(missing, 'is missing');

  await inParallel(toRead, async ({ name, shipped, wanted }) => {
    if ((await sha256File(shipped.file)) !== wanted.sha256) throw notAsShipped(name, 'was changed');
  });
  if (toRead.length > 0 || full) {
    const written = { fullAtMs: full ? nowMs : cache.fullAtMs, known };
    await writeFileAtomic(options.cacheFile, JSON.stringify(written)).catch(() => undefined);
  }
  const bytes = present.reduce((sum, { stats }) => sum + stats.size, 0);
  return { files: present.length, bytes, read: toRead.length };
}

function notAsShipped(name: string, how: string): Problem {
  return new Problem(
    'damaged',
    `the program is not as it was shipped: \`${name}\` ${how}`,
    'Nothing was opened. Install it again from a package that you trust, or build it again.',
  );
}

function identityOf({ stats }: ShippedFile): string {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

/** A time in the future is no proof that anything was read. */
function isRecent(atMs: number, nowMs: number): boolean {
  return atMs <= nowMs && nowMs - atMs < FULL_AFTER_MS;
}

/** Unreadable or malformed is like none: everything is read again. */
async function readCache(file: string): Promise<z.output<typeof Cache> | undefined> {
  try {
    return Cache.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
