import { createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;

/**
 * AES-256 in counter mode with the counter that WinZip's AE-2 wants: little-endian, from 1. The library's own counter
 * mode counts big-endian, so the stream is made by encrypting counters, and laid over the text four bytes at a time.
 */
export class LittleEndianCounter {
  readonly #cipher: ReturnType<typeof createCipheriv>;
  #low = 1;
  #high = 0;
  /** What is left of the stream's last block: fewer bytes than a block has. */
  #left: Uint8Array = new Uint8Array(0);

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  }

  /** Encrypts, or decrypts, the next bytes of the text; the argument stays as it is. */
  next(text: Uint8Array): Buffer {
    const stream = this.#stream(text.length);
    // Of its own memory, so that it can be read in words.
    const sealed = new Uint8Array(text);
    const whole = text.length >> 2;
    const words = new Uint32Array(sealed.buffer, 0, whole);
    const over = new Uint32Array(stream.buffer, 0, whole);
    for (let at = 0; at < whole; at++) words[at] = (words[at] ?? 0) ^ (over[at] ?? 0);
    for (let at = whole << 2; at < text.length; at++) sealed[at] = (sealed[at] ?? 0) ^ (stream[at] ?? 0);
    return Buffer.from(sealed.buffer);
  }

  /** The next bytes of the stream, at the front of memory of their own. */
  #stream(length: number): Uint8Array<ArrayBuffer> {
    const blocks = Math.ceil(Math.max(0, length - this.#left.length) / BLOCK_BYTES);
    const counters = Buffer.alloc(blocks * BLOCK_BYTES);
    const view = new DataView(counters.buffer, counters.byteOffset, counters.length);
    for (let at = 0; at < counters.length; at += BLOCK_BYTES) {
      view.setUint32(at, this.#low, true);
      view.setUint32(at + 4, this.#high, true);
      this.#low = (this.#low + 1) >>> 0;
      if (this.#low === 0) this.#high += 1;
    }
    const made = this.#cipher.update(counters);
    const stream = new Uint8Array(this.#left.length + made.length);
    stream.set(this.#left);
    stream.set(made, this.#left.length);
    this.#left = stream.slice(length);
    return stream;
  }
}
