import { mkdir, rename, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { syncFolder } from '../../core/index.ts';
import { behindLinks } from '../workspace/behind-links.ts';
import { inspectWorkspace } from '../workspace/inspect.ts';
import { lockWorkspace, type WorkspaceLock } from '../workspace/lock.ts';
import { workspacePaths } from '../workspace/paths.ts';

/** Where a copy grows beside its place, owned by this process until it takes its name. */
export interface GrowingCopy {
  readonly folder: string;
  /** Gives it its name, in one rename. @throws Problem `already_exists` where something came there meanwhile */
  finish(): Promise<void>;
  /** Leaves nothing of it. Safe after `finish`. */
  takeAway(): Promise<void>;
}

/** @throws Problem `already_exists` unless nothing, or an empty folder, stands there */
export async function requireVacant(target: string): Promise<'none' | 'empty'> {
  const { state } = await inspectWorkspace(target);
  if (state === 'none' || state === 'empty') return state;
  throw new Problem(
    'already_exists',
    `something stands at \`${target}\` already`,
    'Rename what is there and keep it: what was recorded after the backup stands in it alone.',
  );
}

/** @throws Problem `storage_full` where a copy of this size does not fit beside the place */
export async function requireRoom(target: string, sizeBytes: number): Promise<void> {
  let folder = dirname(resolve(target));
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= sizeBytes) return;
  throw new Problem(
    'storage_full',
    `the backup takes ${inWords(sizeBytes)}, and ${inWords(freeBytes)} are free where it is to go`,
    'Make room on that disk, then try again.',
  );
}

/**
 * Begins a copy beside its place, and takes away what one left there that was ended in its middle.
 *
 * @throws Problem `in_use` where another restore to this place goes on
 */
export async function growBeside(target: string): Promise<GrowingCopy> {
  const folder = growingFor(target);
  await sweep(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { lockFile } = workspacePaths(folder);
  await writeFile(lockFile, '', { mode: 0o600, flag: 'wx' });
  let lock: WorkspaceLock | undefined = own(lockFile);
  const giveBack = (): void => {
    lock?.release();
    lock = undefined;
  };
  return {
    folder,
    finish: async () => {
      if ((await requireVacant(target)) === 'empty') await rmdir(target);
      // Some systems rename no folder in which a file is open.
      giveBack();
      await rename(folder, target);
      await syncFolder(dirname(target));
    },
    takeAway: async () => {
      giveBack();
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** Takes away what a restore left that was ended in its middle; one that goes on is left alone. */
export async function finishRestoring(target: string): Promise<void> {
  await sweep(growingFor(await behindLinks(target))).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
  });
}

function growingFor(target: string): string {
  return `${target}.restoring`;
}

/** @throws Problem `in_use` where somebody is at it */
async function sweep(folder: string): Promise<void> {
  const { lockFile } = workspacePaths(folder);
  if (existsSync(lockFile)) own(lockFile).release();
  await rm(folder, { recursive: true, force: true });
}

function own(lockFile: string): WorkspaceLock {
  try {
    return lockWorkspace(lockFile);
  } catch (error) {
    if (error instanceof Problem && error.code === 'in_use')
      throw new Problem(
        'in_use',
        'a backup is being restored to this place already',
        'Wait for that to end, or end the other window or command.',
      );
    throw error;
  }
}

/** Decimal units, as disks are sold. */
function inWords(sizeBytes: number): string {
  const [unit, size] = sizeBytes >= 1e9 ? (['GB', 1e9] as const) : (['MB', 1e6] as const);
  return `${(sizeBytes / size).toFixed(1)} ${unit}`;
}
