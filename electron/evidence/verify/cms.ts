import { createHash, verify, X509Certificate } from 'node:crypto';
import { Problem } from '../../../shared/domain/problem.ts';
import { childAt, children, readDer, TAG, writeDer, type DerNode } from './cms-der.ts';

/** What a signature says, in the one form that this application writes. */
export interface CmsSignature {
  /** The certificate whose key signed, and its issuer's. */
  readonly signer: X509Certificate;
  readonly root: X509Certificate;
  readonly messageDigest: Uint8Array;
  readonly signingCertificateSha256: Uint8Array;
  /** The bytes that were signed: the attributes as a SET. */
  readonly signedAttributes: Uint8Array;
  readonly signature: Uint8Array;
  /** Bytes that the whole takes, without what pads it. */
  readonly sizeBytes: number;
}

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

/** Object identifiers as DER, and the algorithm identifiers made of them. */
const DER = {
  data: hex('06092a864886f70d010701'),
  signedData: hex('06092a864886f70d010702'),
  contentType: hex('06092a864886f70d010903'),
  messageDigest: hex('06092a864886f70d010904'),
  signingCertificateV2: hex('060b2a864886f70d010910022f'),
  sha256: hex('300d06096086480165030402010500'),
  ecdsaWithSha256: hex('300a06082a8648ce3d040302'),
  one: hex('020101'),
} as const;

/**
 * Reads a detached CMS signature. To leave no byte unaccounted for, the parts are read, the signature
 * is written again from them, and both must be the same: there is exactly one form.
 *
 * @param padded bytes that start with the signature; anything after it must be zero
 * @throws Problem `damaged` when it is not that form
 */
export function readCms(padded: Uint8Array): CmsSignature {
  const outer = readDer(padded);
  if (padded.subarray(outer.whole.length).some((byte) => byte !== 0))
    throw new Problem('damaged', 'something follows the signature in its room');
  const signedData = children(childAt(children(outer, TAG.sequence), 1, TAG.context0), TAG.context0)[0];
  if (signedData === undefined) throw new Problem('damaged', 'the signature is empty');
  const fields = children(signedData, TAG.sequence);
  const certificates = children(childAt(fields, 3, TAG.context0), TAG.context0);
  const infos = children(childAt(fields, 4, TAG.set), TAG.set);
  const info = infos[0];
  if (info === undefined || infos.length !== 1 || certificates.length !== 2)
    throw new Problem('damaged', 'the signature has not exactly one signer and two certificates');
  const parts = children(info, TAG.sequence);
  const attributes = children(childAt(parts, 3, TAG.context0), TAG.context0);
  const signature = childAt(parts, 5, TAG.octetString).content;
  const messageDigest = valueOf(attributes, DER.messageDigest, TAG.octetString).content;
  const ids = children(
    childAt(
      children(valueOf(attributes, DER.signingCertificateV2, TAG.sequence), TAG.sequence),
      0,
      TAG.sequence,
    ),
    TAG.sequence,
  );
  const certHash = childAt(children(childAt(ids, 0, TAG.sequence), TAG.sequence), 0, TAG.octetString).content;
  const signer = certificates.find((certificate) => sha256(certificate.whole).equals(certHash));
  const root = certificates.find((certificate) => certificate !== signer);
  if (signer === undefined || root === undefined)
    throw new Problem('damaged', 'the certificate that the signature names is not inside it');
  const signedAttributes = attributeSet(messageDigest, certHash);
  const canonical = writeCms({ signer, root, signedAttributes, signature });
  if (!canonical.equals(outer.whole))
    throw new Problem('damaged', 'the signature is not in the form that reports have');
  return {
    signer: readCertificate(signer),
    root: readCertificate(root),
    messageDigest,
    signingCertificateSha256: certHash,
    signedAttributes,
    signature,
    sizeBytes: outer.whole.length,
  };
}

function valueOf(attributes: readonly DerNode[], type: Uint8Array, tag: number): DerNode {
  for (const attribute of attributes) {
    const [id, values] = children(attribute, TAG.sequence);
    if (id === undefined || values === undefined || !Buffer.from(id.whole).equals(type)) continue;
    return childAt(children(values, TAG.set), 0, tag);
  }
  throw new Problem('damaged', 'the signature lacks an attribute that it must have');
}

function attributeSet(messageDigest: Uint8Array, certHash: Uint8Array): Uint8Array {
  const attribute = (type: Uint8Array, value: Uint8Array): Uint8Array =>
    writeDer(TAG.sequence, type, writeDer(TAG.set, value));
  const essCertId = writeDer(TAG.sequence, writeDer(TAG.octetString, certHash));
  return writeDer(
    TAG.set,
    attribute(DER.contentType, DER.data),
    attribute(DER.messageDigest, writeDer(TAG.octetString, messageDigest)),
    attribute(DER.signingCertificateV2, writeDer(TAG.sequence, writeDer(TAG.sequence, essCertId))),
  );
}

function writeCms(parts: {
  readonly signer: DerNode;
  readonly root: DerNode;
  readonly signedAttributes: Uint8Array;
  readonly signature: Uint8Array;
}): Buffer {
  const { issuer, serial } = issuerAndSerial(parts.signer);
  // Inside the signature the attributes carry a context tag in place of SET (RFC 5652, 5.4).
  const attributes = Buffer.from(parts.signedAttributes);
  attributes[0] = TAG.context0;
  const info = writeDer(
    TAG.sequence,
    DER.one,
    writeDer(TAG.sequence, issuer, serial),
    DER.sha256,
    attributes,
    DER.ecdsaWithSha256,
    writeDer(TAG.octetString, parts.signature),
  );
  const certificates = [parts.signer.whole, parts.root.whole].sort((a, b) => Buffer.compare(a, b));
  const signedData = writeDer(
    TAG.sequence,
    DER.one,
    writeDer(TAG.set, DER.sha256),
    writeDer(TAG.sequence, DER.data),
    writeDer(TAG.context0, ...certificates),
    writeDer(TAG.set, info),
  );
  return Buffer.from(writeDer(TAG.sequence, DER.signedData, writeDer(TAG.context0, signedData)));
}

/** Issuer and serial number as they stand in a certificate's body (RFC 5280, 4.1). */
function issuerAndSerial(certificate: DerNode): { readonly issuer: Uint8Array; readonly serial: Uint8Array } {
  const body = childAt(children(certificate, TAG.sequence), 0, TAG.sequence);
  const fields = children(body, TAG.sequence);
  childAt(fields, 0, TAG.context0);
  return {
    serial: childAt(fields, 1, TAG.integer).whole,
    issuer: childAt(fields, 3, TAG.sequence).whole,
  };
}

function readCertificate(node: DerNode): X509Certificate {
  try {
    return new X509Certificate(node.whole);
  } catch {
    throw new Problem('damaged', 'a certificate in the signature cannot be read');
  }
}

/** Whether the signer's key made this signature over these attributes. */
export function signatureHolds(cms: CmsSignature): boolean {
  const key = cms.signer.publicKey;
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false;
  try {
    return verify('sha256', cms.signedAttributes, key, cms.signature);
  } catch {
    return false;
  }
}

/** Whether the second certificate is an authority and issued the signer's. */
export function chainHolds(cms: CmsSignature): boolean {
  try {
    return (
      cms.root.ca &&
      !cms.signer.ca &&
      cms.signer.checkIssued(cms.root) &&
      cms.signer.verify(cms.root.publicKey) &&
      cms.root.verify(cms.root.publicKey)
    );
  } catch {
    return false;
  }
}

/** Whether both certificates are within their dates at a time, in milliseconds since 1970. */
export function validAt(cms: CmsSignature, ms: number): boolean {
  return [cms.signer, cms.root].every(
    (certificate) => Date.parse(certificate.validFrom) <= ms && ms <= Date.parse(certificate.validTo),
  );
}

/** SHA-256 over the root's DER, 64 lower-case hexadecimal digits: what people compare. */
export function rootFingerprint(cms: CmsSignature): string {
  return sha256(cms.root.raw).toString('hex');
}

/** SHA-256 over parts, as if they were one. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
