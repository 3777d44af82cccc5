import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { Problem } from '../../../../shared/domain/index.ts';
import { sha256 } from '../../../core/index.ts';

/** The workspace's report key: ECDSA P-256, its certificate, and the root that issued it. All DER. */
export interface ReportKey {
  readonly privateKeyPkcs8: Uint8Array;
  readonly certificate: Uint8Array;
  readonly root: Uint8Array;
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/**
 * Detached CMS SignedData over `content`: SHA-256, ECDSA P-256, signing-certificate-v2 (RFC 5035) and
 * no signing-time, as PAdES baseline B-B wants. The certificates of signer and root travel inside.
 *
 * @throws Problem `invalid_input` when the key or a certificate cannot be read or they do not fit.
 */
export async function signDetached(content: readonly Uint8Array[], key: ReportKey): Promise<Uint8Array> {
  const crypto = new pkijs.CryptoEngine({ crypto: webcrypto, name: 'node' });
  const { privateKey, certificate, root } = await readKey(key);
  const bytes = concatenate(content);
  // DER wants a SET OF in ascending order of its encodings; these three stand in that order by length.
  const attributes = new pkijs.SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data })),
      attribute(OID.messageDigest, new asn1js.OctetString({ valueHex: toBuffer(sha256(bytes)) })),
      attribute(OID.signingCertificateV2, signingCertificate(key.certificate)),
    ],
  });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        signedAttrs: attributes,
      }),
    ],
    certificates: inOrder(certificate, root),
  });
  await signed.sign(privateKey, 0, 'SHA-256', toBuffer(bytes), crypto);
  const info = new pkijs.ContentInfo({ contentType: OID.signedData, content: signed.toSchema(true) });
  return new Uint8Array(info.toSchema().toBER(false));
}

async function readKey(key: ReportKey): Promise<{
  privateKey: webcrypto.CryptoKey;
  certificate: pkijs.Certificate;
  root: pkijs.Certificate;
}> {
  try {
    const privateKey = await webcrypto.subtle.importKey(
      'pkcs8',
      toBuffer(key.privateKeyPkcs8),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['sign'],
    );
    return {
      privateKey,
      certificate: pkijs.Certificate.fromBER(toBuffer(key.certificate)),
      root: pkijs.Certificate.fromBER(toBuffer(key.root)),
    };
  } catch {
    // The cause could quote key material.
    throw new Problem('invalid_input', 'the report key or its certificates cannot be read');
  }
}

/** DER wants the certificates, a SET OF, in ascending order of their encodings. */
function inOrder(...certificates: readonly pkijs.Certificate[]): pkijs.Certificate[] {
  const der = (certificate: pkijs.Certificate): Buffer => Buffer.from(certificate.toSchema().toBER(false));
  return certificates.toSorted((a, b) => Buffer.compare(der(a), der(b)));
}

function attribute(type: string, value: asn1js.BaseBlock): pkijs.Attribute {
  return new pkijs.Attribute({ type, values: [value] });
}

/** SigningCertificateV2 with one ESSCertIDv2; SHA-256 is the default and therefore left out. */
function signingCertificate(certificate: Uint8Array): asn1js.Sequence {
  const id = new asn1js.Sequence({
    value: [new asn1js.OctetString({ valueHex: toBuffer(sha256(certificate)) })],
  });
  return new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [id] })] });
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

/** A buffer of exactly these bytes, as the ASN.1 library takes them. */
function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
