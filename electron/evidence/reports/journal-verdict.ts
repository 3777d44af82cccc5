import type { RunReport } from '../../../shared/formats/report.ts';
import type { RunReportInput } from './input.ts';
import { formatCount } from './text.ts';

/** What the verifier said about the journal, as the first of the sentences a reader wants first. */
export function journalVerdict(
  verification: RunReportInput['verification'],
  throughSeq: number,
): RunReport['verdicts'][number] {
  const what = 'Journal';
  if (verification === undefined)
    return { what, verdict: 'not_checked', detail: 'Not verified for this report.' };
  if (!verification.ok) return { what, verdict: 'failed', detail: 'At least one check did not pass.' };
  return {
    ...{ what, verdict: 'ok' },
    detail: `Recomputed through entry ${formatCount(throughSeq)}; chain and records agree.`,
  };
}
