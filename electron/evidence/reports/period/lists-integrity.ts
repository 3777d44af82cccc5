import { EVENTS } from '../../../../shared/formats/journal/index.ts';
import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { column, list, type PeriodView } from './view.ts';

export function checkpointsList(view: PeriodView): ReportList {
  return list(
    {
      id: 'checkpoints',
      title: 'Checkpoints: signed statements of size and root',
      about:
        'Each covers all entries before it. Whoever holds one outside can show later whether the journal still grew out of it.',
      query: 'entries journal.checkpoint in the period',
      empty: 'No checkpoint was made in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 10),
        column('at', 'When', 'time', 22),
        column('size', 'Entries covered', 'count', 16),
        column('reason', 'Made at', 'state', 14),
        column('root', 'Root, SHA-256', 'sha256', 38),
      ],
    },
    view
      .within('journal.checkpoint', 'event')
      .map(({ entry, body }) => [entry.seq, entry.wallMs, body.size, body.reason, body.root]),
  );
}

/** What of the journal left, and what came back signed by others. */
export function witnessesList(view: PeriodView): ReportList {
  const rows = [
    ...view.doneWithin('witness.export').map(({ entry, body }) => ({
      entry,
      what: body.medium === 'report' ? 'handed out in a report' : 'handed out as a file',
      size: body.size,
      grade: 'asserted',
    })),
    ...view.within('witness.imported', 'event').map(({ entry, body }) => ({
      entry,
      what: `cosigned by ${body.witness}`,
      size: body.size,
      grade: 'recorded',
    })),
    ...view.within('witness.signed', 'event').map(({ entry, body }) => ({
      entry,
      what: `cosigned here for ${body.origin}`,
      size: body.size,
      grade: 'recorded',
    })),
    ...view.within('witness.refused', 'event').map(({ entry, body }) => ({
      entry,
      what: `refused for ${body.origin}: ${body.reason}`,
      size: body.size,
      grade: 'refused',
    })),
  ].sort((a, b) => a.entry.seq - b.entry.seq);
  return list(
    {
      id: 'witnesses',
      title: 'Checkpoints outside this machine',
      about:
        'A checkpoint that was handed out may have been lost; a cosignature proves that somebody else held it.',
      query: 'entries witness.* in the period',
      empty: 'No checkpoint left this machine in the period, and none came back.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 20),
        column('by', 'By', 'person', 18),
        column('what', 'What', 'text', 40),
        column('size', 'Entries', 'count', 12),
        column('grade', 'Grade', 'state', 12),
      ],
    },
    rows.map(({ entry, what, size, grade }) => [
      ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), view.guard.code(what), size, grade],
    ]),
  );
}

/** Events of the record itself: verifications, drills, broken logs, new files, steps of the clock, copies. */
export function integrityEvents(view: PeriodView): ReportList {
  const rows = [
    ...view.within('integrity.verified', 'event').map(({ entry, body }) => ({
      entry,
      what: `verified over ${body.size} entries${body.firstBad === undefined ? '' : `; first damage at entry ${body.firstBad}`}`,
      outcome: body.verdict,
    })),
    ...view.within('integrity.drilled', 'event').map(({ entry, body }) => ({
      entry,
      what: `drill of ${body.attacks.length} attacks on a copy of ${body.size} entries`,
      outcome: body.asExpected ? 'as expected' : 'not as expected',
    })),
    ...view.within('integrity.log_cut', 'event').map(({ entry, body }) => ({
      entry,
      what: `the log ended in a commit that was not whole, behind ${body.size} entries`,
      outcome: body.told === 'nobody' ? 'nobody had been told of it' : 'unknown who had been told of it',
    })),
    ...view.within('epoch.began', 'event').map(({ entry, body }) => ({
      entry,
      what: `a new file begins; of the one before, ${body.previous.entries} entries could be read`,
      outcome: body.previous.verdict,
    })),
    ...view.within('clock.stepped', 'event').map(({ entry, body }) => ({
      entry,
      what: `the clock was set ${body.byMs < 0 ? 'back' : 'forward'} by ${duration(Math.abs(body.byMs))}`,
      outcome: 'recorded',
    })),
    ...view.within('backup.drilled', 'event').map(({ entry, body }) => ({
      entry,
      what: `a backup of ${body.size} entries was restored for trial${body.isKnown ? '' : '; this journal did not record its making'}`,
      outcome: body.ok ? 'passed' : 'failed',
    })),
    ...view.within('backup.restored', 'event').map(({ entry, body }) => ({
      entry,
      what: `the workspace was brought back from a backup of ${body.size} entries, held against ${body.witnesses} witnesses`,
      outcome: body.ok ? 'passed' : 'accepted although failed',
    })),
    ...view.within('backup.write', 'outcome').map(({ entry, body }) => ({
      entry,
      what: body.ok ? `a copy was written and verified, ${body.size} entries` : 'a copy was not completed',
      outcome: body.ok ? 'done' : 'failed',
    })),
  ].sort((a, b) => a.entry.seq - b.entry.seq);
  return list(
    {
      id: 'integrity_events',
      title: 'What happened to the record itself',
      about: 'Checks and drills, and everything that could have cost entries or order.',
      query:
        'entries integrity.*, epoch.began, clock.stepped, backup.write (outcome), backup.drilled and backup.restored in the period',
      empty: 'Nothing of this is recorded in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 20),
        column('by', 'By', 'person', 18),
        column('what', 'What', 'text', 42),
        column('outcome', 'Outcome', 'text', 20),
      ],
    },
    rows.map(({ entry, what, outcome }) => [
      ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id)],
      ...[view.guard.code(what), view.guard.code(outcome.replaceAll('_', ' '))],
    ]),
  );
}

/** Every kind of entry there is, and how often it stands in the period: what is recorded at all. */
export function eventCatalogue(view: PeriodView): ReportList {
  return list(
    {
      id: 'event_catalogue',
      title: 'Event catalogue: what is recorded',
      about:
        'All kinds of entries that this version writes, and how many the period holds. An act has an intent before it and an outcome after it.',
      query: 'every kind of the catalogue; entries of the period by kind and phase',
      empty: 'The catalogue is empty.',
      columns: [
        column('kind', 'Kind', 'code', 34),
        column('form', 'Form', 'state', 16),
        column('count', 'In the period', 'count', 18),
        column('entries', 'First entries', 'entries', 32),
      ],
    },
    (Object.keys(EVENTS) as (keyof typeof EVENTS)[]).map((kind) => {
      const isAct = 'intent' in EVENTS[kind];
      const { count, seqs } = view.shown(kind, isAct ? 'intent' : 'event');
      return [kind, isAct ? 'act' : 'event', count, seqs.slice(0, 3)];
    }),
  );
}

/** Reports that were issued. */
export function issuedReports(view: PeriodView): ReportList {
  const intents = new Map(view.within('report.issue', 'intent').map(({ entry, body }) => [entry.seq, body]));
  return list(
    {
      id: 'issued_reports',
      title: 'Reports that were issued',
      about: 'Each takes the checkpoint of its moment along.',
      query: 'entries report.issue (outcome) in the period',
      empty: 'No report was issued in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 20),
        column('by', 'By', 'person', 20),
        column('kind', 'Kind', 'state', 16),
        column('pages', 'Pages', 'count', 8),
        column('through', 'Covers the journal to', 'entry', 14),
        column('sha256', 'SHA-256 of the file', 'sha256', 32),
      ],
    },
    view.within('report.issue', 'outcome').flatMap(({ entry, body }) => {
      const intent = intents.get(entry.intent ?? -1);
      return body.ok && intent !== undefined
        ? [
            [
              ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id)],
              ...[intent.kind, body.pages, intent.throughSeq, body.sha256],
            ],
          ]
        : [];
    }),
  );
}

function duration(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
