import { availableParallelism } from 'node:os';
import { ColumnProfiler, type Profiled } from './column-profile.ts';
import { ThreadLane } from './thread-lane.ts';

/** Smaller sources are profiled before a second thread would have started. */
const WORTH_A_THREAD_BYTES = 8 << 20;

/** Other threads at most; one core stays with whatever else runs. */
const MOST_THREADS = 3;

/** One column to be profiled. Its chunks are opened when asked for, each in memory of its own. */
export interface ColumnToProfile {
  readonly header: string;
  chunks(): AsyncIterable<Uint8Array>;
}

/**
 * Profiles columns side by side: in this thread and, for large tables, in others, which begin while the
 * source is still being read.
 */
export class ProfileLanes {
  readonly #threads: readonly ThreadLane[];
  /** Which thread follows a column; undefined for one that none took. */
  readonly #takenBy = new Map<number, ThreadLane | undefined>();

  private constructor(threads: readonly ThreadLane[]) {
    this.#threads = threads;
  }

  /** Starts threads as the size of the source deserves. `close` MUST be called. */
  static start(sizeBytes: number): ProfileLanes {
    const worth = sizeBytes >= WORTH_A_THREAD_BYTES;
    const threads = worth ? Math.min(MOST_THREADS, availableParallelism() - 1) : 0;
    return new ProfileLanes(Array.from({ length: threads }, () => new ThreadLane()));
  }

  /** Shows the next chunk of a column while the source is being read. MUST be called for every chunk. */
  offer(column: number, header: string, bytes: Uint8Array): void {
    if (!this.#takenBy.has(column)) {
      const start = this.#takenBy.size;
      const inTurn = this.#threads.map((_, i) => this.#threads[(start + i) % this.#threads.length]);
      this.#takenBy.set(
        column,
        inTurn.find((thread) => thread?.follow(column, header) === true),
      );
    }
    this.#takenBy.get(column)?.offer(column, bytes);
  }

  /** Profiles of all columns, in their order. The first failure ends all lanes. */
  async profileAll(columns: readonly ColumnToProfile[], onDone: (done: number) => void): Promise<Profiled[]> {
    const results: Profiled[] = [];
    let done = 0;
    let failed = false;
    const take = async (index: number, result: Promise<Profiled>): Promise<void> => {
      results[index] = await result.catch((error: unknown) => {
        failed = true;
        throw error;
      });
      onDone(++done);
    };
    const followed = new Set(this.#threads.flatMap((thread) => thread.followed()));
    const rest = columns.flatMap((column, index) => (followed.has(index) ? [] : [{ ...column, index }]));
    const work = async (thread: ThreadLane | undefined): Promise<void> => {
      if (thread !== undefined)
        for (const index of thread.followed()) if (!failed) await take(index, thread.finish(index));
      for (let next = rest.shift(); !failed && next !== undefined; next = rest.shift()) {
        const { index, header, chunks } = next;
        await take(index, thread?.profile(index, header, chunks()) ?? profileHere(header, chunks()));
      }
    };
    const outcomes = await Promise.allSettled([...this.#threads, undefined].map(work));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return results;
  }

  async close(): Promise<void> {
    for (const thread of this.#threads) await thread.close();
  }
}

async function profileHere(header: string, chunks: AsyncIterable<Uint8Array>): Promise<Profiled> {
  const profiler = new ColumnProfiler(header);
  for await (const chunk of chunks) profiler.add(chunk);
  return profiler.finish();
}
