import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { formatCount, safeWord } from '../text.ts';
import { column, list, type PeriodFact, type PeriodView } from './view.ts';

type Measured = PeriodFact<'redaction.measured', 'event'>;

/**
 * Each attestation of de-identification beside what the redactor had been measured to find on that dataset
 * when it was signed. Measurings of other datasets, and later ones, say nothing about it.
 */
export function attestedFigures(view: PeriodView): ReportList {
  const runs = new Map(view.ever('run.started', 'event').map(({ entry, body }) => [entry.run, body]));
  const measurings = view.ever('redaction.measured', 'event');
  return list(
    {
      id: 'attested_figures',
      title: 'What stood measured when each attestation was signed',
      about:
        'The newest measuring of the same dataset before the signature: identifiers planted and found, and the lower bound at 95 %. An attestation without one stands on no figure.',
      query:
        'entries attestation.sign (outcome, artefact deidentification) in the period, with run.started and redaction.measured of any time before each',
      empty: 'No attestation of de-identification was signed in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'Signed', 'time', 18),
        column('by', 'By', 'person', 18),
        column('table', 'Table', 'text', 18),
        column('method', 'Method', 'code', 11),
        column('figures', 'Found of planted', 'text', 17),
        column('low', 'At least', 'text', 12),
        column('measured', 'Measured', 'entry', 10),
      ],
    },
    view
      .doneWithin('attestation.sign')
      .filter(({ body }) => body.artefact === 'deidentification')
      .map(({ entry }) => {
        const run = runs.get(entry.run);
        const measured = measurings.findLast(
          (one: Measured) => one.body.dataset === run?.dataset && one.entry.seq < entry.seq,
        );
        return [
          ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id)],
          run === undefined ? 'no longer known' : (run.table ?? view.tableOf(run.dataset)),
          run === undefined ? null : safeWord(run.deidProfile),
          ...(measured === undefined
            ? ['not measured', 'not measured', null]
            : [
                `${formatCount(measured.body.found)} of ${formatCount(measured.body.planted)}`,
                `${(measured.body.low * 100).toFixed(1)} %`,
                measured.entry.seq,
              ]),
        ];
      }),
  );
}
