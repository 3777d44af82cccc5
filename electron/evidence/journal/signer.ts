import { createPublicKey, sign } from 'node:crypto';
import type { CheckpointSigner } from '../../../shared/formats/index.ts';
import { ed25519FromSeed } from '../../keys/index.ts';

/** Signs checkpoints with the Ed25519 key of a 32-byte seed. */
export function checkpointSigner(seed: Uint8Array): CheckpointSigner {
  const privateKey = ed25519FromSeed(seed);
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { publicKey: spki.subarray(-32), sign: (message) => sign(null, message, privateKey) };
}
