import { sha256Hex } from '../../../core/index.ts';
import { fromHex } from '../../../../shared/formats/index.ts';
import { signedAttributes, writeCms, writtenFor } from '../../../../shared/verify/index.ts';
import { signerOf, type DocumentSigner, type ReportKey } from './signer.ts';

/**
 * Detached CMS SignedData over `content`: SHA-256, ECDSA or RSA, signing-certificate-v2 (RFC 5035) and
 * no signing-time, as PAdES baseline B-B wants. The certificates from signer to root travel inside.
 *
 * @throws Problem `invalid_input` when the key or a certificate cannot be read or they do not fit.
 */
export async function signDetached(
  content: readonly Uint8Array[],
  key: ReportKey | DocumentSigner,
): Promise<Uint8Array> {
  const signer = await signerOf(key);
  const bytes = content.length === 1 ? (content[0] ?? new Uint8Array()) : Buffer.concat(content);
  const attributes = signedAttributes(fromHex(sha256Hex(bytes)), fromHex(sha256Hex(signer.certificate)));
  return writeCms({
    signer: signer.certificate,
    certificates: [signer.certificate, ...signer.chain],
    algorithm: writtenFor(signer.kind),
    signedAttributes: attributes,
    signature: await signer.sign(attributes),
  });
}
