import { createHash } from 'node:crypto';
import { handoverNote, NOTE_NAME, type Handover } from '../handover.ts';
import { toAgeRecipient } from './age.ts';
import type { Protected } from './protected.ts';
import { zipAes256, type ZipEntry } from './zip-aes.ts';

/** How a stream is shut. */
export type Seal =
  | {
      readonly kind: 'zip_aes256';
      /** Of the file in the archive. */
      readonly name: string;
      readonly passphrase: string;
      /** Wall clock; the entry's own time. */
      readonly atMs: number;
      /** Lies in the archive as a note about the file. */
      readonly handover?: Handover | undefined;
    }
  | { readonly kind: 'age'; readonly recipient: string };

type Zipped = Extract<Seal, { kind: 'zip_aes256' }>;

export function sealed(clear: AsyncIterable<Uint8Array>, seal: Seal): Protected {
  return seal.kind === 'zip_aes256'
    ? zipAes256(filesOf(clear, seal), seal)
    : toAgeRecipient(clear, seal.recipient);
}

/** The file, and the note about it, which can be written once the file has gone by. */
function* filesOf(clear: AsyncIterable<Uint8Array>, { name, handover }: Zipped): Generator<ZipEntry> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of clear) {
      hash.update(piece);
      sizeBytes += piece.length;
      yield piece;
    }
  };
  yield { name, content: counted() };
  if (handover === undefined) return;
  const note = handoverNote(handover, { file: name, sizeBytes, sha256: hash.digest('hex') });
  yield { name: NOTE_NAME, content: onePiece(Buffer.from(note, 'utf8')) };
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
