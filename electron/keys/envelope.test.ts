import { expect, it } from 'vitest';
import { createKeyPair, openWithPrivateKey, publicKeyOf, sealToPublicKey } from './envelope.ts';

const pair = createKeyPair();
const stranger = createKeyPair();
const context = ['purpose', 'owner'];
const plain = Buffer.from('thirty-two bytes of key material');

it('opens with the private key and the same context', () => {
  const sealed = sealToPublicKey(pair.publicKey, context, plain);
  expect(Buffer.from(openWithPrivateKey(pair.privateKey, context, sealed))).toEqual(plain);
  expect(publicKeyOf(pair.privateKey)).toEqual(pair.publicKey);
});

it('refuses a stranger, another purpose, another owner and every flipped byte', () => {
  const sealed = sealToPublicKey(pair.publicKey, context, plain);
  expect(() => openWithPrivateKey(stranger.privateKey, context, sealed)).toThrow('does not open');
  expect(() => openWithPrivateKey(pair.privateKey, ['other', 'owner'], sealed)).toThrow('does not open');
  expect(() => openWithPrivateKey(pair.privateKey, ['purpose', 'other'], sealed)).toThrow('does not open');
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openWithPrivateKey(pair.privateKey, context, changed)).toThrow(/does not open|not valid/);
  }
  expect(() => openWithPrivateKey(pair.privateKey, context, sealed.subarray(0, 40))).toThrow('cut short');
});

it('refuses points off the curve and empty private keys', () => {
  const off = Buffer.from(pair.publicKey);
  off[64] = (off[64] ?? 0) ^ 1;
  expect(() => sealToPublicKey(off, context, plain)).toThrow('not valid');
  expect(() => sealToPublicKey(new Uint8Array(65), context, plain)).toThrow('not valid');
  expect(() => publicKeyOf(new Uint8Array(32))).toThrow('not valid');
});
