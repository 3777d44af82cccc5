import type { DenialOutcome } from '../../../../shared/domain/index.ts';
import { REVIEW_WITHIN_MS } from '../../../../shared/domain/index.ts';
import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { toolName } from '../collect-calls.ts';
import { safeWord } from '../text.ts';
import { agentName, column, list, type PeriodFact, type PeriodView } from './view.ts';

/** A denial of the period with what became of it. */
export interface JudgedDenial {
  readonly denial: PeriodFact<'tool.denied', 'event'>;
  readonly review:
    | {
        readonly seq: number;
        readonly atMs: number;
        readonly by: string;
        readonly outcome: DenialOutcome;
        readonly note: string;
      }
    | undefined;
  /** A signed review covers the judgement. */
  readonly signed: boolean;
  /** Judged later than it should have been, or not judged and the time is up. */
  readonly late: boolean;
}

/** Each denial of the period with its newest judgement; reviews of any time count. */
export function judgeDenials(view: PeriodView): readonly JudgedDenial[] {
  const reviews = new Map<number, NonNullable<JudgedDenial['review']>>();
  for (const { entry, body } of view.ever('denials.reviewed', 'event'))
    for (const seq of body.denials)
      reviews.set(seq, {
        ...{ seq: entry.seq, atMs: entry.wallMs, by: entry.actor.id },
        ...{ outcome: body.outcome, note: body.note },
      });
  const signed = view.ever('denials.review_signed', 'event');
  return view.within('tool.denied', 'event').map((denial) => {
    const review = reviews.get(denial.entry.seq);
    const judgedBy = review?.atMs ?? view.input.nowMs;
    return {
      denial,
      review,
      signed:
        review !== undefined &&
        signed.some(
          ({ entry, body }) =>
            entry.seq > review.seq && body.fromSeq <= denial.entry.seq && body.throughSeq >= denial.entry.seq,
        ),
      late: judgedBy - denial.entry.wallMs > REVIEW_WITHIN_MS,
    };
  });
}

export function denialsList(view: PeriodView, judged: readonly JudgedDenial[]): ReportList {
  return list(
    {
      id: 'denials',
      title: 'Denials, each with its rule and review',
      about:
        'What agents and people were not let do. The review says what a compliance officer made of it, and whether a signed review covers that.',
      query: 'entries tool.denied in the period, with denials.reviewed and denials.review_signed of any time',
      empty: 'Nothing was denied in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 15),
        column('who', 'For', 'person', 14),
        column('agent', 'Agent', 'code', 14),
        column('tool', 'Tool', 'code', 14),
        column('rule', 'Rule', 'code', 12),
        column('stage', 'Stage', 'code', 10),
        column('reason', 'Reason', 'text', 24),
        column('review', 'Review', 'text', 24),
        column('timely', 'In time', 'state', 8),
      ],
    },
    judged.map(({ denial: { entry, body }, review, signed, late }) => [
      ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), agentName(entry.agent)],
      ...[toolName(body.tool), safeWord(body.ruleId), safeWord(body.stage), view.guard.code(body.reason)],
      review === undefined
        ? 'not reviewed'
        : view.guard.person(
            `${review.outcome.replaceAll('_', ' ')} by ${view.nameOf(review.by)} (#${review.seq}), ${signed ? 'signed' : 'not signed'}: ${review.note}`,
          ),
      late ? 'late' : review === undefined ? null : 'yes',
    ]),
  );
}

/** Acts of people that their role does not allow. */
export function refusalsList(view: PeriodView): ReportList {
  return list(
    {
      id: 'refusals',
      title: 'Access refused to people',
      about:
        'Requests that the application refused because of role, session or form, before anything was done.',
      query: 'entries access.refused in the period',
      empty: 'No request was refused in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('who', 'Person', 'person', 20),
        column('role', 'Role', 'state', 12),
        column('verb', 'What was asked', 'code', 26),
        column('reason', 'Why refused', 'text', 30),
      ],
    },
    view
      .within('access.refused', 'event')
      .map(({ entry, body }) => [
        ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), entry.actor.role],
        ...[safeWord(body.verb), view.guard.code(body.reason)],
      ]),
  );
}

export function approvalsList(view: PeriodView): ReportList {
  const answered = new Map(view.ever('approval.answered', 'event').map((fact) => [fact.body.approval, fact]));
  const voided = new Map(view.ever('approval.voided', 'event').map((fact) => [fact.body.approval, fact]));
  return list(
    {
      id: 'approvals',
      title: 'Approvals, with who answered and what they meant',
      about:
        'Calls that waited for a person. Each answer is bound to the hashes of arguments, data and policy; nobody answers what they asked for.',
      query:
        'entries approval.requested in the period, with approval.answered and approval.voided of any time',
      empty: 'No call asked for an approval in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'Asked', 'time', 15),
        column('who', 'For', 'person', 14),
        column('tool', 'Tool', 'code', 13),
        column('rule', 'Rule', 'code', 11),
        column('answer', 'Answer', 'state', 10),
        column('by', 'By', 'person', 14),
        column('meaning', 'Meaning', 'state', 12),
        column('reason', 'Reason given', 'text', 22),
        column('args', 'Arguments, SHA-256', 'sha256', 22),
      ],
    },
    view.within('approval.requested', 'event').map(({ entry, body }) => {
      const answer = answered.get(body.approval);
      const expired = body.expiresAtMs < view.input.nowMs;
      return [
        ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), toolName(body.tool), safeWord(body.ruleId)],
        voided.has(body.approval) ? 'voided' : (answer?.body.answer ?? (expired ? 'expired' : 'waiting')),
        answer === undefined ? null : view.nameOf(answer.entry.actor.id),
        answer?.body.meaning ?? null,
        answer === undefined ? null : view.guard.person(answer.body.reason),
        body.argsSha256,
      ];
    }),
  );
}

/** Reviews of denials as wholes: how often, by whom, in time, signed with which meaning. */
export function signedReviews(view: PeriodView): ReportList {
  const all = view.ever('denials.review_signed', 'event');
  const within = new Set(view.within('denials.review_signed', 'event').map(({ entry }) => entry.seq));
  return list(
    {
      id: 'signed_reviews',
      title: 'Signed reviews of denials',
      about:
        'How often what was denied was looked through as a whole, by whom, and whether no more than seven days lay between two signatures.',
      query: 'entries denials.review_signed in the period',
      empty: 'No review was signed in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('by', 'By', 'person', 18),
        column('meaning', 'Meaning', 'state', 14),
        column('covers', 'Covers entries', 'text', 18),
        column('expected', 'Expected', 'count', 10),
        column('tight', 'Too tight', 'count', 10),
        column('training', 'Training', 'count', 10),
        column('incident', 'Incident', 'count', 10),
        column('timely', 'In time', 'state', 9),
      ],
    },
    all.flatMap(({ entry, body }, index) => {
      if (!within.has(entry.seq)) return [];
      const before = all[index - 1]?.entry.wallMs;
      const timely = before === undefined ? null : entry.wallMs - before <= REVIEW_WITHIN_MS ? 'yes' : 'late';
      const { expected, policy_too_tight: tight, training, incident } = body.outcomes;
      return [
        [
          ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), body.meaning],
          ...[`#${body.fromSeq} to #${body.throughSeq}`, expected, tight, training, incident, timely],
        ],
      ];
    }),
  );
}
