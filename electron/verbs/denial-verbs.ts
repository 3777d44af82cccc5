import { Decision, Problem } from '../../shared/domain/index.ts';
import { DENIALS_PER_ENTRY, EVENTS } from '../../shared/formats/index.ts';
import type { DenialGroupView, DenialQueueView, DenialView, PersonView } from '../../shared/ipc/index.ts';
import { sha256Hex } from '../core/index.ts';
import type { ReportedDenial, StoredEntry } from '../evidence/index.ts';
import {
  DENIAL_KINDS,
  groupDenials,
  projectDenials,
  projectRuleUse,
  refusalToReview,
  reviewState,
  reviewToSign,
  type Denial,
  type DenialGroup,
  type DenialsOnFile,
} from '../governance/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { ListLooks } from './list-looks.ts';
import { nameOf } from './people.ts';

/** As many of a group as the queue shows; the newest. */
const SHOWN_PER_GROUP = 200;

/** A rule in effect, as people are shown it. */
export interface RuleInEffect {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly behaviour: string;
  readonly reason: string;
}

export interface DenialPorts {
  nowMs(): number;
  /** Every rule in effect, of all profiles. */
  rules(): readonly RuleInEffect[];
}

/** What was denied, and the compliance officer's review of it. */
export function denialVerbs(
  desk: Desk<Content>,
  ports: DenialPorts,
): Pick<Handlers, 'denials.list' | 'denials.getQueue' | 'denials.review' | 'denials.signReview'> {
  const looks = new ListLooks(desk, ports.nowMs);
  return {
    'denials.list': async ({ offset, limit }, caller) => {
      await looks.record('denials', caller);
      const denials = await listDenials(desk);
      return { total: denials.length, denials: denials.slice(offset, offset + limit) };
    },
    'denials.getQueue': async (_, caller) => {
      await looks.record('denials', caller);
      return queueFor(desk, ports, caller);
    },
    'denials.review': async ({ denials: chosen, outcome, note }, caller) => {
      const person = signerOf(caller);
      const seqs = [...new Set(chosen)].sort((a, b) => a - b);
      const known = new Map((await denialsOnFile(desk)).denials.map((denial) => [denial.seq, denial]));
      const denials = seqs.map((seq) => requireMayReview(known.get(seq), seq, person));
      const redact = await desk.content.redactFor(denials[0]?.run);
      const safeNote = redact(note).slice(0, 500);
      for (let at = 0; at < seqs.length; at += DENIALS_PER_ENTRY)
        await desk.journal.event(
          'denials.reviewed',
          { denials: seqs.slice(at, at + DENIALS_PER_ENTRY), outcome, note: safeNote },
          contextOf(caller),
        );
      return queueFor(desk, ports, caller);
    },
    'denials.signReview': async ({ throughSeq, password, meaning }, caller) => {
      const onFile = await denialsOnFile(desk);
      const { size } = await desk.journal.read.state();
      const review = reviewToSign(onFile, Math.min(throughSeq, size - 1));
      if (review.throughSeq < review.fromSeq)
        throw new Problem('changed', 'the review was signed meanwhile', 'Look at it again.');
      if (review.unreviewed > 0)
        throw new Problem(
          'not_allowed',
          `${review.unreviewed} denials up to entry ${review.throughSeq} are not reviewed yet`,
          'Give each one an outcome, then sign.',
        );
      await desk.confirmPassword(password);
      const { fromSeq, outcomes, statement } = review;
      await desk.journal.event(
        'denials.review_signed',
        { fromSeq, throughSeq: review.throughSeq, outcomes, sha256: sha256Hex(statement), meaning },
        contextOf(caller),
      );
      return queueFor(desk, ports, caller);
    },
  };
}

/** Every denial with its review, oldest first, and the signed reviews. */
export async function denialsOnFile<C extends OpenContent>(desk: Desk<C>): Promise<DenialsOnFile> {
  const entries = await desk.journal.read.ofKinds(DENIAL_KINDS);
  return projectDenials(entries.map(({ entry }) => entry));
}

async function queueFor(desk: Desk<Content>, ports: DenialPorts, caller: Caller): Promise<DenialQueueView> {
  const entries = await desk.journal.read.ofKinds(DENIAL_KINDS);
  const { size } = await desk.journal.read.state();
  const onFile = projectDenials(entries.map(({ entry }) => entry));
  const nowMs = ports.nowMs();
  const state = reviewState(onFile, nowMs);
  const { fromSeq, throughSeq, unreviewed, outcomes } = reviewToSign(onFile, size - 1);
  const last = onFile.signed.at(-1);
  const views = new Map(denialViews(desk, entries).map((view) => [view.seq, view]));
  const rules = ports.rules();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    asOfSeq: size - 1,
    unreviewed: state.unreviewed,
    overdue: state.overdue,
    groups: groupDenials(onFile.denials).map((group) => groupView(desk, group, views, nowMs, caller)),
    toSign: { fromSeq, throughSeq, unreviewed, outcomes },
    signatureDueMs: state.signatureDueMs,
    ...(last && {
      lastSigned: { ...last, by: nameOf(desk.everyone, last.byId) },
    }),
    rules: projectRuleUse(
      rules,
      entries.map(({ entry }) => entry),
    ).map((use) => {
      const rule = byId.get(use.id);
      if (rule === undefined) return use;
      const { file, line, behaviour, reason } = rule;
      return { ...use, place: line === 0 ? file : `${file}:${line}`, behaviour, reason };
    }),
  };
}

function groupView(
  desk: Desk<Content>,
  { denials, ...group }: DenialGroup,
  views: ReadonlyMap<number, DenialView>,
  nowMs: number,
  { person }: Caller,
): DenialGroupView {
  const { people } = desk.status;
  const may = (denial: Denial): boolean =>
    person !== undefined && refusalToReview(denial, person) === undefined;
  const state = reviewState({ denials, signed: [] }, nowMs);
  const shown = denials.slice(-SHOWN_PER_GROUP).toReversed();
  return {
    ...group,
    id: JSON.stringify([group.ruleId, group.agent, group.table, group.weekStartMs]),
    total: denials.length,
    unreviewed: state.unreviewed,
    overdue: state.overdue,
    open: denials.filter((denial) => denial.review === undefined && may(denial)).map(({ seq }) => seq),
    denials: shown.flatMap((denial) => {
      const view = views.get(denial.seq);
      if (view === undefined) return [];
      const { review, table } = denial;
      return {
        ...view,
        table,
        mayReview: may(denial),
        review: review && { ...review, by: nameOf(people, review.byId) },
      };
    }),
  };
}

function requireMayReview(denial: Denial | undefined, seq: number, person: PersonView): Denial {
  if (denial === undefined)
    throw new Problem('not_found', `entry ${seq} is no denial`, 'List the denials again.');
  const refusal = refusalToReview(denial, person);
  if (refusal === 'role')
    throw new Problem('not_allowed', 'this role may not review denials', 'A compliance officer can.');
  if (refusal === 'own_act')
    throw new Problem(
      'not_allowed',
      'nobody reviews what was denied to themselves',
      'Have another compliance officer review it.',
    );
  return denial;
}

function signerOf({ person }: Caller): PersonView {
  if (person === undefined) throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
  return person;
}

/** Everything that was denied, newest first, with the decision where policy made one. */
export async function listDenials<C extends OpenContent>(desk: Desk<C>): Promise<DenialView[]> {
  return denialViews(desk, await desk.journal.read.ofKinds(['tool.decided', 'tool.denied']));
}

/** The same, with what was made of each and whether a signed review covers that; for reports. */
export async function reportedDenials<C extends OpenContent>(desk: Desk<C>): Promise<ReportedDenial[]> {
  const entries = await desk.journal.read.ofKinds(DENIAL_KINDS);
  const onFile = projectDenials(entries.map(({ entry }) => entry));
  const signed = onFile.signed.at(-1);
  const reviews = new Map(onFile.denials.map(({ seq, review }) => [seq, review]));
  return denialViews(desk, entries).map((view) => {
    const review = reviews.get(view.seq);
    if (review === undefined) return view;
    const { seq, atMs, outcome, note } = review;
    const isSigned = signed !== undefined && view.seq <= signed.throughSeq && seq < signed.seq;
    return {
      ...view,
      review: { seq, atMs, outcome, note, by: nameOf(desk.everyone, review.byId), signed: isSigned },
    };
  });
}

function denialViews<C extends OpenContent>(desk: Desk<C>, entries: readonly StoredEntry[]): DenialView[] {
  const decisions = new Map(
    entries
      .filter(({ entry }) => entry.kind === 'tool.decided')
      .map(({ entry }) => [entry.call, entry.body.decision]),
  );
  const denied = entries.filter(({ entry }) => entry.kind === 'tool.denied');
  return denied.toReversed().map(({ entry: { seq, wallMs, run, call, agent, actor, body } }) => {
    const decision = Decision.safeParse(call === undefined ? undefined : decisions.get(call));
    const { tool, stage, ruleId, reason } = EVENTS['tool.denied'].event.parse(body);
    return {
      ...{ seq, wallMs, run, call, agent, role: actor.role, person: nameOf(desk.everyone, actor.id) },
      ...{ tool, stage, ruleId, reason },
      ...(decision.success ? { decision: decision.data } : {}),
    };
  });
}
