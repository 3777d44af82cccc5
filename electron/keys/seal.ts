import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../shared/formats/canonical-json.ts';
import { Problem } from '../../shared/domain/index.ts';

/** AES-256-GCM keys are 32 bytes. */
export const KEY_BYTES = 32;
/** Bytes that a seal adds: version, nonce, tag. */
export const SEAL_OVERHEAD_BYTES = 1 + 12 + 16;

/**
 * A key as bytes, which can be wiped, or as a `KeyObject`, which is several times quicker where one key opens or
 * seals thousands of small pieces; that one lives for the batch alone, and OpenSSL clears it when it is collected.
 */
export type SealingKey = Uint8Array | KeyObject;

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Associated data from named parts, such as workspace, category and payload id. Canonical JSON keeps
 * `['ab', 'c']` and `['a', 'bc']` apart.
 */
export function associatedData(...parts: readonly (string | number)[]): Uint8Array {
  return Buffer.from(canonicalJson(parts), 'utf8');
}

/**
 * Seals bytes with AES-256-GCM: version, random nonce, ciphertext, tag.
 *
 * INVARIANT: the nonce is random, so one key must not seal more than 2^32 times; every bulk use has
 * a key of its own (seal.test.ts).
 *
 * @param aad what the bytes belong to; `openBytes` wants the same
 * @throws RangeError for a key that is not 32 bytes
 */
export function sealBytes(key: SealingKey, aad: Uint8Array, plain: Uint8Array): Uint8Array<ArrayBuffer> {
  checkKey(key);
  // Every byte is written below, so the room need not be cleared first; it is of its own, not of a pool.
  const sealed = new Uint8Array(Buffer.allocUnsafeSlow(plain.length + SEAL_OVERHEAD_BYTES).buffer);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  sealed[0] = VERSION;
  sealed.set(nonce, 1);
  sealed.set(cipher.update(plain), 1 + NONCE_BYTES);
  cipher.final();
  sealed.set(cipher.getAuthTag(), sealed.length - TAG_BYTES);
  return sealed;
}

/**
 * Opens what `sealBytes` made.
 *
 * @throws Problem `damaged` for any other key, associated data or byte; nothing of the content leaves.
 */
export function openBytes(key: SealingKey, aad: Uint8Array, sealed: Uint8Array): Uint8Array {
  checkKey(key);
  if (sealed.length < SEAL_OVERHEAD_BYTES || sealed[0] !== VERSION) throw doesNotOpen();
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    wipe(plain);
    throw doesNotOpen();
  }
  return plain;
}

/** Overwrites key material and opened content with zeros. */
export function wipe(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0);
}

function checkKey(key: SealingKey): void {
  if ((key instanceof Uint8Array ? key.length : key.symmetricKeySize) !== KEY_BYTES)
    throw new RangeError(`a key has ${KEY_BYTES} bytes`);
}

function doesNotOpen(): Problem {
  return new Problem(
    'damaged',
    'an encrypted piece does not open: it was changed, or belongs elsewhere',
    'Restore it from a backup; verify the journal to see whether more is affected.',
  );
}
