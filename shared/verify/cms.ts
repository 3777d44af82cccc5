import { Problem } from '../domain/problem.ts';
import { concatBytes, equalBytes } from '../formats/journal/bytes.ts';
import { fits, readSignatureAlgorithm, WRITTEN, writtenFor } from './algorithms.ts';
import { issuerAndSerial, readCertificate, type Certificate } from './certificate.ts';
import { childAt, children, inSetOrder, readDer, TAG, writeDer, writeOid, type DerNode } from './der.ts';
import type { SignatureAlgorithm, VerifierTools } from './tools.ts';

/** What a detached signature says, in the one form that this application writes (RFC 5652, RFC 5035). */
export interface CmsSignature {
  readonly signer: Certificate;
  /** All others that travel inside. */
  readonly others: readonly Certificate[];
  readonly messageDigest: Uint8Array;
  /** The bytes that were signed: the attributes as a SET. */
  readonly signedAttributes: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  /** Bytes that the whole takes, without what pads it. */
  readonly sizeBytes: number;
}

const OID = {
  data: writeOid('1.2.840.113549.1.7.1'),
  signedData: writeOid('1.2.840.113549.1.7.2'),
  contentType: writeOid('1.2.840.113549.1.9.3'),
  messageDigest: writeOid('1.2.840.113549.1.9.4'),
  signingCertificateV2: writeOid('1.2.840.113549.1.9.16.2.47'),
};
const ONE = Uint8Array.of(TAG.integer, 1, 1);
const MOST_CERTIFICATES = 10;

/**
 * Reads a detached CMS signature. To leave no byte unaccounted for, the parts are read, the signature
 * is written again from them, and both must be the same: there is exactly one form.
 *
 * @param padded bytes that start with the signature; anything after it must be zero
 * @throws Problem `damaged` when it is not that form, `unsupported` for certificates of another make
 */
export function readCms(padded: Uint8Array, tools: VerifierTools): CmsSignature {
  const outer = readDer(padded);
  if (padded.subarray(outer.whole.length).some((byte) => byte !== 0))
    throw new Problem('damaged', 'something follows the signature in its room');
  const content = childAt(children(outer, TAG.sequence), 1, TAG.context0);
  const fields = children(children(content, TAG.context0)[0], TAG.sequence);
  const certificates = children(childAt(fields, 3, TAG.context0), TAG.context0);
  const infos = children(childAt(fields, 4, TAG.set), TAG.set);
  if (infos.length !== 1 || certificates.length > MOST_CERTIFICATES)
    throw new Problem('damaged', 'the signature has not exactly one signer with its certificates');
  const parts = children(infos[0], TAG.sequence);
  const attributes = children(childAt(parts, 3, TAG.context0), TAG.context0);
  const algorithm = readSignatureAlgorithm(childAt(parts, 4, TAG.sequence));
  const signature = childAt(parts, 5, TAG.octetString).content;
  const messageDigest = valueOf(attributes, OID.messageDigest, TAG.octetString).content;
  const signerHash = signerHashOf(attributes);
  const signer = certificates.find(({ whole }) => equalBytes(tools.sha256(whole), signerHash));
  if (signer === undefined || algorithm === undefined)
    throw new Problem('damaged', 'the certificate that the signature names is not inside it');
  const certificate = readCertificate(signer.whole, tools);
  const canonical = writeCms({
    signer: signer.whole,
    certificates: certificates.map(({ whole }) => whole),
    algorithm: writtenFor(certificate.key.kind),
    signedAttributes: signedAttributes(messageDigest, signerHash),
    signature,
  });
  if (!equalBytes(canonical, outer.whole))
    throw new Problem('damaged', 'the signature is not in the form that reports have');
  return {
    signer: certificate,
    others: certificates
      .filter((other) => other !== signer)
      .map(({ whole }) => readCertificate(whole, tools)),
    messageDigest,
    signedAttributes: signedAttributes(messageDigest, signerHash),
    algorithm,
    signature,
    sizeBytes: outer.whole.length,
  };
}

function signerHashOf(attributes: readonly DerNode[]): Uint8Array {
  const value = valueOf(attributes, OID.signingCertificateV2, TAG.sequence);
  const list = childAt(children(value, TAG.sequence), 0, TAG.sequence);
  const id = childAt(children(list, TAG.sequence), 0, TAG.sequence);
  return childAt(children(id, TAG.sequence), 0, TAG.octetString).content;
}

function valueOf(attributes: readonly DerNode[], type: Uint8Array, tag: number): DerNode {
  for (const attribute of attributes) {
    const [id, values] = children(attribute, TAG.sequence);
    if (id === undefined || values === undefined || !equalBytes(id.whole, type)) continue;
    return childAt(children(values, TAG.set), 0, tag);
  }
  throw new Problem('damaged', 'the signature lacks an attribute that it must have');
}

/**
 * What PAdES baseline B-B has a signer sign: content type, digest of the document, and the hash of the
 * signer's certificate; no signing time.
 *
 * @param messageDigest SHA-256 of the document
 * @param signerHash SHA-256 over the signer's certificate; as SHA-256 is the default it is not named
 */
export function signedAttributes(messageDigest: Uint8Array, signerHash: Uint8Array): Uint8Array {
  const attribute = (type: Uint8Array, value: Uint8Array): Uint8Array =>
    writeDer(TAG.sequence, type, writeDer(TAG.set, value));
  const certificateId = writeDer(TAG.sequence, writeDer(TAG.octetString, signerHash));
  return writeDer(
    TAG.set,
    attribute(OID.contentType, OID.data),
    attribute(OID.messageDigest, writeDer(TAG.octetString, messageDigest)),
    attribute(OID.signingCertificateV2, writeDer(TAG.sequence, writeDer(TAG.sequence, certificateId))),
  );
}

/** Writes the one form of a detached signature. All are DER. */
export function writeCms(parts: {
  readonly signer: Uint8Array;
  /** The signer's and all above it, in any order. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: Uint8Array;
  readonly signedAttributes: Uint8Array;
  readonly signature: Uint8Array;
}): Uint8Array {
  const [issuer, serial] = issuerAndSerial(parts.signer);
  // Inside the signature the attributes carry a context tag in place of SET (RFC 5652, 5.4).
  const attributes = concatBytes(Uint8Array.of(TAG.context0), parts.signedAttributes.subarray(1));
  const info = writeDer(
    TAG.sequence,
    ONE,
    writeDer(TAG.sequence, issuer, serial),
    WRITTEN.sha256,
    attributes,
    parts.algorithm,
    writeDer(TAG.octetString, parts.signature),
  );
  const signedData = writeDer(
    TAG.sequence,
    ONE,
    writeDer(TAG.set, WRITTEN.sha256),
    writeDer(TAG.sequence, OID.data),
    writeDer(TAG.context0, ...inSetOrder(parts.certificates)),
    writeDer(TAG.set, info),
  );
  return writeDer(TAG.sequence, OID.signedData, writeDer(TAG.context0, signedData));
}

/** Whether the signer's key made this signature over these attributes. */
export async function signatureHolds(cms: CmsSignature, tools: VerifierTools): Promise<boolean> {
  const { signer, algorithm, signature } = cms;
  return (
    fits(signer.key, algorithm) &&
    (await tools.verify(signer.key, algorithm, signature, cms.signedAttributes))
  );
}
