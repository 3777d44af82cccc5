import { createHmac, hash, type KeyObject } from 'node:crypto';
import { entryMacMessage, type Hash } from '../../../shared/formats/index.ts';

export const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

/**
 * RFC 6962 leaf hash of an entry's text. U+0000 in UTF-8 is the one byte 0x00 that marks a leaf, so
 * the text is hashed without being copied (hashing.test.ts).
 */
export function leafOfText(text: string): Buffer {
  return hash('sha256', `\u0000${text}`, 'buffer');
}

/** MAC of one entry; `macKey` is a `KeyObject`, as importing the key each time costs twenty times more. */
export function entryMac(macKey: KeyObject, previousMac: Uint8Array, seq: number, leaf: Uint8Array): Buffer {
  return createHmac('sha256', macKey)
    .update(entryMacMessage(previousMac, seq, leaf))
    .digest();
}
