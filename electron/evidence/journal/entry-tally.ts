import type { Behaviour } from '../../../shared/domain/index.ts';
import type { EntryPhase } from '../../../shared/formats/index.ts';
import type { ColumnBlock, Names } from './derived-columns.ts';
import { decisionNumber, FLAG, phaseNumber } from './derived-facts.ts';
import { FACET } from './entry-facets.ts';
import type { EntryCounts } from './port.ts';

const BINS = 60;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths of time that a person reads at a glance. */
const BIN_LENGTHS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28, 56, 112, 364].map((n) => n * DAY),
];

type Tallied = Omit<EntryCounts, 'total' | 'complete' | 'asOfSeq' | 'textThroughSeq'>;

/** Counts of a search: per facet and over time. */
export class EntryTally {
  readonly #names: Names;
  readonly #kinds: Uint32Array;
  readonly #people: Uint32Array;
  readonly #agents: Uint32Array;
  readonly #decisions = new Uint32Array(4);
  readonly #phases = new Uint32Array(4);
  #phi = 0;
  #failed = 0;
  readonly #fromMs: number;
  readonly #binMs: number;
  readonly #bins: Uint32Array;

  constructor(names: Names, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
    this.#names = names;
    this.#kinds = new Uint32Array(names.size);
    this.#people = new Uint32Array(names.size);
    this.#agents = new Uint32Array(names.size);
    const spanMs = Math.max(1, toMs - fromMs);
    this.#binMs = BIN_LENGTHS.find((length) => spanMs / length <= BINS) ?? Math.ceil(spanMs / BINS);
    this.#fromMs = Math.floor(fromMs / this.#binMs) * this.#binMs;
    this.#bins = new Uint32Array(Math.max(1, Math.ceil((toMs - this.#fromMs) / this.#binMs)));
  }

  /** @param missed the one facet whose filter the entry does not meet; 0 where it meets all */
  add(block: ColumnBlock, at: number, missed: number): void {
    const flags = block.flags[at] ?? 0;
    const all = missed === 0;
    if (all || missed === FACET.kind) bump(this.#kinds, block.kind[at]);
    if (all || missed === FACET.actor) bump(this.#people, block.actor[at]);
    if (all || missed === FACET.agent) bump(this.#agents, block.agent[at]);
    if (all || missed === FACET.decision) bump(this.#decisions, decisionNumber(flags));
    if (all || missed === FACET.phase) bump(this.#phases, phaseNumber(flags));
    if ((all || missed === FACET.phi) && (flags & FLAG.phi) !== 0) this.#phi += 1;
    if ((all || missed === FACET.failed) && (flags & FLAG.failed) !== 0) this.#failed += 1;
    if (all) {
      const bin = Math.floor(((block.wallMs[at] ?? 0) - this.#fromMs) / this.#binMs);
      // A clock that was set back puts entries outside the span of first and last.
      bump(this.#bins, Math.min(Math.max(bin, 0), this.#bins.length - 1));
    }
  }

  counts(): Tallied {
    const [, allow = 0, ask = 0, deny = 0] = this.#decisions;
    const [intent = 0, outcome = 0, event = 0] = this.#phases;
    const decisions: Record<Behaviour, number> = { allow, ask, deny };
    const phases: Record<EntryPhase, number> = { intent, outcome, event };
    return {
      ...{ decisions, phases, phiAccessed: this.#phi, failed: this.#failed },
      kinds: this.#named(this.#kinds),
      people: this.#named(this.#people),
      agents: this.#named(this.#agents),
      histogram: { fromMs: this.#fromMs, binMs: this.#binMs, bins: [...this.#bins] },
    };
  }

  #named(counts: Uint32Array): Record<string, number> {
    const named: Record<string, number> = {};
    counts.forEach((count, number) => {
      if (count > 0 && number > 0) named[this.#names.nameOf(number)] = count;
    });
    return named;
  }
}

function bump(counts: Uint32Array, index: number | undefined): void {
  if (index !== undefined && index < counts.length) counts[index] = (counts[index] ?? 0) + 1;
}
