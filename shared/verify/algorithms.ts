import { Problem } from '../domain/problem.ts';
import { equalBytes } from '../formats/journal/bytes.ts';
import {
  childAt,
  children,
  readDer,
  readOid,
  readSmallInteger,
  TAG,
  writeDer,
  writeOid,
  type DerNode,
} from './der.ts';
import type { HashName, PublicKey, SignatureAlgorithm } from './tools.ts';

/** Signature algorithms by identifier (RFC 4055, RFC 5758). SHA-1 and MD5 are not among them. */
const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'SHA-512' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', hash: 'SHA-512' },
};
const PSS = '1.2.840.113549.1.1.10';
const HASHES: Readonly<Record<string, HashName>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};
const CURVES: Readonly<Record<string, PublicKey['kind']>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
};
const FIELD_BITS = { 'P-256': 256, 'P-384': 384, 'P-521': 521 } as const;
const [EC, RSA] = ['1.2.840.10045.2.1', '1.2.840.113549.1.1.1'];

/** AlgorithmIdentifiers that our own signatures use, DER. */
export const WRITTEN = {
  sha256: writeDer(TAG.sequence, writeOid('2.16.840.1.101.3.4.2.1'), Uint8Array.of(TAG.null, 0)),
  ecdsa: writeDer(TAG.sequence, writeOid('1.2.840.10045.4.3.2')),
  rsa: writeDer(TAG.sequence, writeOid('1.2.840.113549.1.1.11'), Uint8Array.of(TAG.null, 0)),
} as const;

/** The algorithm that an AlgorithmIdentifier names; undefined for one that is not accepted here. */
export function readSignatureAlgorithm(node: DerNode): SignatureAlgorithm | undefined {
  const [id, parameters] = children(node, TAG.sequence);
  const oid = readOid(id);
  return oid === PSS ? readPss(parameters) : SIGNATURES[oid];
}

/** RSASSA-PSS-params (RFC 4055, 3.1): only with the same hash for message and mask. */
function readPss(parameters: DerNode | undefined): SignatureAlgorithm | undefined {
  const fields = children(parameters, TAG.sequence);
  const inside = (tag: number): DerNode | undefined => {
    const field = fields.find((candidate) => candidate.tag === tag);
    return field === undefined ? undefined : readDer(field.content);
  };
  const hashOf = (node: DerNode | undefined): HashName | undefined =>
    node === undefined ? undefined : HASHES[readOid(children(node, TAG.sequence)[0])];
  const hash = hashOf(inside(TAG.context0));
  const mask = inside(TAG.context1);
  const salt = inside(0xa2);
  if (hash === undefined || mask === undefined || salt === undefined) return undefined;
  if (hashOf(children(mask, TAG.sequence)[1]) !== hash) return undefined;
  return { kind: 'rsa-pss', hash, saltBytes: readSmallInteger(salt) };
}

/** @throws Problem `unsupported` for a kind of key that is not accepted here, `damaged` */
export function readPublicKey(node: DerNode): PublicKey {
  const fields = children(node, TAG.sequence);
  const [id, parameters] = children(fields[0], TAG.sequence);
  const oid = readOid(id);
  const bits = childAt(fields, 1, TAG.bitString).content;
  if (oid === EC && parameters?.tag === TAG.objectIdentifier) {
    const kind = CURVES[readOid(parameters)];
    if (kind !== undefined && kind !== 'rsa') return { spki: node.whole, kind, bits: FIELD_BITS[kind] };
  }
  if (oid === RSA) {
    const modulus = childAt(children(readDer(bits.subarray(1)), TAG.sequence), 0, TAG.integer).content;
    const digits = modulus[0] === 0 ? modulus.subarray(1) : modulus;
    return { spki: node.whole, kind: 'rsa', bits: digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24 };
  }
  throw new Problem('unsupported', 'a certificate has a kind of key that is not accepted here');
}

/** Whether an algorithm goes with a key, and the key is long enough. */
export function fits(key: PublicKey, algorithm: SignatureAlgorithm): boolean {
  return (key.kind === 'rsa') === (algorithm.kind !== 'ecdsa') && (key.kind !== 'rsa' || key.bits >= 2048);
}

/** In words: `ECDSA P-256`, `RSA 3072`. */
export function keyInWords(key: PublicKey): string {
  return key.kind === 'rsa' ? `RSA ${key.bits}` : `ECDSA ${key.kind}`;
}

/** The AlgorithmIdentifier that our own signatures with a key of this kind carry. */
export function writtenFor(kind: PublicKey['kind']): Uint8Array {
  return kind === 'rsa' ? WRITTEN.rsa : WRITTEN.ecdsa;
}

/**
 * An ECDSA signature as two numbers side by side, from its DER; undefined where it is not DER or the
 * numbers do not fit the curve.
 */
export function ecdsaToRaw(
  signature: Uint8Array,
  kind: Exclude<PublicKey['kind'], 'rsa'>,
): Uint8Array | undefined {
  const size = Math.ceil(FIELD_BITS[kind] / 8);
  try {
    const node = readDer(signature);
    const numbers = children(node, TAG.sequence);
    if (node.whole.length !== signature.length || numbers.length !== 2) return undefined;
    const raw = new Uint8Array(2 * size);
    for (const [index, number] of numbers.entries()) {
      const digits = number.content[0] === 0 ? number.content.subarray(1) : number.content;
      if (number.tag !== TAG.integer || digits.length > size) return undefined;
      raw.set(digits, (index + 1) * size - digits.length);
    }
    // One form only: a number with needless zeros would be another signature that holds as well.
    return equalBytes(ecdsaToDer(raw), signature) ? raw : undefined;
  } catch {
    return undefined;
  }
}

/** The reverse, for keys that sign with two numbers side by side. */
export function ecdsaToDer(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const integer = (bytes: Uint8Array): Uint8Array => {
    let start = 0;
    while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
    const digits = bytes.subarray(start);
    return (digits[0] ?? 0) >= 0x80
      ? writeDer(TAG.integer, Uint8Array.of(0), digits)
      : writeDer(TAG.integer, digits);
  };
  return writeDer(TAG.sequence, integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}
