import { Problem } from '../../domain/problem.ts';
import { asciiBytes, concatBytes, equalBytes, fromBase64, toBase64 } from './bytes.ts';
import type { Hash } from './merkle.ts';

/**
 * Checkpoints as C2SP writes them: https://c2sp.org/tlog-checkpoint in a signed note,
 * https://c2sp.org/signed-note, with one Ed25519 signature. The key's name is the origin.
 */
export interface Checkpoint {
  /** Names the journal: printable ASCII without blanks or `+`, `swarm-clinical/{workspace}`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const ORIGIN = /^[!-*,-~]+$/;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;
/** Signature type 0x01, Ed25519. */
const ED25519 = Uint8Array.of(1);
const ROOT_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The text that is signed: three lines, each with its line feed. */
export function checkpointText(checkpoint: Checkpoint): string {
  if (!ORIGIN.test(checkpoint.origin)) throw new Problem('invalid_input', 'not an origin of a journal');
  if (!Number.isSafeInteger(checkpoint.size) || checkpoint.size < 0 || checkpoint.root.length !== ROOT_BYTES)
    throw new Problem('invalid_input', 'not the size and root of a journal');
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/** First four bytes of SHA-256(name, line feed, 0x01, public key): which key signed. */
export function checkpointKeyId(hash: Hash, origin: string, publicKey: Uint8Array): Uint8Array {
  return hash(concatBytes(asciiBytes(`${origin}\n`), ED25519, publicKey)).slice(0, 4);
}

/** Signs with Ed25519; passed in, as `shared` holds no key and no curve. */
export interface CheckpointSigner {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** The whole note: text, blank line, signature line. */
export function signCheckpoint(hash: Hash, checkpoint: Checkpoint, signer: CheckpointSigner): string {
  const text = checkpointText(checkpoint);
  const id = checkpointKeyId(hash, checkpoint.origin, signer.publicKey);
  const signature = toBase64(concatBytes(id, signer.sign(asciiBytes(text))));
  return `${text}\n\u2014 ${checkpoint.origin} ${signature}\n`;
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
  const id = checkpointKeyId(hash, verifier.origin, verifier.publicKey);
  const message = asciiBytes(checkpointText(checkpoint));
  const ours = signatureLines(note).filter(
    (line) => line.name === verifier.origin && equalBytes(line.bytes.slice(0, 4), id),
  );
  if (ours.length === 0) throw new Problem('check_failed', "the checkpoint lacks this journal's signature");
  const holds = ours.every(
    (line) =>
      line.bytes.length === 4 + SIGNATURE_BYTES &&
      verifier.verify(message, line.bytes.slice(4), verifier.publicKey),
  );
  if (!holds) throw new Problem('check_failed', 'the signature of the checkpoint does not hold');
  return checkpoint;
}

/**
 * What a note says, without checking who signed it.
 *
 * @throws Problem `invalid_input` for text that is no checkpoint.
 */
export function parseCheckpoint(note: string): Checkpoint {
  const split = note.indexOf('\n\n');
  const [origin, size, root, ...rest] = note.slice(0, split + 1).split('\n');
  if (split < 0 || origin === undefined || size === undefined || root === undefined || rest.length !== 1)
    throw new Problem('invalid_input', 'not a checkpoint: three lines, a blank line and a signature wanted');
  if (!ORIGIN.test(origin) || !SIZE.test(size) || !Number.isSafeInteger(Number(size)))
    throw new Problem('invalid_input', 'not a checkpoint: origin or size malformed');
  const bytes = fromBase64(root);
  if (bytes.length !== ROOT_BYTES) throw new Problem('invalid_input', 'not a checkpoint: root malformed');
  return { origin, size: Number(size), root: bytes };
}

function signatureLines(note: string): { readonly name: string; readonly bytes: Uint8Array }[] {
  const block = note.slice(note.indexOf('\n\n') + 2);
  if (!block.endsWith('\n'))
    throw new Problem('invalid_input', 'not a checkpoint: unfinished signature line');
  return block
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const match = /^\u2014 (\S+) (\S+)$/.exec(line);
      if (match === null) throw new Problem('invalid_input', 'not a checkpoint: signature line malformed');
      return { name: match[1] ?? '', bytes: fromBase64(match[2] ?? '') };
    });
}

/** The public key as signed-note tools take it: name, key id, type and key. */
export function checkpointVerifierKey(hash: Hash, origin: string, publicKey: Uint8Array): string {
  const id = [...checkpointKeyId(hash, origin, publicKey)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `${origin}+${id.join('')}+${toBase64(concatBytes(ED25519, publicKey))}`;
}
