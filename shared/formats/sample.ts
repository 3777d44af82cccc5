import { asciiBytes, equalBytes } from './journal/bytes.ts';
import type { Hash } from './journal/merkle.ts';

/**
 * A sample of journal entries that anybody can draw again: a population, named by conditions over what
 * entries say of themselves, and a drawing that follows from a seed alone. `resources/docs/sampling.md`
 * says it in words. Pure, and free of the schema library, so that a verifier can be built from it.
 */

export const SAMPLE_FORMAT = 'swarm-clinical/sample';
export const SAMPLE_VERSION = 1;

/** Names among the files of a bundle, beside those of evidence, which hold the drawn entries. */
export const SAMPLE_FILES = {
  /** What was drawn from what, canonical JSON. */
  sample: 'sample.json',
  /** Every entry under the checkpoint, as evidence has its rows. */
  journal: 'journal.jsonl',
  /** The same for people. */
  page: 'sample.html',
} as const;

/** Largest sample, and the most entries that a sample can bring along to show its population. */
export const MOST_DRAWN = 1000;
export const MOST_SAMPLED_ENTRIES = 200_000;

/** Printable ASCII without a blank at either end: typed by the auditor, read out, written on paper. */
export const SEED = /^[!-~](?:[ -~]{2,62}[!-~])$/;

/** One kind of entry; where a member of its body is named, it holds one of the values. */
export interface SampleCondition {
  readonly kind: string;
  readonly phase: 'intent' | 'outcome' | 'event';
  readonly member?: string;
  readonly values?: readonly string[];
}

/** A population: entries of a period for which one of the conditions holds; without any, all entries. */
export interface SampleQuery {
  readonly fromMs: number;
  /** The first moment behind the period. */
  readonly toMs: number;
  readonly anyOf: readonly SampleCondition[];
}

/** What a sample says of itself. */
export interface SampleDocument {
  readonly format: typeof SAMPLE_FORMAT;
  readonly version: typeof SAMPLE_VERSION;
  readonly workspace: string;
  /** Name of the population, for people; what counts is the query. */
  readonly population: string;
  readonly query: SampleQuery;
  readonly seed: string;
  /** How many were asked for; a smaller population is drawn whole. */
  readonly size: number;
  /** Entries that the query finds under the checkpoint. */
  readonly populationSize: number;
  /** Positions in the order of the drawing. */
  readonly drawn: readonly number[];
  /** Position of the first entry under the checkpoint, and how many there are. */
  readonly firstSeq: number;
  readonly entries: number;
  readonly drawnAtMs: number;
  /** Id of the person who had it drawn. */
  readonly drawnBy: string;
}

/** Populations that are asked for by name. */
export const POPULATIONS = {
  exports: {
    text: 'everything taken out',
    anyOf: [
      { kind: 'dataset.export', phase: 'intent' },
      { kind: 'conversation.export', phase: 'intent' },
      { kind: 'report.save', phase: 'intent' },
      { kind: 'evidence.export', phase: 'intent' },
      { kind: 'sample.draw', phase: 'intent' },
    ],
  },
  denials: {
    text: 'everything not allowed to agents and people',
    anyOf: [
      { kind: 'tool.denied', phase: 'event' },
      { kind: 'access.refused', phase: 'event' },
    ],
  },
  new_users: {
    text: 'people let in: new, or taken back',
    anyOf: [{ kind: 'person.changed', phase: 'intent', member: 'change', values: ['new', 'return'] }],
  },
  leavers: { text: 'people removed', anyOf: [{ kind: 'person.removed', phase: 'intent' }] },
  imports: { text: 'datasets brought in', anyOf: [{ kind: 'dataset.import', phase: 'intent' }] },
  data_access: { text: 'looks into datasets', anyOf: [{ kind: 'dataset.viewed', phase: 'event' }] },
  approvals: { text: 'answers to what was asked', anyOf: [{ kind: 'approval.answered', phase: 'event' }] },
  failed_sign_ins: {
    text: 'sign-ins that failed or were locked out',
    anyOf: [
      { kind: 'auth.sign_in_failed', phase: 'event' },
      { kind: 'auth.locked_out', phase: 'event' },
    ],
  },
  emergency: { text: 'emergency access', anyOf: [{ kind: 'emergency.began', phase: 'event' }] },
  policy_changes: {
    text: 'rules put in force or withdrawn',
    anyOf: [
      { kind: 'policy.activated', phase: 'event' },
      { kind: 'policy.withdrawn', phase: 'event' },
    ],
  },
  runs: { text: 'runs of agents', anyOf: [{ kind: 'run.started', phase: 'event' }] },
  tool_calls: {
    text: 'calls of tools that were carried out',
    anyOf: [{ kind: 'tool.call', phase: 'intent' }],
  },
  reviews: {
    text: 'reviews of denials, judged and signed',
    anyOf: [
      { kind: 'denials.reviewed', phase: 'event' },
      { kind: 'denials.review_signed', phase: 'event' },
    ],
  },
  all: { text: 'every entry', anyOf: [] },
} as const satisfies Readonly<
  Record<string, { readonly text: string; readonly anyOf: readonly SampleCondition[] }>
>;
export type PopulationName = keyof typeof POPULATIONS;
export const POPULATION_NAMES = Object.keys(POPULATIONS) as [PopulationName, ...PopulationName[]];

/** What of an entry decides whether it belongs. */
export interface SampledEntry {
  readonly kind: string;
  readonly phase: string;
  readonly wallMs: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export function belongs({ kind, phase, wallMs, body }: SampledEntry, query: SampleQuery): boolean {
  if (wallMs < query.fromMs || wallMs >= query.toMs) return false;
  return (
    query.anyOf.length === 0 ||
    query.anyOf.some(
      (one) =>
        one.kind === kind &&
        one.phase === phase &&
        (one.member === undefined || one.values?.includes(String(body[one.member])) === true),
    )
  );
}

/** The query as it is printed: over the journal's table, as one would ask a database of entries. */
export function queryInWords({ fromMs, toMs, anyOf }: SampleQuery): string {
  const conditions = anyOf.map(({ kind, phase, member, values }) => {
    const base = `kind = '${kind}' AND phase = '${phase}'`;
    if (member === undefined) return `(${base})`;
    return `(${base} AND body.${member} IN (${(values ?? []).map((value) => `'${value}'`).join(', ')}))`;
  });
  const period = `wallMs >= ${fromMs} AND wallMs < ${toMs}`;
  return `SELECT seq FROM run_events WHERE ${period}${
    conditions.length === 0 ? '' : ` AND (${conditions.join(' OR ')})`
  }`;
}

/**
 * The place of an entry in the drawing: SHA-256 over `swarm-clinical/sample/v1`, the seed and the entry's
 * leaf hash in hexadecimal, with a line feed behind each. Those with the smallest are drawn, smallest
 * first: so a seed draws the same entries from the same population, however often and by whomever, and
 * nobody who writes entries knows beforehand which seed will be typed.
 */
export function drawingRank(hash: Hash, seed: string, leafHex: string): Uint8Array {
  return hash(asciiBytes(`swarm-clinical/sample/v1\n${seed}\n${leafHex}\n`));
}

/** Draws while entries pass by, and keeps no more than are wanted. */
export class Drawing {
  readonly #hash: Hash;
  readonly #seed: string;
  readonly #size: number;
  readonly #kept: { readonly seq: number; readonly rank: Uint8Array }[] = [];
  #population = 0;

  constructor(hash: Hash, seed: string, size: number) {
    this.#hash = hash;
    this.#seed = seed;
    this.#size = size;
  }

  /** Takes an entry of the population. */
  take(seq: number, leafHex: string): void {
    this.#population += 1;
    const rank = drawingRank(this.#hash, this.#seed, leafHex);
    const kept = this.#kept;
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(kept[middle]?.rank ?? rank, rank) < 0) low = middle + 1;
      else high = middle;
    }
    if (low >= this.#size) return;
    kept.splice(low, 0, { seq, rank });
    if (kept.length > this.#size) kept.pop();
  }

  get populationSize(): number {
    return this.#population;
  }

  /** Positions in the order of the drawing. */
  get drawn(): readonly number[] {
    return this.#kept.map(({ seq }) => seq);
  }
}

function compare(a: Uint8Array, b: Uint8Array): number {
  if (equalBytes(a, b)) return 0;
  for (let at = 0; at < a.length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
