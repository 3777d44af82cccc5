import { randomBytes } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder, writeFileAtomic } from './files.ts';

/**
 * `writeFileAtomic` for a wrapped key: the bytes of the file before are overwritten once the new one is safe,
 * so that what the file system keeps of it opens nothing.
 */
export async function replaceSecretFile(path: string, content: Uint8Array): Promise<void> {
  // Held open, because its name goes to the new file.
  const before = await open(path, 'r+').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  try {
    // Windows renames nothing over a file that is open.
    if (process.platform === 'win32') await before?.close();
    await writeFileAtomic(path, content);
    if (before === undefined || process.platform === 'win32') return;
    await overwrite(before);
  } finally {
    if (process.platform !== 'win32') await before?.close();
  }
}

/**
 * Removes a file that holds a wrapped key: random bytes take its place first, so that what the file system
 * keeps of it opens nothing. What a drive keeps of blocks that were written over is out of reach here. Safe where no file is.
 */
export async function removeSecretFile(path: string): Promise<void> {
  const file = await open(path, 'r+').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    await overwrite(file);
  } finally {
    await file.close();
  }
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

async function overwrite(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  await file.write(randomBytes(size), 0, size, 0);
  await file.sync();
}
