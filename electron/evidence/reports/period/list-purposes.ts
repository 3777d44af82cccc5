import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { column, list, type PeriodView } from './view.ts';

/** What compliance officers opened content for, as they said before they looked. */
export function statedPurposes(view: PeriodView): ReportList {
  return list(
    {
      id: 'stated_purposes',
      title: 'What compliance officers opened content for',
      about:
        'A compliance officer opens patients’ data only for a purpose that they state before; it counts for an hour or until they leave. The looks themselves stand in the list of datasets, each with its purpose.',
      query: 'entries content.purpose_stated in the period',
      empty: 'No compliance officer opened content in the period.',
      columns: [
        column('person', 'Person', 'person', 22),
        column('purpose', 'Purpose', 'state', 14),
        column('words', 'In their words', 'text', 40),
        column('at', 'When', 'time', 20),
        column('entry', 'Entry', 'entry', 10),
      ],
    },
    view
      .within('content.purpose_stated', 'event')
      .map(({ entry, body }) => [
        view.nameOf(entry.actor.id),
        body.purpose,
        view.guard.person(body.reason),
        entry.wallMs,
        entry.seq,
      ]),
  );
}
