import { Problem } from '../../shared/domain/index.ts';
import {
  chainTo,
  readCertificate,
  readWhole,
  children,
  readOid,
  TAG,
  webTools,
  type Certificate,
} from '../../shared/verify/index.ts';

const tools = webTools(globalThis);
const LARGEST_BYTES = 1024 * 1024;
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * The certificates above a signer, in order up to the root, once they hold at a time.
 *
 * @throws Problem `invalid_input` with words about what is missing or has run out, `unsupported`
 */
export async function chainAbove(
  certificate: Uint8Array,
  others: readonly Uint8Array[],
  nowMs: number,
): Promise<readonly Uint8Array[]> {
  const signer = readCertificate(certificate, tools);
  requireInDate(signer, nowMs);
  let chain: readonly Certificate[];
  try {
    chain = await chainTo(
      signer,
      others.map((other) => readCertificate(other, tools)),
      tools,
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(
      'invalid_input',
      error.message,
      'Give the certificates of all authorities up to the root, and a certificate that is meant for signing.',
    );
  }
  for (const one of chain) requireInDate(one, nowMs);
  return chain.slice(1).map(({ raw }) => raw);
}

function requireInDate({ name, notBeforeMs, notAfterMs }: Certificate, nowMs: number): void {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  if (nowMs > notAfterMs)
    throw new Problem(
      'invalid_input',
      `the certificate \`${name}\` ran out on ${day(notAfterMs)}`,
      'Have it renewed.',
    );
  if (nowMs < notBeforeMs)
    throw new Problem('invalid_input', `the certificate \`${name}\` is valid only from ${day(notBeforeMs)}`);
}

/**
 * Certificates in a file: PEM, one DER certificate, or a PKCS#7 bundle (`.p7b`), as authorities send them.
 *
 * @throws Problem `foreign_file`
 */
export function readCertificates(bytes: Uint8Array): readonly Uint8Array[] {
  const foreign = new Problem(
    'foreign_file',
    'the file holds no certificates',
    'Choose a `.pem`, `.cer` or `.p7b` file.',
  );
  if (bytes.length > LARGEST_BYTES) throw foreign;
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = [
    ...text.matchAll(/-----BEGIN (CERTIFICATE|PKCS7)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g),
  ];
  const parts = blocks.length > 0 ? blocks.map(([, , body = '']) => Buffer.from(body, 'base64')) : [bytes];
  try {
    return parts.flatMap((part) => {
      const outer = children(readWhole(part), TAG.sequence);
      if (outer[0]?.tag !== TAG.objectIdentifier) {
        readCertificate(part, tools);
        return [part];
      }
      if (readOid(outer[0]) !== SIGNED_DATA) throw foreign;
      const signed = children(children(outer[1], TAG.context0)[0], TAG.sequence);
      const inside = children(
        signed.find(({ tag }) => tag === TAG.context0),
        TAG.context0,
      );
      return inside.map(({ whole }) => whole);
    });
  } catch (error) {
    if (error instanceof Problem && error.code === 'damaged') throw foreign;
    throw error;
  }
}
