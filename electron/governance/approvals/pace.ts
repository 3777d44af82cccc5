import { EVENTS, type Entry } from '../../../shared/formats/index.ts';
import type { ApprovalId, PersonId } from '../../../shared/domain/index.ts';
import { projectApprovals } from './project.ts';

/** Answers from here on say something about a habit. */
const ENOUGH = 5;
/** A median below this is faster than the request can be read. */
const HURRIED_MS = 10_000;

/** What is worth a talk with an approver. */
export type PaceSign = 'hurried' | 'always_yes' | 'unopened';

/** How one person answers requests: the fatigue meter of the compliance officer. */
export interface Pace {
  readonly person: PersonId;
  readonly answered: number;
  readonly approved: number;
  /** From the last time they opened the request to their answer; undefined where none was opened. */
  readonly medianMs: number | undefined;
  /** Answers given without opening the request: what would happen was never on their screen. */
  readonly unopened: number;
  readonly lastAtMs: number;
  readonly signs: readonly PaceSign[];
}

/**
 * The pace of each approver, most answers first. Pure.
 *
 * @param entries approvals and their openings, in order of sequence number
 * @param sinceMs answers before this are passed over
 */
export function projectPace(entries: readonly Entry[], sinceMs: number): readonly Pace[] {
  const opened = openings(entries);
  const byPerson = new Map<PersonId, { ms: number | undefined; yes: boolean; atMs: number }[]>();
  for (const { id, answer, state } of projectApprovals(entries, 0)) {
    if (answer === undefined || answer.atMs < sinceMs) continue;
    const seenMs = opened.get(id)?.findLast(({ by, seq }) => by === answer.byId && seq < answer.seq)?.atMs;
    const ms = seenMs === undefined ? undefined : Math.max(0, answer.atMs - seenMs);
    const answers = byPerson.get(answer.byId) ?? [];
    answers.push({ ms, yes: state !== 'refused', atMs: answer.atMs });
    byPerson.set(answer.byId, answers);
  }
  return [...byPerson]
    .map(([person, answers]): Pace => {
      const times = answers.flatMap(({ ms }) => ms ?? []);
      const figures = {
        answered: answers.length,
        approved: answers.filter(({ yes }) => yes).length,
        medianMs: median(times),
        unopened: answers.length - times.length,
      };
      return {
        person,
        ...figures,
        lastAtMs: Math.max(...answers.map(({ atMs }) => atMs)),
        signs: signsOf(figures),
      };
    })
    .sort((a, b) => b.answered - a.answered || (a.person < b.person ? -1 : 1));
}

function openings(
  entries: readonly Entry[],
): ReadonlyMap<ApprovalId, { by: string; seq: number; atMs: number }[]> {
  const opened = new Map<ApprovalId, { by: string; seq: number; atMs: number }[]>();
  for (const { kind, body, actor, seq, wallMs } of entries) {
    if (kind !== 'approval.viewed') continue;
    const said = EVENTS['approval.viewed'].event.safeParse(body);
    if (!said.success) continue;
    const list = opened.get(said.data.approval) ?? [];
    list.push({ by: actor.id, seq, atMs: wallMs });
    opened.set(said.data.approval, list);
  }
  return opened;
}

function signsOf(
  figures: Pick<Pace, 'answered' | 'approved' | 'medianMs' | 'unopened'>,
): readonly PaceSign[] {
  const { answered, approved, medianMs, unopened } = figures;
  const signs: PaceSign[] = [];
  if (answered >= ENOUGH && medianMs !== undefined && medianMs < HURRIED_MS) signs.push('hurried');
  if (answered >= ENOUGH && approved === answered) signs.push('always_yes');
  if (unopened > 0) signs.push('unopened');
  return signs;
}

/** The middle value; of an even number the mean of two. */
function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
