import { cp, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Copies a file or folder and changes one bit in the middle of the named file of the copy. */
export async function flipOneByte(source: string, copy: string, inside?: string): Promise<string> {
  await cp(source, copy, { recursive: true });
  const target = inside === undefined ? copy : join(copy, inside);
  const file = await open(target, 'r+');
  try {
    const { size } = await file.stat();
    const position = Math.floor(size / 2);
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, position);
    byte[0] = (byte[0] ?? 0) ^ 1;
    await file.write(byte, 0, 1, position);
  } finally {
    await file.close();
  }
  return target;
}

/** The largest file below a folder, as a path relative to it. */
export async function largestFile(folder: string, within = ''): Promise<string> {
  let best = { path: '', size: -1 };
  for (const item of await readdir(join(folder, within), { withFileTypes: true, recursive: true })) {
    if (!item.isFile()) continue;
    const path = join(item.parentPath, item.name);
    const { size } = await stat(path);
    if (size > best.size) best = { path, size };
  }
  return best.path.slice(folder.length + 1);
}
