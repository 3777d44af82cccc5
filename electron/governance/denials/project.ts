import type { CallId, DenialOutcome, PersonId, RunId, Sha256Hex } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../../shared/formats/index.ts';

/** The kinds of entry that tell of denials and of their reviews. */
export const DENIAL_KINDS = [
  'run.started',
  'tool.decided',
  'tool.denied',
  'denials.reviewed',
  'denials.review_signed',
] as const;

/** One refusal, and what a compliance officer made of it. */
export interface Denial {
  readonly seq: number;
  readonly wallMs: number;
  readonly ruleId: string;
  readonly tool: string;
  readonly stage: string;
  readonly reason: string;
  readonly agent: string | undefined;
  readonly run: RunId | undefined;
  readonly call: CallId | undefined;
  /** Who acted, or on whose behalf the agent acted. */
  readonly byId: PersonId | 'application';
  readonly role: string;
  /** Name of the table it was about, where that is known. */
  readonly table: string | undefined;
  /** The newest judgement. */
  readonly review: DenialReview | undefined;
}

export interface DenialReview {
  readonly seq: number;
  readonly atMs: number;
  readonly byId: PersonId;
  readonly outcome: DenialOutcome;
  readonly note: string;
}

/** A regular review that somebody signed. */
export interface SignedReview {
  readonly seq: number;
  readonly atMs: number;
  readonly byId: PersonId;
  readonly fromSeq: number;
  readonly throughSeq: number;
  readonly outcomes: Readonly<Record<DenialOutcome, number>>;
  readonly sha256: Sha256Hex;
  readonly meaning: 'review' | 'approval' | 'responsibility';
}

export interface DenialsOnFile {
  /** Oldest first. */
  readonly denials: readonly Denial[];
  /** Oldest first. */
  readonly signed: readonly SignedReview[];
}

/**
 * Every denial that a journal tells of, with its review. Pure. A judgement counts only where its author
 * might give it (`refusalToReview`), and a signature only where nothing it covers was unjudged then, so
 * that nothing written past the rules takes effect.
 *
 * @param entries of `DENIAL_KINDS`, in order of sequence number; others are passed over
 */
export function projectDenials(entries: Iterable<Entry>): DenialsOnFile {
  const denials = new Map<number, Denial>();
  const signed: SignedReview[] = [];
  const tables = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind === 'run.started' || entry.kind === 'tool.decided') rememberTable(tables, entry);
    else if (entry.kind === 'tool.denied') addDenial(denials, entry, tables);
    else if (entry.kind === 'denials.reviewed') addReview(denials, entry);
    else if (entry.kind === 'denials.review_signed') addSignature(denials, signed, entry);
  }
  return { denials: [...denials.values()], signed };
}

/** A run's table by the run, and the table of a person's own act by its call. */
function rememberTable(tables: Map<string, string>, { kind, run, call, body }: Entry): void {
  if (kind === 'run.started' && run !== undefined && typeof body.table === 'string')
    tables.set(run, body.table);
  const { args } = body;
  if (kind !== 'tool.decided' || call === undefined || typeof args !== 'object' || args === null) return;
  if ('table' in args && typeof args.table === 'string') tables.set(call, args.table);
}

function addDenial(denials: Map<number, Denial>, entry: Entry, tables: ReadonlyMap<string, string>): void {
  const body = EVENTS['tool.denied'].event.safeParse(entry.body);
  if (!body.success) return;
  const { seq, wallMs, agent, run, call, actor } = entry;
  const { tool, stage, ruleId, reason } = body.data;
  const table = (run === undefined ? undefined : tables.get(run)) ?? tables.get(call ?? '');
  denials.set(seq, {
    ...{ seq, wallMs, agent, run, call, tool, stage, ruleId, reason, table },
    ...{ byId: actor.id, role: actor.role, review: undefined },
  });
}

function addReview(denials: Map<number, Denial>, entry: Entry): void {
  const body = EVENTS['denials.reviewed'].event.safeParse(entry.body);
  const { id: byId, role } = entry.actor;
  if (!body.success || byId === 'application') return;
  const { outcome, note } = body.data;
  for (const seq of body.data.denials) {
    const denial = denials.get(seq);
    if (denial === undefined || refusalToReview(denial, { id: byId, role }) !== undefined) continue;
    denials.set(seq, {
      ...denial,
      review: { seq: entry.seq, atMs: entry.wallMs, byId, outcome, note },
    });
  }
}

function addSignature(denials: ReadonlyMap<number, Denial>, signed: SignedReview[], entry: Entry): void {
  const body = EVENTS['denials.review_signed'].event.safeParse(entry.body);
  const { id: byId, role } = entry.actor;
  if (!body.success || byId === 'application' || role !== 'compliance') return;
  const { fromSeq, throughSeq } = body.data;
  if (fromSeq !== nextFromSeq(signed) || throughSeq >= entry.seq || throughSeq < fromSeq) return;
  for (const { seq, review } of denials.values()) if (seq <= throughSeq && review === undefined) return;
  signed.push({ ...body.data, seq: entry.seq, atMs: entry.wallMs, byId });
}

/** First entry that the next signed review covers. */
export function nextFromSeq(signed: readonly SignedReview[]): number {
  const last = signed.at(-1);
  return last === undefined ? 0 : last.throughSeq + 1;
}

/** Why this person may not judge this denial, or undefined. */
export function refusalToReview(
  denial: Pick<Denial, 'byId'>,
  person: { readonly id: PersonId; readonly role: string },
): 'role' | 'own_act' | undefined {
  if (person.role !== 'compliance') return 'role';
  return denial.byId === person.id ? 'own_act' : undefined;
}
