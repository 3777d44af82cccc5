import type { EntryCountsView, EntryFilterArgs, EntryView } from '../../../shared/ipc/index.ts';
import { invoke, type Refusal } from '../../api/bridge.ts';

const PAGE_ROWS = 200;
/** Pages kept in memory; those farthest from sight are forgotten first. */
const PAGES_KEPT = 24;

/** What a screen shows of a look at the journal. */
export interface LookState {
  readonly problem: Refusal | undefined;
  /** Undefined until the first page is there. */
  readonly head:
    | {
        readonly asOfSeq: number;
        /** The last entry whose words can be found. */
        readonly textThroughSeq: number;
        /** Newer entries are still being taken in. */
        readonly behind: boolean;
      }
    | undefined;
  /** Entries found so far; all there are once `complete`. */
  readonly total: number;
  readonly complete: boolean;
  readonly counts: EntryCountsView | undefined;
  readonly pages: ReadonlyMap<number, readonly EntryView[]>;
}

const BLANK: LookState = {
  problem: undefined,
  head: undefined,
  total: 0,
  complete: false,
  counts: undefined,
  pages: new Map(),
};

/**
 * One look at the journal: the first page, which main records, then its counts as they come in, and the
 * pages that come into sight. Everything stands as of one entry.
 */
export class JournalLook {
  readonly #filter: EntryFilterArgs;
  readonly #ask: typeof invoke;
  readonly #listeners = new Set<() => void>();
  readonly #underWay = new Set<number>();
  #state = BLANK;
  #look: string | undefined;
  #started = false;
  #stopped = false;

  constructor(filter: EntryFilterArgs, ask: typeof invoke = invoke) {
    this.#filter = filter;
    this.#ask = ask;
  }

  readonly state = (): LookState => this.#state;

  /** Begins at the first listener, and ends with the last. */
  readonly watch = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#stopped = false;
    if (!this.#started) {
      this.#started = true;
      void this.#begin();
    }
    return () => {
      this.#listeners.delete(listener);
      this.#stopped = this.#listeners.size === 0;
    };
  };

  readonly rowAt = (index: number): EntryView | undefined =>
    this.#state.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];

  /** Fetches what is in sight and not there yet. */
  readonly onRange = (first: number, last: number): void => {
    for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page += 1)
      if (this.#isShort(page)) void this.#fetch(page);
  };

  async #begin(): Promise<void> {
    const answer = await this.#ask('journal.searchEntries', { filter: this.#filter, limit: PAGE_ROWS });
    if (!answer.ok) {
      this.#set({ problem: answer });
      return;
    }
    const { look, asOfSeq, textThroughSeq, behind, total, complete, entries } = answer.value;
    this.#look = look;
    this.#set({
      head: { asOfSeq, textThroughSeq, behind },
      total,
      complete,
      pages: new Map([[0, entries]]),
    });
    await this.#count(look);
  }

  /** Counts stream in: each answer says how far main has looked. */
  async #count(look: string): Promise<void> {
    for (;;) {
      if (this.#stopped) return;
      const answer = await this.#ask('journal.countEntries', { look });
      if (!answer.ok) {
        this.#set({ problem: answer });
        return;
      }
      const { total, complete } = answer.value;
      this.#set({ counts: answer.value, total, complete });
      if (this.#isShort(0)) await this.#fetch(0);
      if (complete) return;
    }
  }

  /** Whether a page has fewer rows than there are known to be. */
  #isShort(page: number): boolean {
    const has = this.#state.pages.get(page)?.length ?? 0;
    return has < Math.min(PAGE_ROWS, this.#state.total - page * PAGE_ROWS);
  }

  async #fetch(page: number): Promise<void> {
    const look = this.#look;
    if (look === undefined || this.#underWay.has(page)) return;
    this.#underWay.add(page);
    const answer = await this.#ask('journal.readEntries', {
      look,
      offset: page * PAGE_ROWS,
      limit: PAGE_ROWS,
    });
    this.#underWay.delete(page);
    if (!answer.ok) {
      this.#set({ problem: answer });
      return;
    }
    const pages = new Map(this.#state.pages).set(page, answer.value.entries);
    for (const far of farthest(pages.keys(), page)) pages.delete(far);
    this.#set({ pages });
  }

  #set(part: Partial<LookState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

function farthest(pages: Iterable<number>, page: number): readonly number[] {
  return [...pages].sort((a, b) => Math.abs(a - page) - Math.abs(b - page)).slice(PAGES_KEPT);
}
