import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { Problem } from '../../shared/domain/index.ts';
import { TAG, writeDer, writeOid } from '../../shared/verify/index.ts';

const OID = {
  commonName: '2.5.4.3',
  organisation: '2.5.4.10',
  extensionRequest: '1.2.840.113549.1.9.14',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  documentSigning: '1.3.6.1.5.5.7.3.36',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;
/** digitalSignature and nonRepudiation. */
const SIGN_DOCUMENTS = Uint8Array.of(TAG.bitString, 2, 6, 0xc0);

/**
 * A request to a certificate authority for the workspace's report key (PKCS#10, RFC 2986), in PEM. The
 * key stays where it is; the authority sees its public half and the names.
 *
 * @param privateKeyPkcs8 ECDSA P-256, DER
 * @throws Problem `invalid_input` for names that are empty or too long
 */
export function makeCertificateRequest(
  privateKeyPkcs8: Uint8Array,
  names: { readonly commonName: string; readonly organisation?: string | undefined },
): string {
  const privateKey = createPrivateKey({ key: Buffer.from(privateKeyPkcs8), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const subject = writeDer(
    TAG.sequence,
    ...(names.organisation === undefined ? [] : [relativeName(OID.organisation, names.organisation)]),
    relativeName(OID.commonName, names.commonName),
  );
  const extensions = writeDer(
    TAG.sequence,
    extension(OID.keyUsage, true, SIGN_DOCUMENTS),
    extension(
      OID.extendedKeyUsage,
      false,
      writeDer(TAG.sequence, writeOid(OID.documentSigning), writeOid(OID.emailProtection)),
    ),
  );
  const attribute = writeDer(TAG.sequence, writeOid(OID.extensionRequest), writeDer(TAG.set, extensions));
  const info = writeDer(
    TAG.sequence,
    Uint8Array.of(TAG.integer, 1, 0),
    subject,
    spki,
    writeDer(TAG.context0, attribute),
  );
  const request = writeDer(
    TAG.sequence,
    info,
    writeDer(TAG.sequence, writeOid(OID.ecdsaWithSha256)),
    writeDer(TAG.bitString, Uint8Array.of(0), sign('sha256', info, privateKey)),
  );
  const lines =
    Buffer.from(request)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
}

function relativeName(type: string, text: string): Uint8Array {
  const value = Buffer.from(text.trim(), 'utf8');
  // Upper bounds of RFC 5280 for these names.
  if (value.length === 0 || text.length > 64 || /\p{Cc}/u.test(text))
    throw new Problem('invalid_input', 'a name in a certificate request has 1 to 64 characters');
  return writeDer(TAG.set, writeDer(TAG.sequence, writeOid(type), writeDer(TAG.utf8String, value)));
}

function extension(type: string, critical: boolean, value: Uint8Array): Uint8Array {
  const mark = critical ? [Uint8Array.of(TAG.boolean, 1, 0xff)] : [];
  return writeDer(TAG.sequence, writeOid(type), ...mark, writeDer(TAG.octetString, value));
}
