import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { Problem } from '../../shared/domain/index.ts';
import {
  childAt,
  children,
  readOid,
  readSmallInteger,
  TAG,
  type DerNode,
} from '../../shared/verify/index.ts';

/** Encryption of PKCS#12 files by password: PBES2 (RFC 8018) and the older ways that programs still write (RFC 7292). */

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};
const PRFS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** SHA-1 with Triple DES of three keys: what Windows writes when not told otherwise. */
const OLD_TRIPLE_DES = '1.2.840.113549.1.12.1.3';
/** A file may ask for as many rounds as it likes; this many take some seconds. */
const MOST_ROUNDS = 2_000_000;

const BLOCK_BYTES: Readonly<Record<string, number>> = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 };

/** @throws Problem `wrong_password`, `unsupported`, `limit_reached`, `damaged` */
export function decryptWithPassword(algorithm: DerNode, data: Uint8Array, password: string): Uint8Array {
  const [id, parameters] = children(algorithm, TAG.sequence);
  const oid = readOid(id);
  if (oid === PBES2) return decryptPbes2(children(parameters, TAG.sequence), data, password);
  if (oid === OLD_TRIPLE_DES) {
    const { salt, rounds } = saltAndRounds(children(parameters, TAG.sequence));
    const key = pkcs12Key('sha1', 1, password, salt, rounds, 24);
    const iv = pkcs12Key('sha1', 2, password, salt, rounds, 8);
    return decipher('des-ede3-cbc', key, iv, data);
  }
  throw new Problem(
    'unsupported',
    'the key file is encrypted in a way that is broken today (RC2 or RC4)',
    'Export it again with AES, for example with `openssl pkcs12 -legacy -in old.p12 | openssl pkcs12 -export`.',
  );
}

function decryptPbes2(fields: readonly DerNode[], data: Uint8Array, password: string): Uint8Array {
  const [kdf, kdfParameters] = children(fields[0], TAG.sequence);
  const [cipherId, iv] = children(fields[1], TAG.sequence);
  const cipher = CIPHERS[readOid(cipherId)];
  if (readOid(kdf) !== PBKDF2 || cipher === undefined || iv?.tag !== TAG.octetString)
    throw new Problem(
      'unsupported',
      'the key file is encrypted in a way that is not known here',
      'Export it with AES.',
    );
  const parameters = children(kdfParameters, TAG.sequence);
  const { salt, rounds } = saltAndRounds(parameters);
  const prf = parameters.find(({ tag }) => tag === TAG.sequence);
  const digest = prf === undefined ? 'sha1' : PRFS[readOid(children(prf, TAG.sequence)[0])];
  if (digest === undefined)
    throw new Problem(
      'unsupported',
      'the key file is encrypted in a way that is not known here',
      'Export it with AES.',
    );
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, rounds, cipher.keyBytes, digest);
  return decipher(cipher.name, key, iv.content, data);
}

function saltAndRounds(fields: readonly DerNode[]): { readonly salt: Uint8Array; readonly rounds: number } {
  const rounds = readSmallInteger(fields[1]);
  if (rounds > MOST_ROUNDS || rounds < 1)
    throw new Problem('limit_reached', 'the key file asks for more work than opening any key should take');
  return { salt: childAt(fields, 0, TAG.octetString).content, rounds };
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  } catch {
    throw wrongPassword();
  } finally {
    key.fill(0);
  }
}

export function wrongPassword(): Problem {
  return new Problem('wrong_password', 'the password of the key file is wrong', 'Try again.');
}

/** Checks the MAC over a key file. @throws Problem `wrong_password`, `unsupported`, `limit_reached` */
export function requireMac(mac: DerNode, content: Uint8Array, password: string): void {
  const [info, salt, rounds] = children(mac, TAG.sequence);
  const [algorithm, stated] = children(info, TAG.sequence);
  const digest = DIGESTS[readOid(children(algorithm, TAG.sequence)[0])];
  if (digest === undefined || stated?.tag !== TAG.octetString || salt?.tag !== TAG.octetString)
    throw new Problem(
      'unsupported',
      'the key file is protected in a way that is not known here',
      'Export it again.',
    );
  const count = rounds === undefined ? 1 : readSmallInteger(rounds);
  if (count > MOST_ROUNDS || count < 1)
    throw new Problem('limit_reached', 'the key file asks for more work than opening any key should take');
  const key = pkcs12Key(digest, 3, password, salt.content, count, stated.content.length);
  const actual = createHmac(digest, key).update(content).digest();
  key.fill(0);
  if (actual.length !== stated.content.length || !timingSafeEqual(actual, stated.content))
    throw wrongPassword();
}

/** Key derivation of PKCS#12 itself (RFC 7292, appendix B.2). */
function pkcs12Key(
  digest: string,
  purpose: number,
  password: string,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Buffer {
  const block = BLOCK_BYTES[digest] ?? 64;
  const fill = (bytes: Uint8Array): Buffer => {
    const whole = Buffer.alloc(Math.ceil(bytes.length / block) * block);
    for (let at = 0; at < whole.length; at += 1) whole[at] = bytes[at % bytes.length] ?? 0;
    return whole;
  };
  // UTF-16 with its final zero.
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([fill(salt), fill(secret)]);
  const diversifier = Buffer.alloc(block, purpose);
  const key = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    let hash = createHash(digest).update(diversifier).update(input).digest();
    for (let round = 1; round < rounds; round += 1) hash = createHash(digest).update(hash).digest();
    done += hash.copy(key, done);
    const add = fill(hash).subarray(0, block);
    for (let start = 0; start < input.length; start += block) {
      let carry = 1;
      for (let at = block - 1; at >= 0; at -= 1) {
        carry += (input[start + at] ?? 0) + (add[at] ?? 0);
        input[start + at] = carry & 0xff;
        carry >>= 8;
      }
    }
  }
  secret.fill(0);
  input.fill(0);
  return key;
}
