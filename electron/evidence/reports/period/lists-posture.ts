import type { PostureCheck, PostureGrade } from '../../../../shared/domain/index.ts';
import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { column, list, type PeriodView } from './view.ts';

/** How the workstation stood at each start: how many checks are known how well, and what needs a person. */
export function postureStarts(view: PeriodView): ReportList {
  return list(
    {
      id: 'posture_starts',
      title: 'Posture of the workstation, at each start',
      about:
        'What the application found about the machine that it ran on, by how well it is known: enforced by the software, recorded as it was found, asserted by a person, or unknown. The last column names the checks at which a person should look.',
      query: 'entries posture.checked in the period',
      empty: 'No posture was recorded in the period: nothing shows what the workstation was like.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 20),
        column('why', 'Why', 'state', 9),
        column('enforced', 'Enforced', 'count', 10),
        column('recorded', 'Recorded', 'count', 10),
        column('asserted', 'Asserted', 'count', 10),
        column('unknown', 'Unknown', 'count', 10),
        column('look', 'Needs a look', 'text', 23),
      ],
    },
    view.within('posture.checked', 'event').map(({ entry, body: { why, checks } }) => [
      ...[entry.seq, entry.wallMs, why],
      ...(['enforced', 'recorded', 'asserted', 'unknown'] as const).map((grade) => graded(checks, grade)),
      checks
        .filter(({ state }) => state === 'attention')
        .map(({ id }) => id.replaceAll('_', ' '))
        .join(', ') || 'none',
    ]),
  );
}

/** Every check of the newest posture of the period, with its grade and what was found. */
export function postureChecks(view: PeriodView): ReportList {
  const newest = view.within('posture.checked', 'event').at(-1);
  return list(
    {
      id: 'posture_checks',
      title: 'The newest posture, check by check',
      about:
        newest === undefined
          ? 'Each check of the newest posture of the period.'
          : `As entry #${newest.entry.seq} has it. A check that cannot be made is unknown, never fine.`,
      query: 'the newest entry posture.checked of the period',
      empty: 'No posture was recorded in the period.',
      columns: [
        column('check', 'Check', 'text', 18),
        column('grade', 'Grade', 'state', 12),
        column('state', 'State', 'state', 14),
        column('finding', 'What was found', 'text', 56),
      ],
    },
    (newest?.body.checks ?? []).map(({ id, grade, state, finding }) => [
      ...[id.replaceAll('_', ' '), grade, state, view.guard.code(finding)],
    ]),
  );
}

function graded(checks: readonly PostureCheck[], grade: PostureGrade): number {
  return checks.filter((check) => check.grade === grade).length;
}
