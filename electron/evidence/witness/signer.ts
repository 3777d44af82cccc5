import { hkdfSync } from 'node:crypto';
import { verifierKey, witnessKey, type CheckpointSigner } from '../../../shared/formats/index.ts';
import { checkpointSigner } from '../journal/signer.ts';
import { sha256 } from '../verify/node-tools.ts';

export interface WitnessSigner extends CheckpointSigner {
  readonly name: string;
  /** The public key as signed-note tools take it. */
  readonly key: string;
}

/**
 * What a workspace cosigns other journals with: a key of its own beside the one for its checkpoints, as
 * the same key must not make two kinds of statement.
 *
 * @param checkpointSeed 32 bytes; the witness's seed is derived from it with HKDF-SHA256
 * @param origin of the workspace's own journal
 */
export function witnessSigner(checkpointSeed: Uint8Array, origin: string): WitnessSigner {
  const seed = hkdfSync('sha256', checkpointSeed, new Uint8Array(), 'swarm-clinical/witness/v1', 32);
  const signer = checkpointSigner(new Uint8Array(seed));
  const name = `${origin}/witness`;
  return { ...signer, name, key: verifierKey(sha256, witnessKey(name, signer.publicKey)) };
}
