import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryMacMessage, leafHash } from '../../../shared/formats/index.ts';
import { entryMac, leafOfText, sha256 } from './hashing.ts';

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
  const mac = entryMac(createSecretKey(key), previous, 300, leaf);
  const message = Buffer.concat([
    Buffer.from('swarm-clinical/journal/entry/v1\n'),
    previous,
    Buffer.from('000000000000012c', 'hex'),
    leaf,
  ]);
  expect(entryMacMessage(previous, 300, leaf)).toEqual(Uint8Array.from(message));
  expect(mac).toEqual(createHmac('sha256', key).update(message).digest());
  for (const other of [
    entryMac(createSecretKey(leaf), previous, 300, leaf),
    entryMac(createSecretKey(key), leaf, 300, leaf),
    entryMac(createSecretKey(key), previous, 301, leaf),
    entryMac(createSecretKey(key), previous, 300, previous),
  ])
    expect(other).not.toEqual(mac);
});
