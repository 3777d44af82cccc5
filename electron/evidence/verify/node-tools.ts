import { createHmac, createPublicKey, createSecretKey, hash, verify, type KeyObject } from 'node:crypto';
import type { CheckpointVerifier, Hash } from '../../../shared/formats/index.ts';
import type { BinaryText } from './binary-text.ts';
import type { ScanTools } from './scan.ts';
import type { HashText } from './tree-row.ts';

export type Mac = (message: Uint8Array) => Uint8Array;

export const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

/** SHA-256 as text of one character per byte. */
export const sha256Text: HashText = (message) => hash('sha256', message, 'binary');

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA256 (RFC 2104) on one-shot hashes: an HMAC object costs many times as much for short messages.
 * Works in two buffers of its own, one message at a time; node-tools.test.ts compares both.
 *
 * @param key at most 64 bytes
 */
export function hmacText(key: Uint8Array): (message: Uint8Array) => BinaryText {
  const padded = (pad: number, room: number): Buffer => {
    const bytes = Buffer.alloc(BLOCK_BYTES + room, pad);
    for (const [i, byte] of key.entries()) bytes[i] = byte ^ pad;
    return bytes;
  };
  let inner = padded(0x36, 256);
  const outer = padded(0x5c, DIGEST_BYTES);
  return (message) => {
    const length = BLOCK_BYTES + message.length;
    if (length > inner.length) inner = padded(0x36, message.length);
    inner.set(message, BLOCK_BYTES);
    outer.write(hash('sha256', inner.subarray(0, length), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', outer, 'binary');
  };
}

/** What a scan of entries needs of Node. */
export function scanTools(macKey: Uint8Array | undefined): ScanTools {
  return { hash: sha256Text, mac: macKey === undefined ? undefined : hmacText(macKey) };
}

/** HMAC-SHA256 under a raw key. */
export function hmacSha256(key: Uint8Array): Mac {
  const secret = createSecretKey(key);
  return (message) => createHmac('sha256', secret).update(message).digest();
}

/** Checks checkpoints of one journal with Node's Ed25519. */
export function checkpointVerifier(origin: string, publicKey: Uint8Array): CheckpointVerifier {
  const key = ed25519Key(publicKey);
  return { origin, publicKey, verify: (message, signature) => verify(null, message, key, signature) };
}

/** Whether an Ed25519 signature holds under a raw public key of 32 bytes. */
export function ed25519Holds(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  return verify(null, message, ed25519Key(publicKey), signature);
}

function ed25519Key(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
