import { readdir, readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Problem, WorkspaceId } from '../../../shared/domain/index.ts';
import { KEY_FILE_FORMAT } from '../../keys/index.ts';
import { fileProblem } from './file-problem.ts';
import { workspacePaths } from './paths.ts';

const APPLICATION = 'swarm-clinical';
/** The file itself is small; anything bigger is not ours. */
const MAX_FILE_BYTES = 64 * 1024;

/** Format versions this application writes and reads. A higher number or another name is from the future. */
export const WORKSPACE_FORMATS = { workspace: 1, keys: KEY_FILE_FORMAT } as const;

const WorkspaceFile = z.strictObject({
  application: z.literal(APPLICATION),
  id: WorkspaceId,
  createdAtMs: z.int(),
  /** Holds real patients: the stand-in for Electron does not open it. A guard rail, not a lock. */
  production: z.boolean().default(false),
  /** As the workspace was made; the key file says its own format, which may be newer by now. */
  formats: z.strictObject({ workspace: z.literal(1), keys: z.int().min(1).max(KEY_FILE_FORMAT) }),
});
type WorkspaceFile = z.infer<typeof WorkspaceFile>;

/** Enough of any version to see whose file it is and how new. */
const AnyVersion = z.looseObject({
  application: z.literal(APPLICATION),
  formats: z.record(z.string(), z.int()),
});

/** What stands at a path. `why` is a clause without final stop. */
export type WorkspaceState =
  | { readonly state: 'none' }
  | { readonly state: 'empty' }
  | { readonly state: 'foreign' | 'newer' | 'damaged'; readonly why: string }
  | {
      readonly state: 'ok';
      readonly id: WorkspaceId;
      readonly createdAtMs: number;
      readonly production: boolean;
    };

export function workspaceFileText(id: WorkspaceId, createdAtMs: number, production = false): string {
  const formats = WORKSPACE_FORMATS;
  const file: WorkspaceFile = { application: APPLICATION, id, createdAtMs, production, formats };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Looks at a path and changes nothing.
 *
 * INVARIANT: never opens the `lock` file; closing it would drop this process's lock (lock.test.ts).
 *
 * @throws Problem `not_allowed`, `invalid_input` where the path cannot be read: unreadable is not absent
 */
export async function inspectWorkspace(folder: string): Promise<WorkspaceState> {
  try {
    return await inspect(folder);
  } catch (error) {
    throw fileProblem(error, folder);
  }
}

async function inspect(folder: string): Promise<WorkspaceState> {
  const paths = workspacePaths(folder);
  const names = await listFolder(folder);
  if (names === undefined) return { state: 'none' };
  if (names === 'file') return { state: 'foreign', why: 'it is a file, not a folder' };
  if (names.length === 0) return { state: 'empty' };
  if (!names.includes('workspace.json')) return { state: 'foreign', why: 'it holds other files' };

  const value = await readJson(paths.workspaceFile);
  const any = AnyVersion.safeParse(value);
  if (!any.success) {
    return value === undefined
      ? { state: 'damaged', why: '`workspace.json` is cut short or is no JSON' }
      : { state: 'foreign', why: 'its `workspace.json` was not written by this application' };
  }
  const newer = newerFormat(any.data.formats);
  if (newer !== undefined) return { state: 'newer', why: newer };
  const file = WorkspaceFile.safeParse(value);
  if (!file.success) return { state: 'damaged', why: '`workspace.json` is not as it should be' };
  if (!names.includes('keys.json')) return { state: 'damaged', why: 'the key file `keys.json` is missing' };
  const { id, createdAtMs, production } = file.data;
  return { state: 'ok', id, createdAtMs, production };
}

/**
 * The workspace at a path, or the reason why there is none to open here.
 *
 * @param host what would open it; the stand-in for Electron opens no production workspace
 * @throws Problem `not_found`, `foreign_file`, `newer_format`, `damaged`, `unsupported`
 */
export async function requireWorkspace(
  folder: string,
  host: 'electron' | 'stand-in' | 'command-line' = 'command-line',
): Promise<{ id: WorkspaceId; createdAtMs: number; production: boolean }> {
  const found = await inspectWorkspace(folder);
  switch (found.state) {
    case 'ok':
      if (found.production && host === 'stand-in') {
        throw new Problem(
          'unsupported',
          `the workspace at \`${folder}\` is for production, and this is the Chromium stand-in for Electron`,
          'Open it in the installed application; nothing there was touched.',
        );
      }
      return { id: found.id, createdAtMs: found.createdAtMs, production: found.production };
    case 'none':
    case 'empty':
      throw new Problem(
        'not_found',
        `there is no workspace at \`${folder}\``,
        'Make one with `swarm workspace create`, or name the right folder with `--workspace`.',
      );
    case 'foreign':
      throw new Problem(
        'foreign_file',
        `\`${folder}\` is not a workspace: ${found.why}`,
        'Name another folder; nothing there was touched.',
      );
    case 'newer':
      throw new Problem(
        'newer_format',
        `the workspace at \`${folder}\` was written by a newer version: ${found.why}`,
        'Open it with the newer version; nothing there was touched.',
      );
    case 'damaged':
      throw new Problem(
        'damaged',
        `the workspace at \`${folder}\` is damaged: ${found.why}`,
        'Restore it from a backup; nothing there was touched.',
      );
  }
}

async function listFolder(folder: string): Promise<readonly string[] | 'file' | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'file';
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') return 'file';
    throw error;
  }
}

async function readJson(path: string): Promise<unknown> {
  if ((await stat(path)).size > MAX_FILE_BYTES) return null;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function newerFormat(formats: Readonly<Record<string, number>>): string | undefined {
  for (const [name, version] of Object.entries(formats)) {
    const known = Object.hasOwn(WORKSPACE_FORMATS, name)
      ? WORKSPACE_FORMATS[name as keyof typeof WORKSPACE_FORMATS]
      : 0;
    if (version > known)
      return `format \`${name}\` ${version}, this application knows ${known === 0 ? 'none' : known}`;
  }
  return undefined;
}
