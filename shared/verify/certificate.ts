import { Problem } from '../domain/problem.ts';
import { equalBytes } from '../formats/journal/bytes.ts';
import { fits, readPublicKey, readSignatureAlgorithm } from './algorithms.ts';
import {
  childAt,
  children,
  readDer,
  readOid,
  readSmallInteger,
  readWhole,
  TAG,
  type DerNode,
} from './der.ts';
import type { PublicKey, SignatureAlgorithm, VerifierTools } from './tools.ts';

/** What an X.509 certificate says, as far as a signature on a document needs it (RFC 5280). */
export interface Certificate {
  readonly raw: Uint8Array;
  readonly signedPart: Uint8Array;
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Common name, else organisation; for people, never for a decision. */
  readonly name: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly key: PublicKey;
  readonly authority: boolean;
  /** How many authorities may follow below this one. */
  readonly pathLength: number | undefined;
  readonly mayCertify: boolean;
  readonly maySign: boolean;
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}

const EXTENSION = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', extendedKeyUsage: '2.5.29.37' };
/** Critical extensions that the checks here take into account, or that bear on no document signature. */
const UNDERSTOOD = new Set([...Object.values(EXTENSION), '2.5.29.14', '2.5.29.17', '2.5.29.32', '2.5.29.35']);
const [COMMON_NAME, ORGANISATION] = ['2.5.4.3', '2.5.4.10'];
/** Bits of KeyUsage, from the most significant of the first byte. */
const USAGE = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04 };

/** @throws Problem `damaged`, `unsupported` */
export function readCertificate(bytes: Uint8Array, tools: Pick<VerifierTools, 'utf8'>): Certificate {
  const outer = children(readWhole(bytes), TAG.sequence);
  const body = childAt(outer, 0, TAG.sequence);
  const fields = children(body, TAG.sequence);
  if (fields[0]?.tag !== TAG.context0)
    throw new Problem('unsupported', 'a certificate is of an old version that does not say what it is for');
  const algorithm = childAt(outer, 1, TAG.sequence);
  if (!equalBytes(childAt(fields, 2, TAG.sequence).whole, algorithm.whole)) throw damaged();
  const [notBefore, notAfter] = children(fields[4], TAG.sequence);
  const subject = childAt(fields, 5, TAG.sequence);
  const extensions = readExtensions(fields.find(({ tag }) => tag === TAG.context3));
  const constraints = extensions.get(EXTENSION.basicConstraints);
  const [authority, length] = constraints === undefined ? [] : children(readWhole(constraints), TAG.sequence);
  const usage = readUsage(extensions.get(EXTENSION.keyUsage));
  return {
    raw: bytes,
    signedPart: body.whole,
    serial: childAt(fields, 1, TAG.integer).whole,
    issuer: childAt(fields, 3, TAG.sequence).whole,
    subject: subject.whole,
    name: nameOf(subject, tools),
    notBeforeMs: readTime(notBefore),
    notAfterMs: readTime(notAfter),
    key: readPublicKey(childAt(fields, 6, TAG.sequence)),
    authority: authority?.tag === TAG.boolean && authority.content[0] === 0xff,
    pathLength: length === undefined ? undefined : readSmallInteger(length),
    mayCertify: usage === undefined || (usage & USAGE.keyCertSign) !== 0,
    maySign: usage === undefined || (usage & (USAGE.digitalSignature | USAGE.nonRepudiation)) !== 0,
    algorithm: readSignatureAlgorithm(algorithm),
    signature: childAt(outer, 2, TAG.bitString).content.subarray(1),
  };
}

function damaged(): Problem {
  return new Problem('damaged', 'a certificate cannot be read');
}

/** Values of extensions by identifier. @throws Problem `unsupported` for a critical one that is not known */
function readExtensions(node: DerNode | undefined): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  if (node === undefined) return found;
  for (const extension of children(readWhole(node.content), TAG.sequence)) {
    const parts = children(extension, TAG.sequence);
    const id = readOid(parts[0]);
    const value = parts.at(-1);
    if (value?.tag !== TAG.octetString || found.has(id)) throw damaged();
    if (parts[1]?.tag === TAG.boolean && !UNDERSTOOD.has(id))
      throw new Problem(
        'unsupported',
        `a certificate has a critical extension that is not known here (${id})`,
      );
    found.set(id, value.content);
  }
  return found;
}

function readUsage(value: Uint8Array | undefined): number | undefined {
  if (value === undefined) return undefined;
  const bits = readWhole(value);
  if (bits.tag !== TAG.bitString) throw damaged();
  return bits.content[1] ?? 0;
}

/** UTCTime or GeneralizedTime in the one form that RFC 5280 allows, in milliseconds since 1970. */
function readTime(node: DerNode | undefined): number {
  const text = String.fromCharCode(...(node?.content ?? []).slice(0, 20));
  const digits = node?.tag === TAG.utcTime ? 2 : 4;
  const match = new RegExp(`^(\\d{${digits}})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)Z$`).exec(text);
  if (match === null || (node?.tag !== TAG.utcTime && node?.tag !== TAG.generalizedTime)) throw damaged();
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  // Two digits: 50 to 99 are of the twentieth century.
  const full = digits === 4 ? year : year + (year >= 50 ? 1900 : 2000);
  return Date.UTC(full, month - 1, day, hour, minute, second);
}

function nameOf(subject: DerNode, tools: Pick<VerifierTools, 'utf8'>): string {
  const names = new Map<string, string>();
  for (const set of children(subject, TAG.sequence))
    for (const attribute of children(set, TAG.set)) {
      const [id, value] = children(attribute, TAG.sequence);
      if (value !== undefined) names.set(readOid(id), textOf(value, tools));
    }
  return names.get(COMMON_NAME) ?? names.get(ORGANISATION) ?? 'without a name';
}

const BMP_STRING = 0x1e;

/** The text of a directory string, cut to what a line can show; control characters are left out. */
function textOf(node: DerNode, tools: Pick<VerifierTools, 'utf8'>): string {
  const units = (): string =>
    String.fromCharCode(
      ...Array.from(
        { length: Math.min(100, node.content.length >> 1) },
        (_, i) => ((node.content[2 * i] ?? 0) << 8) | (node.content[2 * i + 1] ?? 0),
      ),
    );
  const text = node.tag === BMP_STRING ? units() : tools.utf8(node.content);
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').slice(0, 100);
}

/** Whether an authority issued a certificate: names, rights, and the signature. */
export async function issued(
  issuer: Certificate,
  certificate: Certificate,
  tools: VerifierTools,
): Promise<boolean> {
  const { algorithm } = certificate;
  return (
    equalBytes(issuer.subject, certificate.issuer) &&
    issuer.authority &&
    issuer.mayCertify &&
    algorithm !== undefined &&
    fits(issuer.key, algorithm) &&
    (await tools.verify(issuer.key, algorithm, certificate.signature, certificate.signedPart))
  );
}

/** Issuer and serial number as CMS names a signer. */
export function issuerAndSerial(certificate: Uint8Array): readonly [issuer: Uint8Array, serial: Uint8Array] {
  const fields = children(children(readDer(certificate), TAG.sequence)[0], TAG.sequence);
  return [childAt(fields, 3, TAG.sequence).whole, childAt(fields, 1, TAG.integer).whole];
}
