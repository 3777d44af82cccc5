import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associatedData, openBytes, sealBytes, SEAL_OVERHEAD_BYTES, wipe } from './seal.ts';

const key = new Uint8Array(32).fill(7);
const other = new Uint8Array(32).fill(8);
const aad = associatedData('workspace', 'datasets', 1);

describe('sealBytes', () => {
  it('opens again with the same key and associated data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (plain) => {
        const sealed = sealBytes(key, aad, plain);
        expect(sealed.length).toBe(plain.length + SEAL_OVERHEAD_BYTES);
        expect(new Uint8Array(openBytes(key, aad, sealed))).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });

  it('never makes the same bytes twice', () => {
    const plain = new Uint8Array(16);
    expect(sealBytes(key, aad, plain)).not.toEqual(sealBytes(key, aad, plain));
  });

  it('refuses a key of wrong length', () => {
    expect(() => sealBytes(new Uint8Array(16), aad, key)).toThrow(RangeError);
    expect(() => openBytes(new Uint8Array(31), aad, key)).toThrow(RangeError);
  });
});

describe('openBytes', () => {
  const sealed = sealBytes(key, aad, Buffer.from('a sentence of some length'));

  it('refuses every flipped byte', () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openBytes(key, aad, changed)).toThrow('does not open');
    }
  });

  it('refuses every truncation and any addition', () => {
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => openBytes(key, aad, sealed.subarray(0, length))).toThrow('does not open');
    expect(() => openBytes(key, aad, Buffer.concat([sealed, new Uint8Array(1)]))).toThrow('does not open');
  });

  it('refuses another key and other associated data', () => {
    expect(() => openBytes(other, aad, sealed)).toThrow('does not open');
    expect(() => openBytes(key, associatedData('workspace', 'datasets', 2), sealed)).toThrow('does not open');
  });
});

it('keeps associated data of different parts apart', () => {
  expect(associatedData('ab', 'c')).not.toEqual(associatedData('a', 'bc'));
});

it('wipes buffers', () => {
  const secret = new Uint8Array([1, 2, 3]);
  wipe(secret);
  expect(secret).toEqual(new Uint8Array(3));
});
