import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';
import { syncFolder } from '../core/index.ts';
import { publicKeyOf } from './envelope.ts';
import { wipe } from './seal.ts';

/** `SWCK`, a version, a P-256 private key, and the first bytes of a SHA-256 over all of it. */
const MAGIC = Buffer.from('SWCK\x01', 'latin1');
const KEY_BYTES = 32;
const CHECK_BYTES = 8;
const FILE_BYTES = MAGIC.length + KEY_BYTES + CHECK_BYTES;

/**
 * Writes a key file for removable media, durable when it resolves. Mode 600, which most sticks do not keep.
 *
 * @throws Problem `already_exists`; `not_found` where the medium is not there; `storage_full`, `not_allowed`
 */
export async function writeCustodyFile(path: string, privateKey: Uint8Array): Promise<void> {
  const body = Buffer.concat([MAGIC, privateKey]);
  const bytes = Buffer.concat([body, check(body)]);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(dirname(path));
  } catch (error) {
    throw ofMedium(error, path);
  } finally {
    wipe(body, bytes);
  }
}

/**
 * The private key of a key file; the caller wipes it.
 *
 * @param publicKey that of the key that is wanted
 * @throws Problem `not_found` where the medium is not inserted, `damaged` for a file cut short or changed,
 * `foreign_file` for another key
 */
export async function readCustodyFile(path: string, publicKey: Uint8Array): Promise<Uint8Array> {
  let bytes: Buffer;
  try {
    if ((await stat(path)).size !== FILE_BYTES) throw notWhole(path);
    bytes = await readFile(path);
  } catch (error) {
    throw error instanceof Problem ? error : ofMedium(error, path);
  }
  const body = bytes.subarray(0, MAGIC.length + KEY_BYTES);
  try {
    if (!body.subarray(0, MAGIC.length).equals(MAGIC) || !check(body).equals(bytes.subarray(-CHECK_BYTES)))
      throw notWhole(path);
    const key = Uint8Array.from(body.subarray(MAGIC.length));
    if (Buffer.from(publicKeyOf(key)).equals(publicKey)) return key;
    wipe(key);
    throw new Problem(
      'foreign_file',
      `the key file \`${basename(path)}\` is not that of this workspace`,
      'Insert the medium with the key file that was made last.',
    );
  } finally {
    wipe(bytes);
  }
}

function check(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, CHECK_BYTES);
}

function notWhole(path: string): Problem {
  return new Problem(
    'damaged',
    `the key file \`${basename(path)}\` is cut short or was changed`,
    'Insert its copy, if you made one; else recovery sheets bring access back.',
  );
}

function ofMedium(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const name = basename(path);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
    case 'EIO':
      return new Problem(
        'not_found',
        `the medium with the key file \`${name}\` is not there`,
        'Insert it and try again; nothing was changed. If it is lost, recovery sheets bring access back.',
      );
    case 'EEXIST':
      return new Problem('already_exists', `a file \`${name}\` stands there already`, 'Choose another name.');
    case 'ENOSPC':
      return new Problem('storage_full', 'the medium is full', 'Make room and try again.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Problem(
        'not_allowed',
        `the key file \`${name}\` cannot be read or written there`,
        'Look at the rights on the medium, and whether it is write-protected.',
      );
    case undefined:
    default:
      return error;
  }
}
