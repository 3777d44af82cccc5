import type { Sha256Hex } from '../../../shared/domain/index.ts';
import type { AnyReport } from '../../../shared/formats/period-report.ts';
import { sha256Hex } from '../../core/index.ts';
import type { ReportRenderer } from './renderer.ts';
import type { ReportKey } from './sign/cms.ts';
import { signPdf } from './sign/sign-pdf.ts';

export interface IssuedReport {
  readonly pdf: Uint8Array;
  readonly sha256: Sha256Hex;
  readonly sizeBytes: number;
  readonly pages: number;
}

/**
 * Renders a report in the worker and signs it here with the workspace's report key.
 *
 * @throws Problem `invalid_input` when the key does not fit, `cancelled`, `process_ended`
 */
export async function issueReport(
  report: AnyReport,
  renderer: ReportRenderer,
  key: ReportKey,
  options: Parameters<ReportRenderer['render']>[1] = {},
): Promise<IssuedReport> {
  const unsigned = await renderer.render(report, options);
  const pdf = await signPdf(unsigned, key);
  return { pdf, sha256: sha256Hex(pdf), sizeBytes: pdf.length, pages: unsigned.pages };
}
