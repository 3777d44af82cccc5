import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a whole file so that after a crash either the old or the new content is there: a temporary
 * neighbour, fsync, rename, fsync of the folder.
 *
 * @param mode permission bits of a new file, owner only unless told otherwise
 */
export async function writeFileAtomic(
  path: string,
  content: Uint8Array | string,
  mode = 0o600,
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length;)
        at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

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
    const { size } = await before.stat();
    await before.write(randomBytes(size), 0, size, 0);
    await before.sync();
  } finally {
    if (process.platform !== 'win32') await before?.close();
  }
}

/**
 * Takes away a file that holds a wrapped key: written over with random bytes, flushed, then removed. What a drive
 * keeps of blocks that were written over is out of reach here.
 * Safe where nothing stands.
 */
export async function destroyFile(path: string): Promise<void> {
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
  await rm(path);
  await syncFolder(dirname(path));
}

/** Makes renames and new names in a folder durable. Windows cannot open folders and needs none of it. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
