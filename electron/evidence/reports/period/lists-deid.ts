import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { safeWord } from '../text.ts';
import { column, list, type PeriodView } from './view.ts';

/** What the redactor was measured to find. */
export function measurings(view: PeriodView): ReportList {
  return list(
    {
      id: 'measurings',
      title: 'Measurings of the redactor',
      about:
        'Invented identities planted among a dataset’s own words, and how many of them were found. The low figure is the lower bound at 95 %. A measured recall supports an expert determination; it does not make Safe Harbor.',
      query: 'entries redaction.measured in the period',
      empty: 'The redactor was not measured in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('by', 'By', 'person', 18),
        column('table', 'Table', 'text', 18),
        column('planted', 'Planted', 'count', 10),
        column('found', 'Found', 'count', 10),
        column('low', 'At least', 'text', 10),
        column('words', 'Words redacted in vain', 'text', 16),
        column('seed', 'Seed', 'text', 12),
      ],
    },
    view
      .within('redaction.measured', 'event')
      .map(({ entry, body }) => [
        ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), view.tableOf(body.dataset)],
        ...[body.planted, body.found, `${(body.low * 100).toFixed(1)} %`],
        ...[
          `${body.everydayRedacted} of ${body.everydayWords}`,
          view.guard.code(String(body.seed % 1_000_000)),
        ],
      ]),
  );
}

/** Reviews of redacted text by people. */
export function redactionReviews(view: PeriodView): ReportList {
  return list(
    {
      id: 'redaction_reviews',
      title: 'Reviews of redacted text by people',
      about:
        'Texts that were drawn and read, what had been missed, and what the reader signed for. Without a full review and a statement of no actual knowledge, Safe Harbor of free text is no claim.',
      query: 'entries redaction.review_signed in the period',
      empty: 'No review of redacted text was signed in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('by', 'By', 'person', 18),
        column('documents', 'Texts', 'count', 9),
        column('missed', 'Missed', 'count', 9),
        column('wrong', 'Wrong', 'count', 9),
        column('claim', 'Claim', 'state', 18),
        column('knowledge', 'No actual knowledge', 'state', 14),
        column('meaning', 'Meaning', 'state', 13),
      ],
    },
    view
      .within('redaction.review_signed', 'event')
      .map(({ entry, body }) => [
        ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id)],
        ...[body.documents, body.missed, body.wrong, body.claim],
        ...[body.noActualKnowledge ? 'stated' : 'not_stated', body.meaning],
      ]),
  );
}

export function attestations(view: PeriodView): ReportList {
  const tables = new Map(
    view
      .ever('run.started', 'event')
      .map(({ entry, body }) => [entry.run, body.table ?? view.tableOf(body.dataset)]),
  );
  return list(
    {
      id: 'attestations',
      title: 'Attestations: what people signed for',
      about: 'Statements about runs, each bound to the SHA-256 of what was signed.',
      query: 'entries attestation.sign (outcome) in the period',
      empty: 'Nobody signed for anything in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('by', 'By', 'person', 18),
        column('role', 'Role', 'state', 11),
        column('what', 'Statement', 'state', 17),
        column('table', 'Table', 'text', 16),
        column('meaning', 'Meaning', 'state', 14),
        column('sha256', 'SHA-256', 'sha256', 26),
      ],
    },
    view
      .doneWithin('attestation.sign')
      .map(({ entry, body }) => [
        ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), entry.actor.role],
        ...[body.artefact, tables.get(entry.run) ?? 'no longer known', body.meaning, body.sha256],
      ]),
  );
}

/** Runs of the period and the statements that their profile wants. */
export function runAttestations(view: PeriodView): ReportList {
  const signed = new Set(
    view.doneEver('attestation.sign').map(({ entry, body }) => `${entry.run ?? ''} ${body.artefact}`),
  );
  const ended = new Map(view.ever('run.ended', 'event').map((fact) => [fact.entry.run, fact.body]));
  return list(
    {
      id: 'run_attestations',
      title: 'Runs, and the statements that are missing',
      about:
        'For each run that began in the period: which signed statements its compliance profile wants, and whether they were given.',
      query: 'entries run.started in the period, with run.ended and attestation.sign (outcome) of any time',
      empty: 'No run began in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'Began', 'time', 18),
        column('table', 'Table', 'text', 18),
        column('method', 'Method', 'code', 12),
        column('state', 'State', 'state', 16),
        column('minimum', 'Minimum necessary', 'state', 15),
        column('deid', 'De-identification', 'state', 15),
      ],
    },
    view.within('run.started', 'event').map(({ entry, body }) => {
      const state = (artefact: 'minimum_necessary' | 'deidentification'): string | null =>
        signed.has(`${entry.run ?? ''} ${artefact}`)
          ? 'signed'
          : body.mandatoryArtefacts?.includes(artefact) === true
            ? 'missing'
            : null;
      return [
        ...[entry.seq, entry.wallMs, body.table ?? view.tableOf(body.dataset)],
        ...[safeWord(body.deidProfile), ended.get(entry.run)?.state ?? 'not_ended'],
        ...[state('minimum_necessary'), state('deidentification')],
      ];
    }),
  );
}

/** What came in and what became of the clear files. */
export function importsList(view: PeriodView): ReportList {
  const fates = new Map(
    view.doneEver('dataset.source_fate').map((fact) => [fact.body.dataset as string, fact]),
  );
  return list(
    {
      id: 'imports',
      title: 'Tables that were brought in, and what became of their files',
      about:
        'The source is a file in the clear. Its fate is what a person recorded; the application cannot see it.',
      query: 'entries dataset.import (outcome) in the period, with dataset.source_fate',
      empty: 'No table was brought in in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('by', 'By', 'person', 18),
        column('table', 'Table', 'text', 20),
        column('rows', 'Rows', 'count', 10),
        column('columns', 'Columns', 'count', 10),
        column('identifying', 'Identifying columns', 'count', 14),
        column('fate', 'Source file', 'state', 14),
      ],
    },
    view
      .within('dataset.import', 'outcome')
      .flatMap(({ entry, body }) =>
        body.ok
          ? [
              [
                ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), body.table, body.rows],
                ...[
                  body.columns.length,
                  body.columns.filter(({ labels }) => labels.includes('direct_identifier')).length,
                ],
                fates.get(body.dataset)?.body.fate ?? 'not_recorded',
              ],
            ]
          : [],
      ),
  );
}
