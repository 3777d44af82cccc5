import { createECDH, hkdfSync } from 'node:crypto';
import { Problem } from '../../shared/domain/index.ts';
import { associatedData, openBytes, sealBytes, wipe } from './seal.ts';

const CURVE = 'prime256v1';
/** Uncompressed point: 04, x, y. */
export const PUBLIC_KEY_BYTES = 65;
const PRIVATE_KEY_BYTES = 32;

/** A P-256 key pair as raw bytes, so that the private half can be wiped. */
export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

export function createKeyPair(): KeyPair {
  const ecdh = createECDH(CURVE);
  const publicKey = ecdh.generateKeys();
  return { publicKey, privateKey: leftPad(ecdh.getPrivateKey()) };
}

/** @throws Problem `damaged` for bytes that are no private key. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const ecdh = createECDH(CURVE);
  try {
    ecdh.setPrivateKey(privateKey);
  } catch {
    throw new Problem('damaged', 'a private key is not valid');
  }
  return ecdh.getPublicKey();
}

/**
 * Seals bytes to whoever holds the private half of a public key: ephemeral ECDH, HKDF-SHA256 over both
 * public keys, AES-256-GCM. Anyone can seal; a seal says nothing about who made it.
 *
 * @param context purpose and owner, in parts; `openWithPrivateKey` wants the same
 * @throws Problem `damaged` for bytes that are no point of the curve
 */
export function sealToPublicKey(
  publicKey: Uint8Array,
  context: readonly string[],
  plain: Uint8Array,
): Uint8Array {
  const ephemeral = createECDH(CURVE);
  const ephemeralPublic = ephemeral.generateKeys();
  const key = deriveKey(ephemeral, publicKey, ephemeralPublic, publicKey, context);
  try {
    const sealed = sealBytes(key, associatedData(...context), plain);
    return Buffer.concat([ephemeralPublic, sealed]);
  } finally {
    wipe(key);
  }
}

/** @throws Problem `damaged` for another key, another context or any changed byte. */
export function openWithPrivateKey(
  privateKey: Uint8Array,
  context: readonly string[],
  sealed: Uint8Array,
): Uint8Array {
  const ephemeralPublic = ephemeralOf(sealed);
  const own = createECDH(CURVE);
  const ownPublic = publicKeyOf(privateKey);
  own.setPrivateKey(privateKey);
  const key = deriveKey(own, ephemeralPublic, ephemeralPublic, ownPublic, context);
  return openDerived(key, context, sealed);
}

/**
 * The same with a private key that never leaves its token, which agrees on the shared secret itself.
 *
 * @param agree the x coordinate of the shared point, 32 bytes
 * @throws Problem as `openWithPrivateKey`, and whatever `agree` throws
 */
export async function openWithShared(
  ownPublic: Uint8Array,
  agree: (ephemeralPublic: Uint8Array) => Promise<Uint8Array>,
  context: readonly string[],
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const ephemeralPublic = ephemeralOf(sealed);
  const shared = await agree(ephemeralPublic);
  return openDerived(keyFromShared(shared, ephemeralPublic, ownPublic, context), context, sealed);
}

function ephemeralOf(sealed: Uint8Array): Uint8Array {
  if (sealed.length < PUBLIC_KEY_BYTES) throw new Problem('damaged', 'a wrapped key is cut short');
  return sealed.subarray(0, PUBLIC_KEY_BYTES);
}

function openDerived(key: Uint8Array, context: readonly string[], sealed: Uint8Array): Uint8Array {
  try {
    return openBytes(key, associatedData(...context), sealed.subarray(PUBLIC_KEY_BYTES));
  } finally {
    wipe(key);
  }
}

function deriveKey(
  own: ReturnType<typeof createECDH>,
  other: Uint8Array,
  ephemeralPublic: Uint8Array,
  recipientPublic: Uint8Array,
  context: readonly string[],
): Uint8Array {
  let shared: Buffer;
  try {
    shared = own.computeSecret(other);
  } catch {
    throw new Problem('damaged', 'a public key is not valid');
  }
  return keyFromShared(shared, ephemeralPublic, recipientPublic, context);
}

function keyFromShared(
  shared: Uint8Array,
  ephemeralPublic: Uint8Array,
  recipientPublic: Uint8Array,
  context: readonly string[],
): Uint8Array {
  try {
    const salt = Buffer.concat([ephemeralPublic, recipientPublic]);
    const info = associatedData('swarm-clinical/seal-to-public-key/v1', ...context);
    return new Uint8Array(hkdfSync('sha256', shared, salt, info, 32));
  } finally {
    wipe(shared);
  }
}

function leftPad(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(PRIVATE_KEY_BYTES);
  padded.set(bytes, PRIVATE_KEY_BYTES - bytes.length);
  wipe(bytes);
  return padded;
}
