import { identityOf } from '../collect-identity.ts';
import { Problem } from '../../../../shared/domain/index.ts';
import {
  PERIOD_REPORT_FORMAT,
  PERIOD_REPORT_VERSION,
  PeriodReport,
} from '../../../../shared/formats/period-report.ts';
import { RULE_PROPOSAL, RULE_TEXT_AS_OF } from '../collect-safeguards.ts';
import { journalVerdict } from '../journal-verdict.ts';
import { formatCount, personName, plural } from '../text.ts';
import { periodGaps } from './gaps.ts';
import type { PeriodReportInput } from './input.ts';
import type { ItemFacts } from './item.ts';
import { ITEMS } from './items.ts';
import { KINDS } from './kinds.ts';
import { judgeDenials } from './lists-denials.ts';
import { PLOTS } from './plots.ts';
import { viewPeriod, type PeriodView } from './view.ts';

/**
 * Computes the model of a report about a period. Pure: the same input gives the same model, byte for byte
 * in canonical JSON.
 *
 * @throws Problem `invalid_input` for a value outside the report's schema; the message names the place,
 * never the value
 */
export function collectPeriodReport(input: PeriodReportInput): PeriodReport {
  const view = viewPeriod(input);
  const kind = KINDS[input.kind];
  const facts: ItemFacts = { judged: judgeDenials(view) };
  const items = kind.items.map((name) => ITEMS[name](view, facts));
  const lists = kind.lists.map((listed) => listed(view, facts));
  const { fromMs, toMs, firstSeq, lastSeq, entries, intents, phiEntries } = view.facts;
  const model = {
    format: PERIOD_REPORT_FORMAT,
    version: PERIOD_REPORT_VERSION,
    kind: input.kind,
    title: kind.title,
    question: kind.question,
    ...identityOf(input),
    period: {
      ...{ fromMs, toMs, entries, intents, phiEntries },
      ...(firstSeq === undefined ? {} : { firstSeq }),
      ...(lastSeq === undefined ? {} : { lastSeq }),
      unanswered: view.facts.unansweredCount,
      unreadable: view.facts.unreadable,
    },
    verdicts: verdicts(view, facts),
    protocol: { asOf: RULE_TEXT_AS_OF, proposal: RULE_PROPOSAL, items },
    plots: kind.plots.map((name) => PLOTS[name](view, facts)),
    lists,
    journal: journalOf(view),
    people: people(view),
    // Last, because a text that was withheld anywhere is itself a gap.
    gaps: periodGaps(view, facts, items),
  };
  const checked = PeriodReport.safeParse(model);
  if (checked.success) return checked.data;
  const place = checked.error.issues[0]?.path.join('.') ?? 'unknown place';
  throw new Problem('invalid_input', `the report cannot hold the value at \`${place}\``);
}

/** The few sentences a reader wants first; each is computed. */
function verdicts(
  { input, facts, within, ever, shown }: PeriodView,
  { judged }: ItemFacts,
): PeriodReport['verdicts'] {
  const { verification, anchoring } = input;
  const unreviewed = judged.filter(({ review }) => review === undefined).length;
  const late = judged.filter((one) => one.late).length;
  const reviewed = new Set(ever('emergency.reviewed', 'event').map(({ body }) => body.began));
  const emergencies = within('emergency.began', 'event');
  const open = emergencies.filter(({ entry }) => !reviewed.has(entry.seq)).length;
  const since = anchoring?.unanchoredEntries ?? 0;
  return [
    journalVerdict(verification, facts.throughSeq),
    {
      what: 'Readable',
      verdict: facts.unreadable.entries > 0 ? 'failed' : 'ok',
      detail:
        facts.unreadable.entries > 0
          ? `${plural(facts.unreadable.entries, 'position')} of the journal hold no readable entry.`
          : `Every entry of the journal was read; ${formatCount(facts.entries)} belong to the period.`,
    },
    {
      what: 'Denials reviewed',
      verdict: judged.length === 0 ? 'unknown' : unreviewed + late === 0 ? 'ok' : 'failed',
      detail:
        judged.length === 0
          ? 'Nothing was denied in the period.'
          : `${plural(judged.length, 'denial')}; ${formatCount(unreviewed)} not reviewed, ${formatCount(late)} late.`,
    },
    {
      what: 'Emergency access',
      verdict: open > 0 ? 'failed' : emergencies.length === 0 ? 'unknown' : 'ok',
      detail:
        emergencies.length === 0
          ? 'Not used in the period.'
          : `Used ${plural(emergencies.length, 'time')}, ${formatCount(open)} not reviewed.`,
    },
    {
      what: 'Known outside',
      verdict: since === 0 && shown('journal.checkpoint', 'event').count > 0 ? 'ok' : 'unknown',
      detail: `${plural(since, 'entry', 'entries')} since the last checkpoint that is known outside this machine.`,
    },
  ];
}

function journalOf({ input, guard, facts }: PeriodView): PeriodReport['journal'] {
  const { checkpoint, anchoring, drill } = input;
  const covered = checkpoint?.size ?? 0;
  const checks = (input.verification?.lines ?? []).map((line) => ({
    what: guard.code(line.what),
    verdict: line.verdict,
    detail: guard.code(
      line.firstBad === undefined ? line.detail : `${line.detail} (first at ${line.firstBad})`,
    ),
  }));
  return {
    throughSeq: Math.max(0, facts.throughSeq),
    // Damage first.
    checks: [
      ...checks.filter(({ verdict }) => verdict === 'failed'),
      ...checks.filter(({ verdict }) => verdict !== 'failed'),
    ],
    ...(checkpoint === undefined
      ? {}
      : {
          checkpoint: {
            entry: checkpoint.seq,
            atMs: checkpoint.wallMs,
            size: checkpoint.size,
            note: checkpoint.note,
            anchored: checkpoint.anchored,
          },
        }),
    notUnderCheckpoint: Math.max(0, (facts.lastSeq ?? -1) + 1 - covered),
    ...(anchoring === undefined ? {} : { anchoring }),
    ...(drill === undefined ? {} : { drill }),
  };
}

function people({ input, facts }: PeriodView): PeriodReport['people'] {
  const acted = new Map(facts.people.map(({ id, entries }) => [id, entries]));
  return input.people.map((person) => ({
    id: person.id,
    name: personName(person.name),
    role: person.role,
    entries: acted.get(person.id) ?? 0,
  }));
}
