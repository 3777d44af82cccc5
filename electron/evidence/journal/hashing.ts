import { hash } from 'node:crypto';
import { entryMacMessage, type Hash } from '../../../shared/formats/index.ts';

export const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

/**
 * RFC 6962 leaf hash of an entry's text. U+0000 in UTF-8 is the one byte 0x00 that marks a leaf, so
 * the text is hashed without being copied (hashing.test.ts).
 */
export function leafOfText(text: string): Buffer {
  return hash('sha256', `\u0000${text}`, 'buffer');
}

/** HMAC-SHA256 of one message under a key that was taken in before. */
export type Hmac = (message: Uint8Array) => Buffer;

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA256 (RFC 2104) on Node's one-shot hash: between two commits, when caches are cold, a `Hmac`
 * object costs 13 microseconds, this 5. Works in two buffers of its own, one message at a time. The verifier uses Node's own; hashing.test.ts compares both.
 *
 * @throws RangeError for a key longer than a block, which would have to be hashed first
 */
export function hmacSha256(key: Uint8Array): Hmac {
  if (key.length > BLOCK_BYTES) throw new RangeError('a MAC key has at most 64 bytes');
  const padded = (pad: number, room: number): Uint8Array =>
    Uint8Array.from({ length: BLOCK_BYTES + room }, (_, i) => (key[i] ?? 0) ^ pad);
  // Nearly all messages have one length: that of an entry's.
  let inner = padded(0x36, 0);
  const outer = padded(0x5c, DIGEST_BYTES);
  return (message) => {
    if (inner.length !== BLOCK_BYTES + message.length) inner = padded(0x36, message.length);
    inner.set(message, BLOCK_BYTES);
    outer.set(hash('sha256', inner, 'buffer'), BLOCK_BYTES);
    return hash('sha256', outer, 'buffer');
  };
}

export function entryMac(hmac: Hmac, previousMac: Uint8Array, seq: number, leaf: Uint8Array): Buffer {
  return hmac(entryMacMessage(previousMac, seq, leaf));
}
