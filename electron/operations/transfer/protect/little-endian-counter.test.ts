import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LittleEndianCounter } from './little-endian-counter.ts';

/** The definition, block by block. */
function plainly(key: Uint8Array, text: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const counters = Buffer.alloc(Math.ceil(text.length / 16) * 16);
  for (let at = 0; at < counters.length; at += 16) counters.writeBigUInt64LE(BigInt(at / 16 + 1), at);
  const stream = cipher.update(counters);
  return Buffer.from(text.map((byte, at) => byte ^ (stream[at] ?? 0)));
}

describe('the counter mode of encrypted ZIP files', () => {
  it('is the one of the definition, however the text is cut', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), pieces, (key, cut) => {
        const counter = new LittleEndianCounter(key);
        const whole = Buffer.concat(cut);
        expect(Buffer.concat(cut.map((piece) => counter.next(piece)))).toEqual(plainly(key, whole));
      }),
    );
  });

  it('leaves the text as it is, wherever it lies in memory, and opens what it shut', () => {
    const key = Buffer.alloc(32, 7);
    const memory = new Uint8Array(300).map((_, at) => at);
    const text = memory.subarray(3, 260);
    const sealed = new LittleEndianCounter(key).next(text);
    expect(text).toEqual(new Uint8Array(300).map((_, at) => at).subarray(3, 260));
    expect(new LittleEndianCounter(key).next(sealed)).toEqual(Buffer.from(text));
    expect(() => new LittleEndianCounter(key.subarray(1))).toThrow();
  });
});
