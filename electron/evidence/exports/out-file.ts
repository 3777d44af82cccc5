import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { syncFolder } from '../../core/index.ts';

/** The neighbour in which a file grows until it is whole. */
function partOf(path: string): string {
  return `${path}.part`;
}

/**
 * Takes the name of a file that is going to be written, so that nothing that stands there is ever replaced.
 *
 * @throws Problem `already_exists`; `not_found` where nothing can be written there
 */
export async function reserveFile(path: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.close();
  } catch (error) {
    throw describe(error, basename(path));
  }
}

/** Lets go of a reserved name, and of what was written for it. */
export async function discardFile(path: string): Promise<void> {
  await rm(partOf(path), { force: true });
  await rm(path, { force: true });
}

/** A file that is written piece by piece under a name that was reserved, and takes it when it is whole. */
export class PartFile {
  readonly #path: string;
  readonly #file: FileHandle;
  #hash: ReturnType<typeof createHash> | undefined = createHash('sha256');
  #size = 0;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** @throws Problem `already_exists` for what an earlier attempt left, `not_found` */
  static async create(path: string): Promise<PartFile> {
    try {
      return new PartFile(path, await open(partOf(path), 'wx', 0o600));
    } catch (error) {
      throw describe(error, basename(partOf(path)));
    }
  }

  /** Bytes written so far: where the next ones will stand. */
  get size(): number {
    return this.#size;
  }

  /** @throws Problem `storage_full` */
  async write(bytes: Uint8Array): Promise<void> {
    this.#hash?.update(bytes);
    await this.#put(bytes, this.#size);
    this.#size += bytes.length;
  }

  /** Writes over bytes that were written before. */
  async rewrite(at: number, bytes: Uint8Array): Promise<void> {
    this.#hash = undefined;
    await this.#put(bytes, at);
  }

  /** The file takes its name. */
  async finish(): Promise<{ readonly sizeBytes: number; readonly sha256: Sha256Hex }> {
    await this.#file.sync();
    await this.#file.close();
    const sha256 = this.#hash?.digest('hex') ?? (await hashOf(partOf(this.#path)));
    await rename(partOf(this.#path), this.#path);
    await syncFolder(dirname(this.#path));
    return { sizeBytes: this.#size, sha256: sha256 as Sha256Hex };
  }

  async #put(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let at = 0; at < bytes.length;)
        at += (await this.#file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
    } catch (error) {
      throw describe(error, basename(this.#path));
    }
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function describe(error: unknown, name: string): unknown {
  switch ((error as NodeJS.ErrnoException).code ?? '') {
    case 'EEXIST':
      return new Problem(
        'already_exists',
        `there is a file \`${name}\` already`,
        'Choose another name: what was exported once is not replaced.',
      );
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new Problem('storage_full', 'there is no room for the export', 'Choose another medium.');
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Problem(
        'not_found',
        `\`${name}\` cannot be written there`,
        'Check the folder and its permissions.',
      );
    default:
      return error;
  }
}
