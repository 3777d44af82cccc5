import { Problem } from '../domain/problem.ts';
import type { VerifyView } from '../ipc/verify-views.ts';
import { LARGEST_DOCUMENT_BYTES } from './pdf-file.ts';
import type { VerifierTools } from './tools.ts';
import { Lines, type KnownByOtherMeans } from './verdict.ts';
import { inspectBundle } from './verify-bundle.ts';
import { inspectReport } from './verify-report.ts';

export { inspectBundle } from './verify-bundle.ts';
export { inspectReport, type InspectedReport, type ReportModel } from './verify-report.ts';
export { WITNESS_LINE } from './check-evidence.ts';
export { checkSignature } from './signer.ts';
export { chainTo } from './chain.ts';
export { readCertificate, type Certificate } from './certificate.ts';
export { readCms, signedAttributes, writeCms, type CmsSignature } from './cms.ts';
export { ecdsaToDer, keyInWords, writtenFor } from './algorithms.ts';
export * from './der.ts';
export * from './pdf-values.ts';
export { dictionaryOf, LARGEST_DOCUMENT_BYTES, readPdf, type PdfFile } from './pdf-file.ts';
export { findSignatures } from './pdf-signatures.ts';
export { sha256 } from './sha256.ts';
export { Lines, type KnownByOtherMeans } from './verdict.ts';
export { webTools, type WebPlatform } from './web-tools.ts';
export type { PublicKey, SignatureAlgorithm, VerifierTools } from './tools.ts';

/** The root fingerprint as people type it: with or without blanks, colons and capitals. @throws Problem */
export function readFingerprint(text: string): string {
  const digits = text.replaceAll(/[\s:-]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digits))
    throw new Problem(
      'invalid_input',
      'a root fingerprint has 64 hexadecimal digits',
      'Copy it from the recovery sheet, from the workspace, or from a report that you know to be genuine.',
    );
  return digits;
}

/**
 * Verifies a report or an evidence bundle by its bytes alone.
 *
 * @returns a view whose lines are words for people; never throws for what a file may hold
 */
export async function verifyDocument(
  bytes: Uint8Array,
  known: KnownByOtherMeans,
  tools: VerifierTools,
): Promise<VerifyView> {
  const lines = new Lines();
  if (bytes.length > LARGEST_DOCUMENT_BYTES) {
    lines.fail('Form', 'the file is larger than any report or bundle');
    return lines.view(known.fileName ?? 'file');
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return (await inspectBundle(bytes, known, tools)).view;
  return (await inspectReport(bytes, known, tools)).view;
}
