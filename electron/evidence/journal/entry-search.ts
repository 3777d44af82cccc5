import { BLOCK_ENTRIES, type ColumnBlock } from './derived-columns.ts';
import { FLAG } from './derived-facts.ts';
import { facetsOf, testsOf, type FacetTest, type Test } from './entry-facets.ts';
import { EntryTally } from './entry-tally.ts';
import type { EntryTable } from './entry-table.ts';
import type { EntryCounts, EntryFilter, StoredEntry } from './port.ts';

/** What a search looks into. */
export interface SearchGround {
  readonly table: EntryTable;
  get(seq: number): StoredEntry;
}

export interface SearchBounds {
  /** The last entry that the search may find. */
  readonly asOfSeq: number;
  /** The last entry whose words are known; matters for searches by text alone. */
  readonly textThroughSeq: number;
}

/** Where the words of a search stand: a one for each place of a block. */
export interface WordPlaces {
  inBlock(number: number): Uint8Array;
}

/**
 * One search through the columns, newest entry first, as far as somebody waits for: positions that
 * match, and meanwhile the counts per facet and over time.
 */
export class EntrySearch {
  readonly bounds: SearchBounds;
  readonly #ground: SearchGround;
  readonly #filter: EntryFilter;
  /** Conditions that are no facets. */
  readonly #tests: readonly Test[];
  readonly #facets: readonly FacetTest[];
  readonly #words: WordPlaces | undefined;
  readonly #tally: EntryTally;
  /** The newest entry that can match. */
  readonly #last: number;
  #found = new Uint32Array(1024);
  #total = 0;
  /** The next block to look through; -1 at the end. */
  #block: number;

  /** @param words where the filter's text stands; undefined for a filter without text */
  constructor(ground: SearchGround, filter: EntryFilter, bounds: SearchBounds, words?: WordPlaces) {
    this.#ground = ground;
    this.#filter = filter;
    this.bounds = bounds;
    this.#words = words;
    this.#tests = testsOf(ground.table, ground.get, filter);
    this.#facets = facetsOf(ground.table, filter);
    this.#tally = new EntryTally(ground.table.names, this.#spanMs());
    this.#last = words === undefined ? bounds.asOfSeq : Math.min(bounds.asOfSeq, bounds.textThroughSeq);
    this.#block = Math.floor(this.#last / BLOCK_ENTRIES);
  }

  /** Entries that match so far; all of them once `complete`. */
  get total(): number {
    return this.#total;
  }

  get complete(): boolean {
    return this.#block < 0;
  }

  /** Looks on until that many are found, the end is reached or the time is up. At least one block. */
  advance(enough: number, untilMs: number): void {
    while (!this.complete && this.#total < enough) {
      this.#lookThrough(this.#block);
      this.#block -= 1;
      if (performance.now() >= untilMs) return;
    }
  }

  /** Positions found, newest first. */
  page(offset: number, limit: number): number[] {
    return [...this.#found.subarray(Math.min(offset, this.#total), Math.min(offset + limit, this.#total))];
  }

  counts(): EntryCounts {
    const { asOfSeq, textThroughSeq } = this.bounds;
    return { total: this.#total, complete: this.complete, asOfSeq, textThroughSeq, ...this.#tally.counts() };
  }

  #spanMs(): { readonly fromMs: number; readonly toMs: number } {
    const { fromMs, toMs } = this.#filter;
    const { asOfSeq } = this.bounds;
    const wallAt = (seq: number): number =>
      seq < 0
        ? 0
        : (this.#ground.table.block(Math.floor(seq / BLOCK_ENTRIES)).wallMs[seq % BLOCK_ENTRIES] ?? 0);
    return { fromMs: fromMs ?? wallAt(Math.min(0, asOfSeq)), toMs: toMs ?? wallAt(asOfSeq) + 1 };
  }

  #lookThrough(number: number): void {
    const first = number * BLOCK_ENTRIES;
    const block = this.#ground.table.block(number);
    const words = this.#words?.inBlock(number);
    for (let at = Math.min(BLOCK_ENTRIES - 1, this.#last - first); at >= 0; at -= 1) {
      const flags = block.flags[at] ?? 0;
      if ((flags & FLAG.present) === 0 || (words !== undefined && words[at] !== 1)) continue;
      if (!this.#passes(block, at, first + at)) continue;
      const missed = this.#missed(block, at);
      if (missed === 0) this.#push(first + at);
      // With one miss alone the entry counts for the facet that it misses: what choosing it would add.
      if ((missed & (missed - 1)) === 0) this.#tally.add(block, at, missed);
    }
  }

  #passes(block: ColumnBlock, at: number, seq: number): boolean {
    for (const test of this.#tests) if (!test(block, at, seq)) return false;
    return true;
  }

  #missed(block: ColumnBlock, at: number): number {
    let missed = 0;
    for (const { facet, misses } of this.#facets) if (misses(block, at)) missed |= facet;
    return missed;
  }

  #push(seq: number): void {
    if (this.#total === this.#found.length) {
      const larger = new Uint32Array(this.#found.length * 2);
      larger.set(this.#found);
      this.#found = larger;
    }
    this.#found[this.#total] = seq;
    this.#total += 1;
  }
}
