import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { sha256File, syncFolder } from '../../core/index.ts';
import { fileProblem } from '../workspace/file-problem.ts';
import { inspectWorkspace } from '../workspace/inspect.ts';
import { WORKSPACE_FOLDERS, workspacePaths } from '../workspace/paths.ts';
import { checkBackup } from './check.ts';
import { copyChecked } from './copy-checked.ts';
import { MANIFEST_FILE, type BackupManifest } from './manifest.ts';

export interface RestoreRequest {
  /** A backup, as `writeBackup` left it. */
  readonly from: string;
  /** Absent or empty: a restore never takes the place of anything. */
  readonly target: string;
  readonly signal: AbortSignal;
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
 * `damaged`, `storage_full`, `not_allowed`, `cancelled`, and whatever `judge` throws
 */
export async function restoreBackup(request: RestoreRequest, ports: RestorePorts): Promise<Restored> {
  const target = resolve(request.target);
  const present = await refuseOccupied(target);
  const restored = await readWhole(request);
  const growing = `${target}.restoring`;
  try {
    await rm(growing, { recursive: true, force: true });
    await mkdir(growing, { recursive: true, mode: 0o700 });
    const paths = workspacePaths(growing);
    for (const name of WORKSPACE_FOLDERS) await mkdir(paths[name], { recursive: true, mode: 0o700 });
    const { files } = restored.manifest;
    for (const [at, { name, sha256 }] of files.entries()) {
      request.signal.throwIfAborted();
      request.onProgress(at, files.length);
      const copied = await copyChecked(name, join(request.from, name), join(growing, name));
      if (copied.sha256 !== sha256) throw changed(1, files.length);
    }
    await writeFile(paths.lockFile, '', { mode: 0o600, flag: 'wx' });
    await syncFolder(growing);
    request.onProgress(files.length, files.length);
    await ports.judge(growing, restored);
    request.signal.throwIfAborted();
    if (present) await rmdir(target);
    await rename(growing, target);
    await syncFolder(dirname(target));
    return restored;
  } catch (error) {
    await rm(growing, { recursive: true, force: true }).catch(() => undefined);
    if (request.signal.aborted)
      throw new Problem('cancelled', 'the restore was cancelled', 'Nothing was left behind.');
    throw fileProblem(error, target);
  }
}

/** @returns whether an empty folder stands there */
async function refuseOccupied(target: string): Promise<boolean> {
  const { state } = await inspectWorkspace(target);
  if (state === 'none') return false;
  if (state === 'empty') return true;
  throw new Problem(
    'already_exists',
    `something stands at \`${target}\` already`,
    'Rename what is there and keep it: what was recorded after the backup stands in it alone.',
  );
}

/** The whole of the backup is compared before anything of it is used. */
async function readWhole({ from }: RestoreRequest): Promise<Restored> {
  const { manifest, missing, changed: other, added, sizeBytes } = await checkBackup(from, () => undefined);
  const wrong = missing.length + other.length + added.length;
  if (wrong > 0) throw changed(wrong, manifest.files.length);
  return { manifest, sizeBytes, sha256: await sha256File(join(from, MANIFEST_FILE)) };
}

function changed(count: number, of: number): Problem {
  return new Problem(
    'check_failed',
    `${count} of ${of} files of the backup are not as they were written`,
    '`swarm backup verify` names them. Take another backup.',
  );
}
