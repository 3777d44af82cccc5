import { Problem } from '../../domain/problem.ts';
import { asciiBytes, fromBase64, toBase64 } from './bytes.ts';
import type { Hash } from './merkle.ts';
import {
  KEY_NAME,
  noteKeyId,
  SIGNATURE_TYPE,
  signatureLine,
  signaturesOf,
  splitNote,
  verifierKey,
  type NoteKey,
} from './signed-note.ts';

/**
 * Checkpoints as C2SP writes them: https://c2sp.org/tlog-checkpoint in a signed note,
 * https://c2sp.org/signed-note, with one Ed25519 signature. The key's name is the origin.
 */
export interface Checkpoint {
  /** Names the journal: printable ASCII without blanks or `+`, `swarm-clinical.invalid/{workspace}`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;
const ROOT_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** A decimal without leading zeroes that is a safe integer, or undefined. */
export function parseSize(text: string): number | undefined {
  const size = Number(text);
  return SIZE.test(text) && Number.isSafeInteger(size) ? size : undefined;
}

/** The text that is signed: three lines, each with its line feed. */
export function checkpointText(checkpoint: Checkpoint): string {
  if (!KEY_NAME.test(checkpoint.origin)) throw new Problem('invalid_input', 'not an origin of a journal');
  if (!Number.isSafeInteger(checkpoint.size) || checkpoint.size < 0 || checkpoint.root.length !== ROOT_BYTES)
    throw new Problem('invalid_input', 'not the size and root of a journal');
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/** The key that a journal signs its checkpoints with; its name is the origin. */
export function checkpointKey(origin: string, publicKey: Uint8Array): NoteKey {
  return { name: origin, type: SIGNATURE_TYPE.ed25519, publicKey };
}

/** Signs with Ed25519; passed in, as `shared` holds no key and no curve. */
export interface CheckpointSigner {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** The whole note: text, blank line, signature line. */
export function signCheckpoint(hash: Hash, checkpoint: Checkpoint, signer: CheckpointSigner): string {
  const text = checkpointText(checkpoint);
  const id = noteKeyId(hash, checkpointKey(checkpoint.origin, signer.publicKey));
  return `${text}\n${signatureLine(checkpoint.origin, id, signer.sign(asciiBytes(text)))}`;
}

export interface CheckpointVerifier {
  readonly origin: string;
  readonly publicKey: Uint8Array;
  verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean;
}

/**
 * The checkpoint in a note, once its signature holds. Signature lines of other keys (witnesses) are
 * passed over, as signed-note wants.
 *
 * @throws Problem `invalid_input` for text that is no checkpoint, `check_failed` when the journal's
 * signature is missing or wrong or the note speaks of another journal.
 */
export function openCheckpoint(hash: Hash, note: string, verifier: CheckpointVerifier): Checkpoint {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint.origin !== verifier.origin)
    throw new Problem('check_failed', 'the checkpoint speaks of another journal');
  const key = checkpointKey(verifier.origin, verifier.publicKey);
  const ours = signaturesOf(hash, splitNote(note), key);
  if (ours.length === 0) throw new Problem('check_failed', "the checkpoint lacks this journal's signature");
  const message = asciiBytes(checkpointText(checkpoint));
  const holds = ours.every(
    (signature) =>
      signature.length === SIGNATURE_BYTES && verifier.verify(message, signature, verifier.publicKey),
  );
  if (!holds) throw new Problem('check_failed', 'the signature of the checkpoint does not hold');
  return checkpoint;
}

/**
 * What a note says, without checking who signed it. Extension lines are refused: our journals have
 * none, and a witness could make no statement about them.
 *
 * @throws Problem `invalid_input` for text that is no checkpoint.
 */
export function parseCheckpoint(note: string): Checkpoint {
  const [origin, size, root, ...rest] = splitNote(note).text.split('\n');
  if (origin === undefined || size === undefined || root === undefined || rest.length !== 1)
    throw new Problem('invalid_input', 'not a checkpoint: three lines, a blank line and a signature wanted');
  const entries = parseSize(size);
  if (!KEY_NAME.test(origin) || entries === undefined)
    throw new Problem('invalid_input', 'not a checkpoint: origin or size malformed');
  const bytes = fromBase64(root);
  if (bytes.length !== ROOT_BYTES) throw new Problem('invalid_input', 'not a checkpoint: root malformed');
  return { origin, size: entries, root: bytes };
}

/** The journal's public key as signed-note tools take it: name, key id, type and key. */
export function checkpointVerifierKey(hash: Hash, origin: string, publicKey: Uint8Array): string {
  return verifierKey(hash, checkpointKey(origin, publicKey));
}
