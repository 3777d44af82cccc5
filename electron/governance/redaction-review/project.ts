import type { DatasetId, PersonId, TextClaim } from '../../../shared/domain/index.ts';
import { canonicalJson, EVENTS, type Entry, type PayloadRef } from '../../../shared/formats/index.ts';

/** The kinds of entry that tell how far the redactor was measured and reviewed. */
export const REDACTION_KINDS = [
  'run.started',
  'redaction.measured',
  'redaction.review_started',
  'redaction.review_judged',
  'redaction.review_signed',
  'redaction.dictionary_changed',
] as const;

export interface Judgement {
  readonly seq: number;
  readonly document: number;
  readonly byId: PersonId;
  readonly spans: number;
  readonly wrong: number;
  readonly missed: number;
  readonly corrections: PayloadRef | undefined;
}

/** A person's walk through a random sample of redacted texts. */
export interface RedactionReview {
  readonly id: string;
  readonly dataset: DatasetId;
  readonly columns: readonly string[];
  readonly population: number;
  readonly documents: number;
  readonly seed: number;
  readonly startedSeq: number;
  readonly startedAtMs: number;
  /** The newest judgement of each document, by document. */
  readonly judged: ReadonlyMap<number, Judgement>;
  readonly signed:
    | {
        readonly seq: number;
        readonly atMs: number;
        readonly byId: PersonId;
        readonly claim: TextClaim;
        readonly noActualKnowledge: boolean;
        readonly meaning: 'review' | 'approval' | 'responsibility';
      }
    | undefined;
}

export interface RedactionMeasured {
  readonly seq: number;
  readonly atMs: number;
  readonly byId: PersonId | 'application';
  readonly body: ReturnType<(typeof EVENTS)['redaction.measured']['event']['parse']>;
  readonly detail: PayloadRef | undefined;
  /** Words that the dictionary took out of the search then. */
  readonly words: number;
}

export interface RedactionOnFile {
  /** The newest measuring per dataset. */
  readonly measured: ReadonlyMap<string, RedactionMeasured>;
  /** Oldest first. */
  readonly reviews: readonly RedactionReview[];
  /** Who ran pipelines on each dataset. */
  readonly runners: ReadonlyMap<string, ReadonlySet<string>>;
  /** Words that the dictionary takes out of the search now. */
  readonly words: number;
}

/**
 * How far the redactor was measured and reviewed, as a journal tells it. Pure. A judgement or signature
 * counts only where its author might give it and as far as the rules of signing were kept.
 *
 * @param entries of `REDACTION_KINDS`, in order; others are passed over
 */
export function projectRedaction(entries: Iterable<Entry>): RedactionOnFile {
  const measured = new Map<string, RedactionMeasured>();
  const reviews = new Map<string, RedactionReview>();
  const runners = new Map<string, Set<string>>();
  let words = 0;
  for (const entry of entries) {
    if (entry.kind === 'run.started') addRunner(runners, entry);
    else if (entry.kind === 'redaction.dictionary_changed') words = Number(entry.body.words);
    else if (entry.kind === 'redaction.measured') addMeasured(measured, entry, words);
    else if (entry.kind === 'redaction.review_started') addReview(reviews, entry);
    else if (entry.kind === 'redaction.review_judged') addJudgement(reviews, entry);
    else if (entry.kind === 'redaction.review_signed') addSignature(reviews, runners, entry);
  }
  return { measured, reviews: [...reviews.values()], runners, words };
}

function addRunner(runners: Map<string, Set<string>>, { body, actor }: Entry): void {
  if (typeof body.dataset !== 'string') return;
  const known = runners.get(body.dataset) ?? new Set();
  runners.set(body.dataset, known.add(actor.id));
}

function addMeasured(measured: Map<string, RedactionMeasured>, entry: Entry, words: number): void {
  const body = EVENTS['redaction.measured'].event.safeParse(entry.body);
  if (!body.success) return;
  measured.set(body.data.dataset, {
    ...{ seq: entry.seq, atMs: entry.wallMs, byId: entry.actor.id },
    ...{ body: body.data, detail: entry.payloads[0], words },
  });
}

function addReview(reviews: Map<string, RedactionReview>, entry: Entry): void {
  const body = EVENTS['redaction.review_started'].event.safeParse(entry.body);
  if (!body.success || reviews.has(body.data.review)) return;
  const { review: id, ...drawn } = body.data;
  reviews.set(id, {
    ...drawn,
    ...{ id, startedSeq: entry.seq, startedAtMs: entry.wallMs, judged: new Map(), signed: undefined },
  });
}

function addJudgement(reviews: Map<string, RedactionReview>, entry: Entry): void {
  const body = EVENTS['redaction.review_judged'].event.safeParse(entry.body);
  const { id: byId } = entry.actor;
  if (!body.success || byId === 'application') return;
  const { review: id, document, spans, wrong, missed } = body.data;
  const review = reviews.get(id);
  if (review === undefined || review.signed !== undefined || document >= review.documents) return;
  const judgement: Judgement = {
    ...{ seq: entry.seq, document, byId, spans, wrong, corrections: entry.payloads[0] },
    missed: Object.values(missed).reduce<number>((sum, count) => sum + count, 0),
  };
  reviews.set(id, { ...review, judged: new Map(review.judged).set(document, judgement) });
}

function addSignature(
  reviews: Map<string, RedactionReview>,
  runners: ReadonlyMap<string, ReadonlySet<string>>,
  entry: Entry,
): void {
  const body = EVENTS['redaction.review_signed'].event.safeParse(entry.body);
  const { id: byId } = entry.actor;
  if (!body.success || byId === 'application') return;
  const review = reviews.get(body.data.review);
  if (review === undefined || review.signed !== undefined) return;
  if (refusalToSign(review, runners.get(review.dataset), byId) !== undefined) return;
  const { claim, noActualKnowledge, meaning } = body.data;
  if (claim !== claimOf(review, noActualKnowledge)) return;
  const signed = { seq: entry.seq, atMs: entry.wallMs, byId, claim, noActualKnowledge, meaning };
  reviews.set(review.id, { ...review, signed });
}

/** Why this person may not sign this review now, or undefined. */
export function refusalToSign(
  review: RedactionReview,
  runners: ReadonlySet<string> | undefined,
  byId: PersonId,
): 'signed' | 'unfinished' | 'runner' | undefined {
  if (review.signed !== undefined) return 'signed';
  if (review.judged.size < review.documents) return 'unfinished';
  return runners?.has(byId) === true ? 'runner' : undefined;
}

/**
 * What may be said after this review. SAFETY: free text is Safe Harbor only where a person read all of it,
 * found nothing that was missed, and states to know of no way to identify anybody (45 CFR 164.514(b)(2)(ii)).
 * Everything less supports a determination by an expert (164.514(b)(1)).
 */
export function claimOf(review: RedactionReview, noActualKnowledge: boolean): TextClaim {
  const isWhole = review.documents === review.population && review.judged.size === review.documents;
  const { missed } = totalsOf(review);
  return isWhole && missed === 0 && noActualKnowledge ? 'safe_harbor' : 'expert_support';
}

/** Sums over all judgements. */
export function totalsOf({ judged }: RedactionReview): {
  readonly spans: number;
  readonly wrong: number;
  readonly missed: number;
} {
  const totals = { spans: 0, wrong: 0, missed: 0 };
  for (const { spans, wrong, missed } of judged.values()) {
    totals.spans += spans;
    totals.wrong += wrong;
    totals.missed += missed;
  }
  return totals;
}

/** Canonical JSON of every judgement in order; the signature hashes it. */
export function statementOf({ judged }: RedactionReview): string {
  const inOrder = [...judged.values()].sort((a, b) => a.document - b.document);
  return canonicalJson(
    inOrder.map(({ document, seq, spans, wrong, missed }) => ({ document, seq, spans, wrong, missed })),
  );
}
