import { Problem } from '../../domain/problem.ts';
import { asciiBytes, concatBytes, uint64 } from './bytes.ts';
import { checkpointText, parseCheckpoint, type CheckpointSigner } from './checkpoint.ts';
import type { Hash } from './merkle.ts';
import {
  noteKeyId,
  SIGNATURE_TYPE,
  signatureLine,
  signaturesOf,
  splitNote,
  type NoteKey,
} from './signed-note.ts';

/**
 * Cosignatures of witnesses, https://c2sp.org/tlog-cosignature, the Ed25519 kind: "at this time, the
 * largest tree of this journal that I have seen, and that grew out of what I saw before, is this one".
 */

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** The key that a witness cosigns with. */
export function witnessKey(name: string, publicKey: Uint8Array): NoteKey {
  return { name, type: SIGNATURE_TYPE.cosignature, publicKey };
}

/** What is signed: a header line, the time, and the text of the checkpoint. */
export function cosignatureMessage(note: string, timestampS: number): Uint8Array {
  return asciiBytes(`cosignature/v1\ntime ${timestampS}\n${checkpointText(parseCheckpoint(note))}`);
}

/**
 * The note with a witness's signature line behind those that it has.
 *
 * @param timestampS seconds since 1970
 * @throws Problem `invalid_input` for text that is no checkpoint
 */
export function cosignCheckpoint(
  hash: Hash,
  note: string,
  witness: CheckpointSigner & { readonly name: string },
  timestampS: number,
): string {
  const signature = witness.sign(cosignatureMessage(note, timestampS));
  const id = noteKeyId(hash, witnessKey(witness.name, witness.publicKey));
  return note + signatureLine(witness.name, id, concatBytes(uint64(timestampS), signature));
}

/**
 * When a witness cosigned a checkpoint, in seconds since 1970.
 *
 * @throws Problem `check_failed` where its cosignature is missing or does not hold, `invalid_input` for
 * text that is no checkpoint
 */
export function openCosignature(
  hash: Hash,
  note: string,
  witness: NoteKey,
  verify: (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean,
): number {
  const found = signaturesOf(hash, splitNote(note), witness);
  if (found.length === 0)
    throw new Problem('check_failed', 'the checkpoint lacks the cosignature of that witness');
  const times = found.map((bytes) => {
    const timestampS = bytes.length === TIME_BYTES + SIGNATURE_BYTES ? readTime(bytes) : Number.NaN;
    if (
      !Number.isSafeInteger(timestampS) ||
      !verify(cosignatureMessage(note, timestampS), bytes.slice(TIME_BYTES), witness.publicKey)
    )
      throw new Problem('check_failed', 'the cosignature of that witness does not hold');
    return timestampS;
  });
  return Math.max(...times);
}

function readTime(bytes: Uint8Array): number {
  return bytes.subarray(0, TIME_BYTES).reduce((sum, byte) => sum * 256 + byte, 0);
}
