import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { rowCount, safeWord } from '../text.ts';
import type { KeptEntry } from './facts.ts';
import { column, list, type PeriodView } from './view.ts';

/** What left the workspace, who took it, when and why. */
export function exportsList(view: PeriodView): ReportList {
  const rows = [...datasetExports(view), ...conversationExports(view), ...handedOut(view)].sort(
    (a, b) => a.seq - b.seq,
  );
  return list(
    {
      id: 'exports',
      title: 'Exports: what left, with whom, when and why',
      about:
        'Each attempt to take data out, with the purpose that was typed, the rule that decided and the end. Reports that were saved and checkpoints that were handed out are named too: they hold no patient data, but they leave on a medium.',
      query: 'entries dataset.export, conversation.export and witness.export (outcome) in the period',
      empty: 'Nothing left the workspace in the period, and nobody asked for it.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 15),
        column('who', 'Person', 'person', 15),
        column('what', 'What', 'text', 20),
        column('why', 'Why', 'text', 20),
        column('rule', 'Decided by', 'code', 12),
        column('end', 'End', 'state', 11),
        column('rows', 'Rows', 'text', 9),
        column('sha256', 'SHA-256 of the file', 'sha256', 24),
      ],
    },
    rows.map((row) => [
      ...[row.seq, row.wallMs, row.who, row.what, row.why, row.rule],
      ...[row.end, row.rows, row.sha256],
    ]),
  );
}

interface ExportRow {
  readonly seq: number;
  readonly wallMs: number;
  readonly who: string;
  readonly what: string;
  readonly why: string;
  readonly rule: string | null;
  readonly end: string;
  readonly rows: string | null;
  readonly sha256: string | null;
}

function datasetExports(view: PeriodView): ExportRow[] {
  const outcomes = outcomesOf(view, 'dataset.export');
  return view.within('dataset.export', 'intent').map(({ entry, body }) => {
    const outcome = outcomes.get(entry.seq);
    const denied = body.decision.behaviour === 'deny';
    return {
      ...about(view, entry),
      what: `${view.tableOf(body.dataset)}, version ${body.version}, ${body.columns.length} columns as ${body.format}${body.labels.length === 0 ? '' : `; labels ${body.labels.map((label) => label.replaceAll('_', ' ')).join(', ')}`}`,
      why: view.guard.person(body.purpose),
      rule: safeWord(body.decision.ruleId),
      end: endOf(outcome, denied),
      rows:
        outcome?.ok === true
          ? rangeText(rowCount(Number(outcome.rows), view.input.smallCellThreshold))
          : null,
      sha256: outcome?.ok === true ? String(outcome.sha256) : null,
    };
  });
}

function conversationExports(view: PeriodView): ExportRow[] {
  const outcomes = outcomesOf(view, 'conversation.export');
  return view.within('conversation.export', 'intent').map(({ entry, body }) => {
    const outcome = outcomes.get(entry.seq);
    return {
      ...about(view, entry),
      what: `conversations of ${body.calls} calls, redacted, in clear`,
      why: view.guard.person(body.purpose),
      rule: null,
      end: endOf(outcome, false),
      rows: null,
      sha256: outcome?.ok === true ? String(outcome.sha256) : null,
    };
  });
}

function handedOut(view: PeriodView): ExportRow[] {
  return view.doneWithin('witness.export').map(({ entry, body }) => ({
    ...about(view, entry),
    what:
      body.medium === 'report'
        ? `a signed report, with the checkpoint over ${body.size} entries`
        : `the checkpoint over ${body.size} entries, as a file`,
    why: 'so that somebody outside holds the checkpoint',
    ...{ rule: null, end: 'done', rows: null, sha256: null },
  }));
}

function about(view: PeriodView, entry: KeptEntry): Pick<ExportRow, 'seq' | 'wallMs' | 'who'> {
  return { seq: entry.seq, wallMs: entry.wallMs, who: view.nameOf(entry.actor.id) };
}

/** Outcomes by their intent; of any shape, told by `ok`. */
function outcomesOf(
  view: PeriodView,
  kind: 'dataset.export' | 'conversation.export',
): ReadonlyMap<number, Readonly<Record<string, unknown>>> {
  return new Map(
    view
      .ever(kind, 'outcome')
      .flatMap(({ entry, body }) => (entry.intent === undefined ? [] : [[entry.intent, body]])),
  );
}

function endOf(outcome: Readonly<Record<string, unknown>> | undefined, denied: boolean): string {
  if (outcome === undefined) return denied ? 'denied' : 'unknown';
  if (outcome.ok === true) return 'done';
  return outcome.code === 'interrupted'
    ? 'interrupted'
    : outcome.code === 'not_allowed'
      ? 'denied'
      : 'failed';
}

function rangeText(rows: ReturnType<typeof rowCount>): string {
  return typeof rows === 'number' ? rows.toLocaleString('en') : `${rows.from} to ${rows.to}`;
}
