import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { EvidenceFiles } from '../../../shared/formats/evidence.ts';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import {
  checkpointVerifierKey,
  inclusionProof,
  leafHash,
  nodesOfLeaves,
  rootAt,
  signCheckpoint,
  toHex,
} from '../../../shared/formats/index.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import { sha256 } from '../../../shared/verify/index.ts';
import { collectEvidence } from './evidence-files.ts';

export interface FixtureEvidence {
  readonly files: EvidenceFiles;
  /** The checkpoint, and another over the same size and other entries. */
  readonly note: string;
  readonly rewritten: string;
  /** A genuine one over fewer entries. */
  readonly earlier: string;
}

const ORIGIN = 'swarm-clinical/fixture';

/** Entries under a checkpoint of a journal of their own, for tests. */
export function makeFixtureEvidence(entries: readonly Entry[], smallest = 10): FixtureEvidence {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const bytes = entries.map((entry) => Buffer.from(canonicalJson(entry), 'utf8'));
  const leaves = bytes.map((one) => leafHash(sha256, one));
  const nodes = nodesOfLeaves(sha256, leaves);
  const noteOf = (size: number, root: Uint8Array): string =>
    signCheckpoint(sha256, { origin: ORIGIN, size, root }, signer(privateKey, raw));
  const size = entries.length;
  const note = noteOf(size, rootAt(sha256, nodes, size));
  const proven = entries.map((entry, index) => ({
    entry,
    bytes: bytes[index] ?? Buffer.alloc(0),
    index,
    leafSha256: toHex(leaves[index] ?? new Uint8Array()),
    path: inclusionProof(sha256, nodes, size, index).map(toHex),
  }));
  return {
    files: collectEvidence(proven, {
      logKey: checkpointVerifierKey(sha256, ORIGIN, raw),
      note,
      smallest,
    }),
    note,
    rewritten: noteOf(size, sha256(Buffer.from('rewritten'))),
    earlier: noteOf(size - 1, rootAt(sha256, nodes, size - 1)),
  };
}

function signer(
  key: KeyObject,
  publicKey: Uint8Array,
): { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } {
  return { publicKey, sign: (message) => sign(null, message, key) };
}
