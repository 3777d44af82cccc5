import { createHmac, createPublicKey, createSecretKey, hash, verify } from 'node:crypto';
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
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return { origin, publicKey, verify: (message, signature) => verify(null, message, key, signature) };
}
