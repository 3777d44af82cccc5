import { createHmac, createPublicKey, createSecretKey, hash, verify, type KeyObject } from 'node:crypto';
import type { CheckpointVerifier, Hash } from '../../../shared/formats/index.ts';

export type Mac = (message: Uint8Array) => Uint8Array;

export const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

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
