import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Sha256Hex } from '../../shared/domain/index.ts';

const CODE = /\.(?:[cm]?js|ts)$/;
const NOT_RUN = /\.test\.ts$|\.d\.ts$/;

/**
 * SHA-256 over every file of code below these folders, each with its path: the version of the program that
 * really runs, whatever its version number says. Maps, types and tests do not run and do not count.
 *
 * @throws Error of the file system when a file cannot be read
 */
export async function codeVersion(folders: readonly string[]): Promise<Sha256Hex> {
  const hash = createHash('sha256');
  for (const [index, folder] of folders.entries()) {
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile() && CODE.test(entry.name) && !NOT_RUN.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      const bytes = await readFile(file);
      const path = file.slice(folder.length).split(sep).join('/');
      hash.update(`${index}${path}\n${bytes.byteLength}\n`).update(bytes);
    }
  }
  return hash.digest('hex') as Sha256Hex;
}
