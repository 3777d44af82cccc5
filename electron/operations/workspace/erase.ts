import { randomBytes } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { removeSecretFile, syncFolder } from '../../core/index.ts';
import { behindLinks } from './behind-links.ts';
import { fileProblem } from './file-problem.ts';
import { inspectWorkspace } from './inspect.ts';
import { workspacePaths } from './paths.ts';

const MARK = '.erasing-';

/**
 * Erases a workspace that nobody has open: it loses its name in one rename, then the key file, the one place
 * of every wrapped key, is written over and removed, then everything else. Ended at any moment there is either
 * the whole workspace or none; `finishErasing` takes away what is left of the second.
 *
 * A link that the folder is named by is followed, and stays.
 *
 * Cryptographic erase as NIST SP 800-88 Rev. 2 has it: without the key file all that a disk may keep is
 * ciphertext whose keys are gone.
 *
 * @throws Problem `not_found` where no workspace stands, `not_allowed`, `check_failed` where something is left
 */
export async function eraseWorkspace(folder: string): Promise<void> {
  const target = await behindLinks(folder);
  const { state } = await inspectWorkspace(target);
  if (state !== 'ok')
    throw new Problem('not_found', 'no workspace stands there', 'Nothing was erased; look at the folder.');
  const gone = `${target}${MARK}${randomBytes(4).toString('hex')}`;
  try {
    await rename(target, gone);
    await syncFolder(dirname(target));
    await takeAway(gone);
  } catch (error) {
    throw fileProblem(error, target);
  }
  const left = [(await inspectWorkspace(target)).state, (await inspectWorkspace(gone)).state];
  if (left.some((each) => each !== 'none'))
    throw new Problem(
      'check_failed',
      'something of the workspace is left',
      `Look at \`${dirname(target)}\`.`,
    );
}

/** Takes away what an erasure left that was ended in its middle. Safe where there is nothing. */
export async function finishErasing(folder: string): Promise<void> {
  const target = await behindLinks(folder);
  const names = await readdir(dirname(target)).catch(() => []);
  for (const name of names)
    if (name.startsWith(`${basename(target)}${MARK}`)) await takeAway(join(dirname(target), name));
}

async function takeAway(gone: string): Promise<void> {
  await removeSecretFile(workspacePaths(gone).keyFile);
  await rm(gone, { recursive: true, force: true });
  await syncFolder(dirname(gone));
}
