import { REVIEW_WITHIN_MS, type DenialOutcome } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/index.ts';
import { nextFromSeq, type Denial, type DenialsOnFile } from './project.ts';

/** Denials of one rule, for one agent or by hand, about one table, in one week. */
export interface DenialGroup {
  readonly ruleId: string;
  readonly agent: string | undefined;
  readonly table: string | undefined;
  /** Monday 00:00 UTC of the week they fall in. */
  readonly weekStartMs: number;
  /** Oldest first; never empty. */
  readonly denials: readonly Denial[];
}

/** Groups for review: those with something unjudged first, oldest of them on top; then the newest judged. */
export function groupDenials(denials: readonly Denial[]): readonly DenialGroup[] {
  const groups = new Map<string, Denial[]>();
  for (const denial of denials) {
    const key = JSON.stringify([denial.ruleId, denial.agent, denial.table, weekOf(denial.wallMs)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [denial]);
    else group.push(denial);
  }
  return [...groups.values()]
    .map((members): DenialGroup => {
      const [{ ruleId, agent, table, wallMs }] = members as [Denial, ...Denial[]];
      return { ruleId, agent, table, weekStartMs: weekOf(wallMs), denials: members };
    })
    .sort(byUrgency);
}

function byUrgency(left: DenialGroup, right: DenialGroup): number {
  const [leftOpen, rightOpen] = [oldestOpen(left.denials), oldestOpen(right.denials)];
  if (leftOpen !== undefined && rightOpen !== undefined) return leftOpen.seq - rightOpen.seq;
  if (leftOpen !== undefined) return -1;
  if (rightOpen !== undefined) return 1;
  return (right.denials.at(-1)?.seq ?? 0) - (left.denials.at(-1)?.seq ?? 0);
}

function oldestOpen(denials: readonly Denial[]): Denial | undefined {
  return denials.find(({ review }) => review === undefined);
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** 1 January 1970 was a Thursday; the first Monday came four days later. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

function weekOf(wallMs: number): number {
  const sinceMonday = (wallMs - FIRST_MONDAY_MS) % (7 * DAY_MS);
  return wallMs - (sinceMonday < 0 ? sinceMonday + 7 * DAY_MS : sinceMonday);
}

/** How the reviewing stands at a moment. */
export interface ReviewState {
  readonly unreviewed: number;
  /** Unreviewed for longer than `REVIEW_WITHIN_MS`. */
  readonly overdue: number;
  /** When the next signed review is due; absent while nothing was ever denied or signed. */
  readonly signatureDueMs: number | undefined;
}

/** @param nowMs wall clock */
export function reviewState({ denials, signed }: DenialsOnFile, nowMs: number): ReviewState {
  const open = denials.filter(({ review }) => review === undefined);
  const countedFrom = signed.at(-1)?.atMs ?? denials[0]?.wallMs;
  return {
    unreviewed: open.length,
    overdue: open.filter(({ wallMs }) => nowMs - wallMs > REVIEW_WITHIN_MS).length,
    signatureDueMs: countedFrom === undefined ? undefined : countedFrom + REVIEW_WITHIN_MS,
  };
}

/** What a signature over the review would cover now. */
export interface ReviewToSign {
  readonly fromSeq: number;
  readonly throughSeq: number;
  readonly unreviewed: number;
  readonly outcomes: Readonly<Record<DenialOutcome, number>>;
  /** Canonical JSON of each denial with its outcome and the entry that gave it; the signature hashes it. */
  readonly statement: string;
}

/**
 * The review since the last signature.
 *
 * @param throughSeq the newest entry that the person saw
 */
export function reviewToSign({ denials, signed }: DenialsOnFile, throughSeq: number): ReviewToSign {
  const fromSeq = nextFromSeq(signed);
  const outcomes: Record<DenialOutcome, number> = {
    expected: 0,
    policy_too_tight: 0,
    training: 0,
    incident: 0,
  };
  const covered = denials.filter(({ seq }) => seq >= fromSeq && seq <= throughSeq);
  for (const { review } of covered) if (review !== undefined) outcomes[review.outcome] += 1;
  return {
    fromSeq,
    throughSeq,
    outcomes,
    unreviewed: denials.filter(({ seq, review }) => seq <= throughSeq && review === undefined).length,
    statement: canonicalJson(
      covered.map(({ seq, review }) => ({
        denial: seq,
        outcome: review?.outcome ?? null,
        reviewedIn: review?.seq ?? null,
      })),
    ),
  };
}
