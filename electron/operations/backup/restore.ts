import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { sha256File, syncFolder, type ReadWatch } from '../../core/index.ts';
import { behindLinks } from '../workspace/behind-links.ts';
import { fileProblem } from '../workspace/file-problem.ts';
import { WORKSPACE_FOLDERS, workspacePaths } from '../workspace/paths.ts';
import { checkBackup, whatIsWrong } from './check.ts';
import { copyChecked } from './copy-checked.ts';
import { MANIFEST_FILE, readManifest, type BackupManifest } from './manifest.ts';
import { growBeside, requireRoom, requireVacant, type GrowingCopy } from './place.ts';

export interface RestoreRequest {
  /** A backup, as `writeBackup` left it. */
  readonly from: string;
  /** Absent or empty: a restore never takes the place of anything. */
  readonly target: string;
  readonly signal: AbortSignal;
  /** In bytes: each is read in the backup, written, and read back. */
  onProgress(done: number, total: number): void;
}

/** What was restored, for the record. */
export interface Restored {
  readonly manifest: BackupManifest;
  /** Of the list of files, `backup.json`. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface RestorePorts {
  /**
   * Says what the copy is worth, and leaves a note of it in the copy, which stands in `folder` complete
   * but under another name. Rejects where it is not to be used; nothing is left then.
   */
  judge(folder: string, restored: Restored): Promise<void>;
}

/**
 * Brings a backup to where a workspace is to stand. Every file is compared with the list before and after
 * it is copied, the copy is judged, and only then does it take its name: ended at any moment, there is
 * either no workspace or a whole one, and the backup is as it was. Opens nothing.
 *
 * @throws Problem `already_exists`, `check_failed` where the backup is not as it was written, `not_found`,
 * `foreign_file`, `newer_format`, `damaged`, `storage_full`, `in_use`, `not_allowed`, `cancelled`, and
 * whatever `judge` throws
 */
export async function restoreBackup(request: RestoreRequest, ports: RestorePorts): Promise<Restored> {
  const target = await behindLinks(request.target);
  let growing: GrowingCopy | undefined;
  try {
    await requireVacant(target);
    const manifest = await readManifest(request.from);
    const sizeBytes = sizeOf(manifest);
    await requireRoom(target, sizeBytes);
    const watch = watchOf(request, 3 * sizeBytes);
    const restored = { ...(await readWhole(request.from, watch)), sizeBytes };
    growing = await growBeside(target);
    await copyAll(request.from, growing.folder, restored.manifest, watch);
    request.onProgress(3 * sizeBytes, 3 * sizeBytes);
    await ports.judge(growing.folder, restored);
    request.signal.throwIfAborted();
    await growing.finish();
    return restored;
  } catch (error) {
    await growing?.takeAway();
    if (request.signal.aborted)
      throw new Problem('cancelled', 'the restore was cancelled', 'Nothing was left behind.');
    throw fileProblem(error, target);
  }
}

/** How much a copy of the backup takes, as its list says. */
export function sizeOf({ files }: BackupManifest): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

function watchOf({ signal, onProgress }: RestoreRequest, total: number): ReadWatch {
  let done = 0;
  return {
    signal,
    onBytes: (sizeBytes) => {
      done += sizeBytes;
      onProgress(done, total);
    },
  };
}

/** The whole of the backup is compared before anything of it is used. */
async function readWhole(from: string, watch: ReadWatch): Promise<Omit<Restored, 'sizeBytes'>> {
  const checked = await checkBackup(from, () => undefined, watch);
  const wrong = whatIsWrong(checked);
  if (wrong !== undefined) throw notAsWritten(wrong);
  return { manifest: checked.manifest, sha256: await sha256File(join(from, MANIFEST_FILE)) };
}

async function copyAll(
  from: string,
  growing: string,
  { files }: BackupManifest,
  watch: ReadWatch,
): Promise<void> {
  const paths = workspacePaths(growing);
  for (const name of WORKSPACE_FOLDERS) await mkdir(paths[name], { recursive: true, mode: 0o700 });
  for (const { name, sha256 } of files) {
    watch.signal?.throwIfAborted();
    const copied = await copyChecked(name, join(from, name), join(growing, name), watch);
    if (copied.sha256 !== sha256) throw notAsWritten(`\`${name}\` was changed while it was copied`);
  }
  await syncFolder(growing);
}

function notAsWritten(wrong: string): Problem {
  return new Problem(
    'check_failed',
    `the backup is not as it was written: ${wrong}`,
    'Take another backup, or the same one from another medium.',
  );
}
