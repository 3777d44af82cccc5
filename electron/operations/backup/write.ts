import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Problem, type Sha256Hex, type WorkspaceId } from '../../../shared/domain/index.ts';
import { sha256File, sha256Hex, syncFolder } from '../../core/index.ts';
import { behindLinks } from '../workspace/behind-links.ts';
import { fileProblem } from '../workspace/file-problem.ts';
import { WORKSPACE_FOLDERS, workspacePaths } from '../workspace/paths.ts';
import { copyChecked, type Copied } from './copy-checked.ts';
import { RESTORE_GUIDE } from './guide.ts';
import { GUIDE_FILE, MANIFEST_FILE, type BackupManifest } from './manifest.ts';

export interface BackupRequest {
  readonly folder: string;
  /** Where the copy is to stand; nothing may be there yet. */
  readonly target: string;
  readonly workspace: WorkspaceId;
  readonly appVersion: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

export interface BackupPorts {
  /**
   * Copies the journal into `journal` inside a folder that is not there yet, and MUST verify the copy from
   * its stored bytes; rejects where it does not verify, leaving nothing.
   */
  copyJournal(target: string, signal: AbortSignal): Promise<{ readonly size: number; readonly root: string }>;
}

export interface WrittenBackup {
  readonly manifest: BackupManifest;
  /** Of the list of files, `backup.json`. */
  readonly sha256: Sha256Hex;
  readonly sizeBytes: number;
}

/** The lock with what SQLite keeps beside it, and the papers of a backup that was copied back by hand. */
const NOT_DATA: ReadonlySet<string> = new Set(['lock', 'lock-journal', MANIFEST_FILE, GUIDE_FILE]);

/** A service key's half in the workspace: one that was revoked since must not come back with a copy. */
const SERVICE_KEY = /^service-keys\/[^/]+\/key\.json$/;

/**
 * Copies a whole workspace, sealed as it is. Each file is read back from the copy and compared, the
 * journal is verified entry by entry, and only then does the copy take its name: complete or not at all.
 *
 * INVARIANT: nobody writes to anything but the journal meanwhile (content is closed for who makes
 * backups), and the lock file is never opened (lock.test.ts): the copy gets a new one.
 *
 * @throws Problem `already_exists`, `invalid_input`, `not_allowed`, `storage_full`, `damaged`, `cancelled`
 */
export async function writeBackup(request: BackupRequest, ports: BackupPorts): Promise<WrittenBackup> {
  const [source, target] = [resolve(request.folder), resolve(request.target)];
  await refusePlace(source, target);
  const growing = `${target}.growing`;
  try {
    await rm(growing, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    const journal = await ports.copyJournal(growing, request.signal);
    const files = [
      ...(await describeAll(growing, await filesIn(growing))),
      ...(await copyAll(request, source, growing)),
    ];
    const paths = workspacePaths(growing);
    for (const name of WORKSPACE_FOLDERS) await mkdir(paths[name], { recursive: true, mode: 0o700 });
    await writeFile(paths.lockFile, '', { mode: 0o600, flag: 'wx' });
    const manifest: BackupManifest = {
      ...{ application: 'swarm-clinical', format: 1, workspace: request.workspace },
      ...{ appVersion: request.appVersion, madeAtMs: request.nowMs },
      journal: { size: journal.size, root: journal.root as Sha256Hex },
      files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
    const text = `${JSON.stringify(manifest, null, 1)}\n`;
    await writeFile(join(growing, GUIDE_FILE), RESTORE_GUIDE, { mode: 0o600, flag: 'wx', flush: true });
    await writeFile(join(growing, MANIFEST_FILE), text, { mode: 0o600, flag: 'wx', flush: true });
    await syncFolder(growing);
    request.signal.throwIfAborted();
    await rename(growing, target);
    await syncFolder(dirname(target));
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    return { manifest, sha256: sha256Hex(text), sizeBytes };
  } catch (error) {
    await rm(growing, { recursive: true, force: true }).catch(() => undefined);
    if (request.signal.aborted)
      throw new Problem('cancelled', 'the backup was cancelled', 'Nothing was left behind.');
    throw fileProblem(error, target);
  }
}

async function refusePlace(source: string, target: string): Promise<void> {
  if (existsSync(target))
    throw new Problem(
      'already_exists',
      `something stands at \`${target}\` already`,
      'Name a new folder; a backup never takes the place of another.',
    );
  await requireOutside(source, target);
}

/** @throws Problem `invalid_input` for a place inside the workspace, also by way of links */
export async function requireOutside(workspace: string, place: string): Promise<void> {
  const [source, target] = [await behindLinks(workspace), await behindLinks(place)];
  const from = relative(source, target);
  if (from === '' || !(from === '..' || from.startsWith(`..${sep}`) || resolve(from) === from))
    throw new Problem(
      'invalid_input',
      'a backup does not go into the workspace that it is a copy of',
      'Name a folder on another disk or medium.',
    );
}

/** Everything but the journal, which has its own way of being copied, and the lock, which is nobody's data. */
async function copyAll(
  { signal, onProgress }: BackupRequest,
  source: string,
  growing: string,
): Promise<Copied[]> {
  const names = (await filesIn(source)).filter(
    (name) => !NOT_DATA.has(name) && !SERVICE_KEY.test(name) && !name.startsWith('journal/'),
  );
  const copied: Copied[] = [];
  for (const [at, name] of names.entries()) {
    signal.throwIfAborted();
    onProgress(at, names.length);
    copied.push(await copyChecked(name, join(source, name), join(growing, name)));
  }
  onProgress(names.length, names.length);
  return copied;
}

async function describeAll(folder: string, names: readonly string[]): Promise<Copied[]> {
  const described: Copied[] = [];
  for (const name of names) {
    const file = await open(join(folder, name), 'r');
    const { size } = await file.stat().finally(() => file.close());
    described.push({ name, sizeBytes: size, sha256: await sha256File(join(folder, name)) });
  }
  return described;
}

/** Every file in a folder, by names with forward slashes. @throws Problem `invalid_input` for anything else */
export async function filesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/');
    if (entry.isFile()) names.push(name);
    else if (!entry.isDirectory())
      throw new Problem(
        'invalid_input',
        'a link or device stands in the folder, which no workspace has',
        'Find out who put it there.',
      );
  }
  return names.sort();
}
