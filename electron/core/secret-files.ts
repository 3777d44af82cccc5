import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './files.ts';

/**
 * Removes a file that holds a wrapped key: random bytes take its place first, so that what the file system
 * keeps of it opens nothing. Safe where no file is.
 */
export async function removeSecretFile(path: string): Promise<void> {
  const file = await open(path, 'r+').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    const { size } = await file.stat();
    await file.write(randomBytes(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}
