import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { sha256File, syncFolder } from '../../core/index.ts';
import { plainFileAt, realFolderOf, requirePlainPath } from './places.ts';
import type { Protected } from './protect/protected.ts';

export interface Written {
  readonly sizeBytes: number;
  /** Of the file as it was read back from the medium. */
  readonly sha256: Sha256Hex;
}

/**
 * A place that a person chose to write to: in a folder of nobody but people, with the extension that says what the
 * file will hold. Where the extension had to be added, nothing may stand there yet, since nobody was asked.
 *
 * @param closed folders of the application itself
 * @throws Problem `invalid_input`, `not_found`, `not_allowed`, `already_exists`
 */
export async function placeFor(
  chosen: string,
  extension: string | undefined,
  closed: readonly string[],
): Promise<string> {
  requirePlainPath(chosen);
  const folder = await realFolderOf(chosen, closed);
  const name = basename(chosen);
  const fits = extension === undefined || name.toLowerCase().endsWith(`.${extension}`);
  const path = join(folder, fits ? name : `${name}.${extension}`);
  if ((await plainFileAt(path)) && !fits)
    throw new Problem('already_exists', `\`${basename(path)}\` stands there already`, 'Choose another name.');
  return path;
}

/** A name of its own beside a file, for the time until it is whole. */
export function growingBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
}

/**
 * Writes a file whole or not at all: under a name of its own beside its place, durable, read back, then renamed.
 *
 * @throws Problem `storage_full`, `not_allowed`, `damaged`, `cancelled`, and whatever the source throws
 */
export async function writeOut(
  path: string,
  pieces: Protected,
  signal: AbortSignal,
  growing: string = growingBeside(path),
): Promise<Written> {
  try {
    // Exclusive: what stands there, a link included, is refused.
    const file = await open(growing, 'wx', 0o600);
    let sizeBytes = 0;
    try {
      for await (const piece of pieces) {
        if (signal.aborted) throw new Problem('cancelled', 'the export was cancelled; no file was written');
        if (piece instanceof Uint8Array) {
          await writeAt(file, piece, sizeBytes);
          sizeBytes += piece.length;
        } else await writeAt(file, piece.bytes, piece.at);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = await readBack(growing, sizeBytes);
    await rename(growing, path);
    await syncFolder(dirname(path));
    return { sizeBytes, sha256 };
  } catch (error) {
    await rm(growing, { force: true });
    throw explained(error);
  }
}

async function readBack(path: string, sizeBytes: number): Promise<Sha256Hex> {
  const file = await open(path, 'r');
  const { size } = await file.stat().finally(() => file.close());
  if (size !== sizeBytes)
    throw new Problem(
      'damaged',
      'the medium does not give back what was written',
      'Use another medium; nothing was left on this one.',
    );
  return sha256File(path);
}

async function writeAt(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

function explained(error: unknown): unknown {
  switch (String((error as NodeJS.ErrnoException).code)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new Problem(
        'storage_full',
        'the disk that was chosen is full',
        'Make room or choose another place.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Problem('not_allowed', 'nothing may be written there', 'Choose another place.');
    case 'EIO':
    case 'ENODEV':
      return new Problem('damaged', 'the medium failed or was taken out', 'Put it back, or use another.');
    default:
      return error;
  }
}
