import type { PayloadId, RunId } from '../../../shared/domain/index.ts';
import type { EventName } from '../../../shared/formats/index.ts';
import { describeDatabaseError } from '../database/index.ts';
import { BLOCK_ENTRIES, type ColumnBlock } from './derived-columns.ts';
import { shortHash } from './derived-facts.ts';
import { DerivedIndex } from './derived-index.ts';
import { EntrySearch } from './entry-search.ts';
import type { EntryTable } from './entry-table.ts';
import { EpochFiles } from './epoch-files.ts';
import type { JournalPaths } from './paths.ts';
import type {
  DerivedState,
  EntryCounts,
  EntryFilter,
  EntryPage,
  EntryQuery,
  EntrySearchPage,
  EntrySearchRequest,
  StoredEntry,
} from './port.ts';
import { JournalProofs } from './proofs.ts';

/** How long a page or count looks before it says how far it got. */
const PATIENCE_MS = 40;
/** Searches that are kept to be gone on with. */
const SEARCHES_KEPT = 6;

interface KeptSearch {
  readonly table: EntryTable;
  readonly search: EntrySearch;
}

/** Reads a journal through connections that cannot write, with the derived index to find entries by. */
export class JournalFileReader {
  readonly #journal: EpochFiles;
  readonly #index: DerivedIndex;
  /** Proofs over the epoch that is written to. */
  readonly proofs: JournalProofs;
  readonly #searches = new Map<string, KeptSearch>();
  #following: Promise<void> | undefined;
  #closed = false;

  constructor(paths: JournalPaths, databaseKey: Uint8Array) {
    this.#journal = new EpochFiles(paths.folder, databaseKey);
    this.proofs = new JournalProofs(paths, databaseKey);
    this.#index = new DerivedIndex(paths.derived, databaseKey, this.#journal);
  }

  async list(query: EntryQuery): Promise<EntryPage> {
    const asOfSeq = await this.#caughtUp();
    const { kind, run, offset, limit, newestFirst } = query;
    const seqs = this.#seqsWhere({ ...(kind === undefined ? {} : { kinds: [kind] }), run });
    if (newestFirst) seqs.reverse();
    const entries = seqs.slice(offset, offset + limit).map((seq) => this.get(seq));
    return { total: seqs.length, asOfSeq, entries };
  }

  /** @throws Problem `not_found`, `damaged` */
  get(seq: number): StoredEntry {
    return this.#journal.get(seq);
  }

  async ofRun(run: RunId): Promise<StoredEntry[]> {
    await this.#caughtUp();
    return this.#seqsWhere({ run }).map((seq) => this.get(seq));
  }

  async ofKinds(kinds: readonly EventName[], fromSeq: number): Promise<StoredEntry[]> {
    await this.#caughtUp();
    if (kinds.length === 0) return [];
    const seqs = this.#seqsWhere({ kinds });
    return seqs.filter((seq) => seq >= fromSeq).map((seq) => this.get(seq));
  }

  /** @throws Problem `not_found`, `damaged` */
  async causes(seq: number): Promise<StoredEntry[]> {
    await this.#caughtUp();
    const { entry } = this.get(seq);
    const act = entry.intent ?? seq;
    const call = entry.call === undefined ? undefined : shortHash(entry.call);
    const candidates = this.#seqsOf(
      (block, at, place) =>
        place === act ||
        (block.intentBack[at] !== 0 && place - (block.intentBack[at] ?? 0) === act) ||
        (call !== undefined && block.call[at] === call),
    );
    return candidates
      .filter((other) => other !== seq)
      .map((other) => this.get(other))
      .filter(
        ({ entry: other }) =>
          other.seq === act ||
          other.intent === act ||
          (entry.call !== undefined && other.call === entry.call),
      );
  }

  async citedPayloads(): Promise<PayloadId[]> {
    await this.#caughtUp();
    return this.#index.payloads();
  }

  /** @throws Problem `invalid_input` */
  search({ filter, asOfSeq, offset, limit }: EntrySearchRequest): EntrySearchPage {
    const untilMs = performance.now() + PATIENCE_MS;
    let behind = false;
    if (asOfSeq === undefined) {
      behind = this.#followUntil(untilMs, () => this.#index.follow());
      if (filter.text !== undefined) this.#followUntil(untilMs, () => this.#index.followText());
    }
    const search = this.#searchFor(filter, asOfSeq ?? this.#index.table.nextSeq - 1);
    this.#index.reading(() => {
      search.advance(offset + limit, Math.max(untilMs, performance.now() + PATIENCE_MS / 2));
    });
    const { total, complete, bounds } = search;
    const entries = search.page(offset, limit).map((seq) => this.get(seq));
    return { ...bounds, behind, total, complete, entries };
  }

  /** @throws Problem `invalid_input` */
  count({ filter, asOfSeq }: { readonly filter: EntryFilter; readonly asOfSeq: number }): EntryCounts {
    const search = this.#searchFor(filter, asOfSeq);
    this.#index.reading(() => {
      search.advance(Number.POSITIVE_INFINITY, performance.now() + PATIENCE_MS);
    });
    return search.counts();
  }

  derivedState(): DerivedState {
    return { throughSeq: this.#index.table.nextSeq - 1, textThroughSeq: this.#index.textThrough };
  }

  /** Follows the journal in the background, a piece at a time, until it is caught up. */
  follow(): void {
    this.#following ??= this.#followToTheEnd()
      // Nobody waits for this: damage under it is told to whoever asks next.
      .catch(() => undefined)
      .finally(() => {
        this.#following = undefined;
      });
  }

  close(): void {
    this.#closed = true;
    this.#index.close();
    this.proofs.close();
    this.#journal.close();
  }

  async #followToTheEnd(): Promise<void> {
    while (!this.#closed && (this.#index.follow() || this.#index.followText() || this.proofs.follow()))
      await turn();
  }

  /** Takes in every entry committed so far; returns the last one's position, -1 for none. */
  async #caughtUp(): Promise<number> {
    while (this.#index.follow()) await turn();
    return this.#index.table.nextSeq - 1;
  }

  /** True when the time was up before the end. */
  #followUntil(untilMs: number, step: () => boolean): boolean {
    while (step()) if (performance.now() >= untilMs) return true;
    return false;
  }

  #searchFor(filter: EntryFilter, asOfSeq: number): EntrySearch {
    const key = JSON.stringify([asOfSeq, filter]);
    const { table, textThrough } = this.#index;
    const kept = this.#searches.get(key);
    this.#searches.delete(key);
    // The table is another one when the derived file had to be made again.
    if (kept?.table === table) {
      this.#searches.set(key, kept);
      return kept.search;
    }
    const bounds = { asOfSeq: Math.min(asOfSeq, table.nextSeq - 1), textThroughSeq: textThrough };
    const words = filter.text === undefined ? undefined : this.#index.wordPlaces(filter.text);
    const search = new EntrySearch({ table, get: (seq) => this.get(seq) }, filter, bounds, words);
    this.#searches.set(key, { table, search });
    const [oldest] = this.#searches.keys();
    if (this.#searches.size > SEARCHES_KEPT && oldest !== undefined) this.#searches.delete(oldest);
    return search;
  }

  /** Positions that a filter of kinds or a run finds, ascending. */
  #seqsWhere({ kinds, run }: Pick<EntryFilter, 'kinds' | 'run'>): number[] {
    const { names } = this.#index.table;
    const ofRun = run === undefined ? undefined : (names.numberOf(run) ?? -1);
    const wanted = kinds === undefined ? undefined : new Set(kinds.map((kind) => names.numberOf(kind)));
    return this.#seqsOf(
      (block, at) =>
        (ofRun === undefined || block.run[at] === ofRun) &&
        (wanted === undefined || wanted.has(block.kind[at])),
    );
  }

  #seqsOf(matches: (block: ColumnBlock, at: number, seq: number) => boolean): number[] {
    return this.#index.reading(() => {
      const { table } = this.#index;
      const found: number[] = [];
      for (let first = 0; first < table.nextSeq; first += BLOCK_ENTRIES) {
        const block = table.block(first / BLOCK_ENTRIES);
        const end = Math.min(BLOCK_ENTRIES, table.nextSeq - first);
        for (let at = 0; at < end; at += 1)
          if (block.flags[at] !== 0 && matches(block, at, first + at)) found.push(first + at);
      }
      return found;
    });
  }
}

/** Lets questions that have arrived be answered before the work goes on. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Runs a read; damage under it comes out as a Problem. */
export async function reading<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw describeDatabaseError(error, 'journal');
  }
}
