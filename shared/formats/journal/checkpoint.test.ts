import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromBase64, fromHex, toBase64, toHex } from './bytes.ts';
import {
  checkpointKey,
  checkpointVerifierKey,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
import { noteKeyId } from './signed-note.ts';

const hash = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash('sha256').update(bytes).digest());
/** Secret and public key of test 1 in RFC 8032, section 7.1. */
const privateKey = createPrivateKey({
  key: Buffer.from(
    '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'hex',
  ),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
const signer = { publicKey, sign: (message: Uint8Array) => sign(null, message, privateKey) };
const origin = 'swarm-clinical/8f3c1a52';
const verifier = {
  origin,
  publicKey,
  verify: (message: Uint8Array, signature: Uint8Array, key: Uint8Array) =>
    verify(
      null,
      message,
      createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') },
        format: 'jwk',
      }),
      signature,
    ),
};
const checkpoint = { origin, size: 42, root: hash(Buffer.from('root')) };
const note = signCheckpoint(hash, checkpoint, signer);

describe('a signed checkpoint', () => {
  test('has the lines of signed-note and tlog-checkpoint, and opens again', () => {
    const [first, size, root, blank, signature, end] = note.split('\n');
    expect([first, size, blank, end]).toEqual([origin, '42', '', '']);
    expect(root).toBe(toBase64(checkpoint.root));
    const [dash, name, encoded] = signature!.split(' ');
    expect([dash, name]).toEqual(['—', origin]);
    const bytes = fromBase64(encoded!);
    expect(bytes.length).toBe(68);
    expect(bytes.slice(0, 4)).toEqual(noteKeyId(hash, checkpointKey(origin, publicKey)));
    expect(openCheckpoint(hash, note, verifier)).toEqual(checkpoint);
  });

  test('key id and verifier key are those of golang.org/x/mod/sumdb/note for its example key', () => {
    // PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW, from that package's documentation.
    const key = fromBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW').slice(1);
    expect(checkpointVerifierKey(hash, 'PeterNeumann', key)).toBe(
      'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    );
  });

  test('a cosignature of a witness is passed over', () => {
    const witnessed = `${note}— witness.example/w1 ${toBase64(new Uint8Array(76))}\n`;
    expect(openCheckpoint(hash, witnessed, verifier)).toEqual(checkpoint);
  });
});

describe('refused', () => {
  const signature = note.split('\n')[4]!;
  test.each([
    ['another size', note.replace('\n42\n', '\n41\n'), 'does not hold'],
    ['another origin', note.replaceAll(origin, 'swarm-clinical/other'), 'another journal'],
    ['no signature of ours', note.replace(`— ${origin}`, '— else'), "lacks this journal's"],
    ['no signature block', note.split('\n\n')[0]!, 'not a signed note'],
    ['an unfinished line', note.slice(0, -1), 'unfinished'],
    ['a size with a leading zero', note.replace('\n42\n', '\n042\n'), 'malformed'],
    ['a size past exact numbers', note.replace('\n42\n', '\n9999999999999999\n'), 'malformed'],
    ['a root that is too short', note.replace(toBase64(checkpoint.root), 'AAAA'), 'root malformed'],
    ['an extension line', note.replace('\n\n', '\nmore\n\n'), 'three lines'],
    ['a hyphen for the dash', note.replace('—', '-'), 'signature line malformed'],
    ['a second, bad signature', `${note}${signature.slice(0, -8)}AAAAAAA=\n`, 'does not hold'],
    ['an empty text', '', 'not a signed note'],
  ])('%s', (_, text, message) => {
    expect(() => openCheckpoint(hash, text, verifier)).toThrow(message);
  });

  test('an origin with a blank or plus is not signed', () => {
    for (const bad of ['a b', 'a+b', '', 'ä'])
      expect(() => signCheckpoint(hash, { ...checkpoint, origin: bad }, signer)).toThrow('not an origin');
    expect(() => signCheckpoint(hash, { ...checkpoint, size: -1 }, signer)).toThrow('not the size');
  });

  test('parsing alone says what a note claims', () => {
    expect(parseCheckpoint(note.replace('\n42\n', '\n41\n')).size).toBe(41);
  });
});

test('hexadecimal and base64 take back only what they give', () => {
  for (const length of [0, 1, 2, 3, 31, 32]) {
    const bytes = hash(Uint8Array.of(length)).slice(0, length);
    expect(fromHex(toHex(bytes))).toEqual(bytes);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  }
  for (const bad of ['a', 'AAA', 'AA=', 'AB==', 'A===', '====', 'AA==AAAA', 'AA\n=', 'AA-_'])
    expect(() => fromBase64(bad)).toThrow('base64');
  for (const bad of ['0', 'zz', 'AB', '0 ']) expect(() => fromHex(bad)).toThrow('hexadecimal');
});
