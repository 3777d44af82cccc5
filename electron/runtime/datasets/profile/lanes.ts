import { availableParallelism } from 'node:os';
import { connect, startWorker } from '../../../core/index.ts';
import { ColumnProfiler, type Profiled } from './column-profile.ts';
import type { ProfilerMethods } from './profiler-methods.ts';

/** Smaller sources are profiled before a second thread would have started. */
const WORTH_A_THREAD_BYTES = 8 << 20;

/** Other threads at most; one core stays with whatever else runs. */
const MOST_THREADS = 3;

/** Chunks under way to another thread, so that it never waits for us. */
const AHEAD = 3;

/** One column to be profiled. Its chunks are opened when asked for, each in memory of its own. */
export interface ColumnToProfile {
  readonly header: string;
  chunks(): AsyncIterable<Uint8Array>;
}

interface Lane {
  profile(column: ColumnToProfile): Promise<Profiled>;
  close(): Promise<void>;
}

/** Profiles columns side by side: in this thread and, for large tables, in others. */
export class ProfileLanes {
  readonly #lanes: readonly Lane[];

  private constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes;
  }

  /** Starts threads as the size of the source deserves. `close` MUST be called. */
  static start(sizeBytes: number): ProfileLanes {
    const threads = sizeBytes < WORTH_A_THREAD_BYTES ? 0 : Math.min(MOST_THREADS, availableParallelism() - 1);
    return new ProfileLanes([...Array.from({ length: threads }, threadLane), localLane()]);
  }

  /** Profiles in the order of the columns. The first failure ends all lanes. */
  async profileAll(columns: readonly ColumnToProfile[], onDone: (done: number) => void): Promise<Profiled[]> {
    const results: Profiled[] = [];
    let next = 0;
    let done = 0;
    let failed = false;
    const work = async (lane: Lane): Promise<void> => {
      for (let index = next++; !failed && index < columns.length; index = next++) {
        const column = columns[index];
        if (column === undefined) return;
        results[index] = await lane.profile(column).catch((error: unknown) => {
          failed = true;
          throw error;
        });
        onDone(++done);
      }
    };
    const outcomes = await Promise.allSettled(this.#lanes.map(work));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return results;
  }

  async close(): Promise<void> {
    for (const lane of this.#lanes) await lane.close();
  }
}

function localLane(): Lane {
  return {
    profile: async ({ header, chunks }) => {
      const profiler = new ColumnProfiler(header);
      for await (const chunk of chunks()) profiler.add(chunk);
      return profiler.finish();
    },
    close: () => Promise.resolve(),
  };
}

function threadLane(): Lane {
  const worker = connect<ProfilerMethods>(
    startWorker(new URL('./profiler.worker.ts', import.meta.url), 'profiler'),
    'profiler',
  );
  return {
    profile: async ({ header, chunks }) => {
      await worker.call('begin', header);
      const underWay: Promise<void>[] = [];
      for await (const chunk of chunks()) {
        const added = worker.call('add', chunk, { transfer: [chunk.buffer as ArrayBuffer] });
        // Awaited below, a few chunks later.
        added.catch(() => undefined);
        underWay.push(added);
        if (underWay.length >= AHEAD) await underWay.shift();
      }
      await Promise.all(underWay);
      return worker.call('finish', undefined);
    },
    close: () => worker.close(),
  };
}
