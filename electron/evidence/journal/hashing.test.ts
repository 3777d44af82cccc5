import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryMacMessage, leafHash } from '../../../shared/formats/index.ts';
import { entryMac, hmacSha256, leafOfText, sha256 } from './hashing.ts';

test('the leaf of a text is the RFC 6962 leaf of its UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(text.isWellFormed());
      expect(leafOfText(text)).toEqual(leafHash(sha256, Buffer.from(text, 'utf8')));
    }),
  );
});

test('the MAC of an entry changes with key, previous MAC, position and leaf', () => {
  const key = Buffer.alloc(32, 1);
  const [previous, leaf] = [Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
  const mac = entryMac(hmacSha256(key), previous, 300, leaf);
  const message = Buffer.concat([
    Buffer.from('swarm-clinical/journal/entry/v1\n'),
    previous,
    Buffer.from('000000000000012c', 'hex'),
    leaf,
  ]);
  expect(entryMacMessage(previous, 300, leaf)).toEqual(Uint8Array.from(message));
  expect(mac).toEqual(createHmac('sha256', key).update(message).digest());
  for (const other of [
    entryMac(hmacSha256(leaf), previous, 300, leaf),
    entryMac(hmacSha256(key), leaf, 300, leaf),
    entryMac(hmacSha256(key), previous, 301, leaf),
    entryMac(hmacSha256(key), previous, 300, previous),
  ])
    expect(other).not.toEqual(mac);
});

test("our HMAC is Node's, for every key up to a block, and RFC 4231 agrees", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 300 }), (key, message) => {
      expect(hmacSha256(key)(message)).toEqual(createHmac('sha256', key).update(message).digest());
    }),
  );
  // Test case 2 of RFC 4231.
  expect(hmacSha256(Buffer.from('Jefe'))(Buffer.from('what do ya want for nothing?')).toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  expect(() => hmacSha256(Buffer.alloc(65))).toThrow('at most 64');
});
