import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtKeyUsage,
  Extension,
} from 'pkijs';

/** The report signing key with the certificates that belong to it. */
export interface ReportIdentity {
  /** P-256 private key, PKCS#8 DER. */
  readonly reportKeyPkcs8: Uint8Array;
  /** Signing certificate (CA:false), DER. */
  readonly reportCertificateDer: Uint8Array;
  /** The workspace's own root, DER. Its private key is destroyed once it has signed. */
  readonly reportRootDer: Uint8Array;
}

const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000;
/** Reports are verified long after the six years that they must be kept. */
const VALID_YEARS = 20;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const OID = {
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  /** RFC 9336. */
  documentSigning: '1.3.6.1.5.5.7.3.36',
  /** Poppler's `pdfsig` wants it of a signer's certificate. */
  emailProtection: '1.3.6.1.5.5.7.3.4',
} as const;

/** Bits of RFC 5280, section 4.2.1.3, most significant first. */
const SIGN_DOCUMENTS = { byte: 0xc0, unusedBits: 6 } as const;
const SIGN_CERTIFICATES = { byte: 0x04, unusedBits: 2 } as const;

/** A root of the workspace's own and one signing certificate under it; neither names a person. */
export async function createReportIdentity(workspaceId: string, nowMs: number): Promise<ReportIdentity> {
  const subtle = webcrypto.subtle;
  const rootPair = await subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const pair = await subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const short = workspaceId.slice(0, 8);
  const rootName = `Swarm Clinical workspace root ${short}`;
  const rootKeyId = await keyIdOf(rootPair.publicKey);
  const keyId = await keyIdOf(pair.publicKey);

  const root = blankCertificate(rootName, rootName, nowMs);
  root.extensions = [
    basicConstraints(new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    keyUsage(SIGN_CERTIFICATES),
    subjectKeyId(rootKeyId),
  ];
  const leaf = blankCertificate(`Swarm Clinical reports ${short}`, rootName, nowMs);
  leaf.extensions = [
    basicConstraints(new BasicConstraints({ cA: false })),
    keyUsage(SIGN_DOCUMENTS),
    extension(
      OID.extendedKeyUsage,
      false,
      new ExtKeyUsage({ keyPurposes: [OID.documentSigning, OID.emailProtection] }).toSchema().toBER(),
    ),
    subjectKeyId(keyId),
    extension(
      OID.authorityKeyIdentifier,
      false,
      new AuthorityKeyIdentifier({
        keyIdentifier: new asn1js.OctetString({ valueHex: rootKeyId }),
      })
        .toSchema()
        .toBER(),
    ),
  ];
  for (const [certificate, publicKey] of [
    [root, rootPair.publicKey],
    [leaf, pair.publicKey],
  ] as const) {
    await certificate.subjectPublicKeyInfo.importKey(publicKey);
    await certificate.sign(rootPair.privateKey, 'SHA-256');
  }
  return {
    reportKeyPkcs8: new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey)),
    reportCertificateDer: new Uint8Array(leaf.toSchema(true).toBER()),
    reportRootDer: new Uint8Array(root.toSchema(true).toBER()),
  };
}

function blankCertificate(subject: string, issuer: string, nowMs: number): Certificate {
  const certificate = new Certificate();
  certificate.version = 2;
  const serial = webcrypto.getRandomValues(new Uint8Array(16));
  // A serial number is a positive integer: the top bit stays clear, and the first byte is not zero.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: serial.buffer });
  certificate.subject.typesAndValues.push(commonName(subject));
  certificate.issuer.typesAndValues.push(commonName(issuer));
  certificate.notBefore.value = new Date(nowMs);
  certificate.notAfter.value = new Date(nowMs + VALID_YEARS * YEAR_MS);
  return certificate;
}

function commonName(text: string): AttributeTypeAndValue {
  return new AttributeTypeAndValue({
    type: OID.commonName,
    value: new asn1js.Utf8String({ value: text }),
  });
}

function extension(extnID: string, critical: boolean, extnValue: ArrayBuffer): Extension {
  return new Extension({ extnID, critical, extnValue });
}

function basicConstraints(value: BasicConstraints): Extension {
  return extension(OID.basicConstraints, true, value.toSchema().toBER());
}

function keyUsage(bits: { readonly byte: number; readonly unusedBits: number }): Extension {
  const value = new asn1js.BitString({
    valueHex: new Uint8Array([bits.byte]).buffer,
    unusedBits: bits.unusedBits,
  });
  return extension(OID.keyUsage, true, value.toBER());
}

function subjectKeyId(keyId: ArrayBuffer): Extension {
  return extension(OID.subjectKeyIdentifier, false, new asn1js.OctetString({ valueHex: keyId }).toBER());
}

/** RFC 7093, method 1: the first 160 bits of SHA-256 over the public point. */
async function keyIdOf(publicKey: webcrypto.CryptoKey): Promise<ArrayBuffer> {
  const point = await webcrypto.subtle.exportKey('raw', publicKey);
  return (await webcrypto.subtle.digest('SHA-256', point)).slice(0, 20);
}
