import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import type { AnyReport } from '../../../shared/formats/period-report.ts';
import { sha256Hex } from '../../core/index.ts';
import { verifyReportPdf } from '../verify/report-pdf.ts';
import type { CountersignWords } from './countersign.ts';
import type { ReportRenderer } from './renderer.ts';
import { signerOf, type DocumentSigner, type ReportKey } from './sign/signer.ts';
import { signPdf } from './sign/sign-pdf.ts';

export interface IssuedReport {
  readonly pdf: Uint8Array;
  readonly sha256: Sha256Hex;
  readonly sizeBytes: number;
  readonly pages: number;
}

/**
 * Renders a report in the worker and signs it here.
 *
 * @param key the workspace's report key, or another signer whose certificates the model names
 * @throws Problem `invalid_input` when the key does not fit, `cancelled`, `process_ended`
 */
export async function issueReport(
  report: AnyReport,
  renderer: ReportRenderer,
  key: ReportKey | DocumentSigner,
  options: Parameters<ReportRenderer['render']>[1] = {},
): Promise<IssuedReport> {
  const unsigned = await renderer.render(report, options);
  const pdf = await signPdf(unsigned, key);
  return { pdf, sha256: sha256Hex(pdf), sizeBytes: pdf.length, pages: unsigned.pages };
}

/**
 * Adds a person's signature behind a signed report, which stays as it is.
 *
 * @throws Problem `check_failed` for a report that does not verify as it is, `limit_reached` where every
 * place for a signature is taken, `invalid_input` when the key does not fit
 */
export async function countersignReport(
  pdf: Uint8Array,
  renderer: ReportRenderer,
  key: ReportKey | DocumentSigner,
  words: Omit<CountersignWords, 'rootSha256'>,
): Promise<Omit<IssuedReport, 'pages'>> {
  const before = await verifyReportPdf(pdf);
  const bad = before.lines.find(({ verdict }) => verdict === 'failed');
  if (bad !== undefined)
    throw new Problem(
      'check_failed',
      `the report cannot be signed, it does not verify: ${bad.what}: ${bad.detail}`,
      'Take the file as it was issued.',
    );
  const signer = await signerOf(key);
  const root = signer.chain.at(-1) ?? signer.certificate;
  const unsigned = await renderer.countersign(pdf, { ...words, rootSha256: sha256Hex(root) });
  const signed = await signPdf(unsigned, signer);
  return { pdf: signed, sha256: sha256Hex(signed), sizeBytes: signed.length };
}
