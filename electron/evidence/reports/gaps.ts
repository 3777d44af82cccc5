import type { RunReport } from '../../../shared/formats/report.ts';
import type { RunReportInput } from './input.ts';
import { listSeqs, plural } from './text.ts';

/** One thing that a report does not prove. */
export type Gap = RunReport['gaps'][number];

export function gap(id: string, title: string, detail: string): Gap {
  return { id, title, detail };
}

/** On the first page of every report: somebody went beyond their rights, and nobody has judged it. */
export function emergencyGaps(unreviewed: readonly number[]): Gap[] {
  if (unreviewed.length === 0) return [];
  return [
    gap(
      'emergency-unreviewed',
      'Emergency access was not reviewed',
      `${plural(unreviewed.length, 'use')} of emergency access, ${unreviewed.length === 1 ? 'entry' : 'entries'} ${listSeqs(unreviewed)}, judged by nobody. Who opened what beyond their rights stands in the journal; whether it was justified does not.`,
    ),
  ];
}

/** What is not proven because the verifier did not run, or did not agree. */
export function verificationGaps(verification: RunReportInput['verification']): Gap[] {
  if (verification === undefined)
    return [
      gap(
        'journal-unverified',
        'The journal was not verified for this report',
        'Run the verifier on the workspace and issue the report again.',
      ),
    ];
  if (verification.ok) return [];
  const count = (wanted: string): number =>
    verification.lines.filter(({ verdict }) => verdict === wanted).length;
  return [
    gap(
      'journal-not-ok',
      'The journal did not verify in full',
      `${plural(count('failed'), 'check')} failed and ${plural(count('unknown'), 'check')} could not be decided. The section on the journal names them.`,
    ),
  ];
}

/** @param where the sentence that leads to the drill, where the report shows it */
export function drillGaps(drill: RunReportInput['drill'], where = ''): Gap[] {
  if (drill === undefined)
    return [
      gap(
        'no-drill',
        'No tamper drill is recorded',
        'Nobody has tried yet, on a copy of this journal, whether what an attacker would do to it shows.',
      ),
    ];
  if (drill.asExpected) return [];
  return [
    gap(
      'drill-failed',
      'An attack of the last tamper drill did not show as it should',
      `${where} Until that is explained, the journal proves less than this report says.`.trimStart(),
    ),
  ];
}
