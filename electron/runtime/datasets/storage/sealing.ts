import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Problem } from '../../../../shared/domain/index.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What sealing adds to the clear bytes. */
export const SEAL_BYTES = IV_BYTES + TAG_BYTES;

/** The place that sealed bytes belong to; bound as associated data, so that they open nowhere else. */
export type Place = readonly (string | number)[];

/** AES-256-GCM with a random 96-bit IV: iv, ciphertext, tag. */
export function seal(key: Uint8Array, place: Place, clear: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(clear.length + SEAL_BYTES);
  const iv = randomBytes(IV_BYTES);
  iv.copy(sealed, 0);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(associatedData(place));
  const body = cipher.update(clear);
  body.copy(sealed, IV_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(sealed, IV_BYTES + clear.length);
  return sealed;
}

/**
 * The clear bytes of what `seal` made for the same key and place.
 *
 * @throws Problem `damaged` when key, place or any byte differs
 */
export function unseal(key: Uint8Array, place: Place, sealed: Uint8Array, what: string): Buffer {
  if (sealed.length < SEAL_BYTES) throw damaged(what);
  const end = sealed.length - TAG_BYTES;
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  cipher.setAAD(associatedData(place));
  cipher.setAuthTag(sealed.subarray(end));
  const clear = cipher.update(sealed.subarray(IV_BYTES, end));
  try {
    cipher.final();
  } catch {
    clear.fill(0);
    throw damaged(what);
  }
  return clear;
}

/** Unambiguous bytes for a list of parts: JSON of strings and numbers has one spelling here. */
function associatedData(place: Place): Buffer {
  return Buffer.from(JSON.stringify(['swarm-dataset/1', ...place]), 'utf8');
}

function damaged(what: string): Problem {
  return new Problem(
    'damaged',
    `${what} does not open: it was changed, moved, or belongs to another workspace`,
    'Restore the dataset from a backup, or import its source file again.',
  );
}
