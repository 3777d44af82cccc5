import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem, type Role, type WorkspaceId } from '../../../shared/domain/index.ts';
import { syncFolder, type Clock } from '../../core/index.ts';
import {
  createKeyFile,
  type CreatedKeys,
  type DeviceSecretStore,
  type NewPerson,
  type PasswordCostSource,
  type Person,
} from '../../keys/index.ts';
import { behindLinks } from './behind-links.ts';
import { fileProblem } from './file-problem.ts';
import { inspectWorkspace, workspaceFileText } from './inspect.ts';
import { workspacePaths, WORKSPACE_FOLDERS, type WorkspacePaths } from './paths.ts';

/** Every workspace begins with these, so that no act needs one person to approve their own. */
const FIRST_ROLES: readonly Role[] = ['admin', 'operator', 'compliance'];

export interface CreateWorkspaceOptions {
  readonly deviceSecrets: DeviceSecretStore;
  readonly clock: Clock;
  readonly passwordCost?: PasswordCostSource | undefined;
  /** For real patients; see `requireWorkspace`. */
  readonly production?: boolean | undefined;
  /**
   * Lays down databases and first journal entries while nothing stands at the final path yet. When it
   * rejects, nothing is left behind. MUST close what it opens; paths and keys end with it.
   */
  prepare(paths: WorkspacePaths, id: WorkspaceId, keys: CreatedKeys): Promise<void>;
}

export interface CreatedWorkspace {
  readonly id: WorkspaceId;
  readonly people: readonly Person[];
}

/**
 * Makes a workspace in a folder that is absent or empty: complete, or not at all. It grows in a
 * neighbour folder and is renamed into place.
 *
 * @throws Problem `already_exists` for a folder with anything in it; `invalid_input` where a role is
 * missing or a person is refused; `not_allowed`, `storage_full`; whatever `prepare` throws
 */
export async function createWorkspace(
  folder: string,
  people: readonly NewPerson[],
  options: CreateWorkspaceOptions,
): Promise<CreatedWorkspace> {
  checkRoles(people);
  const target = await behindLinks(folder);
  const present = await refuseOccupied(target);
  const id = randomUUID() as WorkspaceId;
  const growing = join(dirname(target), `${basename(target)}.creating-${randomBytes(4).toString('hex')}`);
  const paths = workspacePaths(growing);
  let keys: CreatedKeys | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    await mkdir(growing, { mode: 0o700 });
    for (const name of WORKSPACE_FOLDERS) await mkdir(paths[name], { mode: 0o700 });
    keys = await createKeyFile(people, {
      path: paths.keyFile,
      workspaceId: id,
      deviceSecrets: options.deviceSecrets,
      clock: options.clock,
      passwordCost: options.passwordCost,
    });
    await options.prepare(paths, id, keys);
    await writeFile(paths.lockFile, '', { mode: 0o600, flag: 'wx' });
    await writeFile(paths.workspaceFile, workspaceFileText(id, options.clock.wallMs(), options.production), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
    await syncFolder(growing);
    await moveIntoPlace(growing, target, present);
    return { id, people: keys.people };
  } catch (error) {
    await rm(growing, { recursive: true, force: true }).catch(() => undefined);
    throw fileProblem(error, target);
  } finally {
    keys?.close();
  }
}

function checkRoles(people: readonly NewPerson[]): void {
  const missing = FIRST_ROLES.filter((role) => !people.some((person) => person.role === role));
  if (missing.length > 0)
    throw new Problem(
      'invalid_input',
      `a workspace needs at least one person of each of these roles: ${missing.join(', ')}`,
      'Name an admin, an operator and a compliance officer; they must be different people.',
    );
}

/** @returns whether an empty folder stands there */
async function refuseOccupied(target: string): Promise<boolean> {
  const found = await inspectWorkspace(target);
  if (found.state === 'none') return false;
  if (found.state === 'empty') return true;
  throw occupied(target, found.state === 'foreign' ? found.why : 'a workspace stands there already');
}

async function moveIntoPlace(growing: string, target: string, present: boolean): Promise<void> {
  try {
    if (present) await rmdir(target);
    await rename(growing, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR')
      throw occupied(target, 'something came to stand there meanwhile');
    if (code === 'EBUSY')
      throw new Problem(
        'invalid_input',
        `\`${target}\` is in use or is the root of a volume`,
        'Name a new folder inside it.',
      );
    throw error;
  }
  await syncFolder(dirname(target));
}

function occupied(target: string, why: string): Problem {
  return new Problem(
    'already_exists',
    `no workspace can be made at \`${target}\`: ${why}`,
    'Name an empty or new folder; nothing there was touched.',
  );
}
