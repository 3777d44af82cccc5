import { randomBytes } from 'node:crypto';
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem, type RunId, type WorkspaceId } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import {
  RUN_MANIFEST_FILE,
  RUN_MANIFEST_FORMAT,
  RUN_MANIFEST_SIGNATURE_FILE,
  RUN_MANIFEST_VERSION,
  RunManifest,
} from '../../../shared/formats/run-manifest.ts';
import { sha256Hex, syncFolder, writeFileAtomic } from '../../core/index.ts';
import { signDetached } from './sign/cms.ts';
import type { DocumentSigner, ReportKey } from './sign/signer.ts';

/** What a run leaves on disk beside the journal. Contents are given as they shall stand there. */
export interface RunFolderContent {
  readonly run: RunId;
  readonly workspace: WorkspaceId;
  readonly appVersion: string;
  readonly nowMs: number;
  /** Encrypted conversations: `conversations/<agent>.jsonl.enc`. */
  readonly conversations: readonly { readonly agent: string; readonly content: Uint8Array }[];
  /** Profile, statement, attestation, access audit, ...: `reports/<name>.json`. */
  readonly reports: readonly { readonly name: string; readonly content: Uint8Array }[];
  /** The signed PDF: `audit/audit_report.pdf`. */
  readonly auditReport: Uint8Array;
}

export interface WrittenRunFolder {
  readonly folder: string;
  readonly manifest: RunManifest;
}

/**
 * Writes a run folder as a whole: everything into a neighbour, durable, then one rename. The manifest
 * names every file with size and SHA-256 and is signed with the report key, so that a changed byte of
 * any file is found by name.
 *
 * @throws Problem `already_exists` when something stands at `folder`; `invalid_input` for a name that is
 * no plain file name, two files of one name, or a key that does not fit
 */
export async function writeRunFolder(
  folder: string,
  content: RunFolderContent,
  key: ReportKey | DocumentSigner,
): Promise<WrittenRunFolder> {
  const files = layOut(content);
  const manifest = makeManifest(content, files);
  const manifestBytes = Buffer.from(canonicalJson(manifest), 'utf8');
  const signature = await signDetached([manifestBytes], key);
  if (await exists(folder))
    throw new Problem(
      'already_exists',
      `something stands at \`${basename(folder)}\` already`,
      'Choose another folder.',
    );

  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  const temporary = join(parent, `.${basename(folder)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(temporary, { mode: 0o700 });
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(temporary, path)), { recursive: true, mode: 0o700 });
      await writeFileAtomic(join(temporary, path), bytes);
    }
    await writeFileAtomic(join(temporary, RUN_MANIFEST_SIGNATURE_FILE), signature);
    await writeFileAtomic(join(temporary, RUN_MANIFEST_FILE), manifestBytes);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(parent);
  return { folder, manifest };
}

function layOut(content: RunFolderContent): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (path: string, bytes: Uint8Array): void => {
    // Folders that ignore case would lose one of the two.
    const lower = path.toLowerCase();
    if ([...files.keys()].some((known) => known.toLowerCase() === lower))
      throw new Problem('invalid_input', `the run folder would hold \`${path}\` twice`);
    files.set(path, bytes);
  };
  for (const { agent, content: bytes } of content.conversations)
    put(`conversations/${plainName(agent)}.jsonl.enc`, bytes);
  for (const { name, content: bytes } of content.reports) put(`reports/${plainName(name)}.json`, bytes);
  put('audit/audit_report.pdf', content.auditReport);
  return files;
}

function plainName(name: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_-]{0,80}$/.test(name))
    throw new Problem('invalid_input', 'a file of the run folder has a name that is not plain');
  return name;
}

function makeManifest(content: RunFolderContent, files: ReadonlyMap<string, Uint8Array>): RunManifest {
  return RunManifest.parse({
    format: RUN_MANIFEST_FORMAT,
    version: RUN_MANIFEST_VERSION,
    run: content.run,
    workspace: content.workspace,
    writtenAtMs: content.nowMs,
    appVersion: content.appVersion,
    files: [...files]
      .map(([path, bytes]) => ({ path, sizeBytes: bytes.length, sha256: sha256Hex(bytes) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
