import { open, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';
import { noteInFile } from '../../shared/formats/index.ts';
import type { VerifyView } from '../../shared/ipc/index.ts';
import { sha256Hex } from '../core/index.ts';
import { inspectDocument, verifyRunFolder } from '../evidence/index.ts';
import { WITNESS_LINE } from '../../shared/verify/index.ts';
import { openToVerify, readKeyFileView, type DeviceSecretStore } from '../keys/index.ts';
import { inspectWorkspace, requireWorkspace, workspacePaths } from '../operations/index.ts';
import { findPerson } from '../governance/index.ts';
import { readReportFile } from './report-files.ts';
import type { VerifyJournal } from './verify-port.ts';
import { readWitnessPath } from './witness-files.ts';

export interface VerifyPathPorts {
  readonly deviceSecrets: DeviceSecretStore;
  /** The workspace whose root certificate a report or run folder is judged against. */
  readonly workspaceFolder: string;
  readonly verifyJournal: VerifyJournal;
  /** Asked for a workspace alone. `people` are names to choose from. */
  signIn(people: readonly string[]): Promise<{ readonly person: string; readonly password: string }>;
  onProgress(done: number, total: number): void;
  /** Files with checkpoints that were kept elsewhere. */
  readonly witnessFiles?: readonly string[];
  /** Root fingerprints that are known beside that of the workspace. */
  readonly roots?: readonly string[];
  /** A workspace whose journal a report is held against; asks to sign in. */
  readonly journalFolder?: string | undefined;
}

/**
 * Verifies whatever lies at a path: a report, a run folder or a workspace. Reads only; a workspace is
 * verified on a private copy of its journal, without being opened for work.
 *
 * @throws Problem `not_found`, `invalid_input` for anything else, and as `openToVerify`
 */
export async function verifyPath(path: string, ports: VerifyPathPorts): Promise<VerifyView> {
  const about = await stat(path).catch(() => undefined);
  if (about === undefined)
    throw new Problem('not_found', `there is nothing at \`${path}\``, 'Check the path.');
  if (about.isFile()) {
    if (!(await startsAsDocument(path)))
      throw new Problem(
        'invalid_input',
        `\`${basename(path)}\` is neither a PDF nor an evidence bundle`,
        'Name a report, a bundle, a run folder or a workspace.',
      );
    return verifyFile(path, ports);
  }
  if ((await inspectWorkspace(path)).state !== 'foreign') return verifyWorkspace(path, ports);
  const manifest = await stat(join(path, 'manifest.json')).catch(() => undefined);
  if (manifest?.isFile() === true) return verifyRunFolder(path, { roots: await knownRoots(ports) });
  throw new Problem(
    'invalid_input',
    `\`${path}\` is neither a workspace nor a run folder`,
    'Name a report, a run folder or a workspace.',
  );
}

/** A report or a bundle, and its checkpoint beside witnesses and the journal. */
async function verifyFile(path: string, ports: VerifyPathPorts): Promise<VerifyView> {
  const bytes = await readReportFile(path);
  const options = { fileName: basename(path), roots: await knownRoots(ports) };
  const witnesses = await notesIn(ports.witnessFiles ?? []);
  const { view, checkpoint } = await inspectDocument(bytes, { ...options, witnesses });
  const { journalFolder } = ports;
  if (journalFolder === undefined) return view;
  if (checkpoint === undefined)
    throw new Problem(
      'wrong_usage',
      `\`${basename(path)}\` carries no checkpoint that a journal could be held against`,
    );
  const journal = await verifyWorkspace(journalFolder, ports, [checkpoint]);
  const others = view.lines.filter(({ what }) => what !== WITNESS_LINE || witnesses.length > 0);
  return {
    ok: view.ok && journal.ok,
    subject: view.subject,
    lines: [...others, ...journal.lines.map((line) => ({ ...line, what: `Journal: ${line.what}` }))],
  };
}

async function notesIn(files: readonly string[]): Promise<string[]> {
  return Promise.all(files.map(async (path) => noteInFile(await readWitnessPath(path))));
}

async function knownRoots({ workspaceFolder, roots = [] }: VerifyPathPorts): Promise<string[]> {
  const own = await pinnedRoot(workspaceFolder);
  return own === undefined ? [...roots] : [own, ...roots];
}

async function verifyWorkspace(
  folder: string,
  ports: VerifyPathPorts,
  held: readonly string[] = [],
): Promise<VerifyView> {
  const { id: workspaceId } = await requireWorkspace(folder);
  const witnessed = [...held, ...(await notesIn(ports.witnessFiles ?? []))];
  const paths = workspacePaths(folder);
  const { people } = await readKeyFileView(paths.keyFile);
  const { person, password } = await ports.signIn(people.map(({ name, role }) => `${name} (${role})`));
  const keys = await openToVerify({
    path: paths.keyFile,
    workspaceId,
    personId: findPerson(people, person).id,
    password,
    deviceSecrets: ports.deviceSecrets,
  });
  try {
    return await ports.verifyJournal(
      { workspaceId, paths },
      keys.metadata,
      keys.contentDbKey,
      ports.onProgress,
      witnessed,
    );
  } finally {
    keys.close();
  }
}

async function startsAsDocument(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(5);
    await file.read(start, 0, 5, 0);
    return start.toString('latin1') === '%PDF-' || start.toString('latin1', 0, 2) === 'PK';
  } finally {
    await file.close();
  }
}

/** The workspace's root certificate, in clear and PEM, for those who verify without a password. */
export const ROOT_FILE = 'reports/workspace-root.pem';

async function pinnedRoot(workspaceFolder: string): Promise<string | undefined> {
  const text = await readFile(join(workspaceFolder, ROOT_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return sha256Hex(Buffer.from(text.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64'));
}
