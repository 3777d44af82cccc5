import { connect, startWorker, type Client } from '../../../core/index.ts';
import type { Profiled } from './column-profile.ts';
import type { ProfilerMethods } from './profiler-methods.ts';

/** Columns that are followed at once while the source is still being read. */
const MOST_FOLLOWED = 6;

/** Clear bytes under way to the thread while the source is being read; beyond it a column is let go. */
const MOST_UNDER_WAY = 64 << 20;

/** Chunks under way when a column is sent as a whole, so that the thread never waits for us. */
const AHEAD = 3;

/** Another thread that profiles columns. It is given clear cells, and no key. */
export class ThreadLane {
  readonly #worker: Client<ProfilerMethods>;
  readonly #followed = new Set<number>();
  #begun = 0;
  #underWay = 0;
  #failure: Error | undefined;

  constructor() {
    const channel = startWorker(new URL('./profiler.worker.ts', import.meta.url), 'profiler');
    this.#worker = connect<ProfilerMethods>(channel, 'profiler');
  }

  /** Begins to follow a column, unless there are enough. */
  follow(column: number, header: string): boolean {
    if (this.#begun >= MOST_FOLLOWED) return false;
    this.#begun++;
    this.#followed.add(column);
    this.#send(this.#worker.call('begin', { column, header }), 0);
    return true;
  }

  /** Sends a copy of the next chunk of a followed column, or lets the column go when too much is under way. */
  offer(column: number, bytes: Uint8Array): void {
    if (!this.#followed.has(column)) return;
    if (this.#underWay > MOST_UNDER_WAY) {
      this.#followed.delete(column);
      this.#send(this.#worker.call('drop', column), 0);
      return;
    }
    const copy = new Uint8Array(bytes);
    const added = this.#worker.call('add', { column, bytes: copy }, { transfer: [copy.buffer] });
    this.#send(added, bytes.length);
  }

  /** Columns that were followed to their end. */
  followed(): number[] {
    return [...this.#followed];
  }

  /** The result of a column that was followed. */
  async finish(column: number): Promise<Profiled> {
    const profiled = await this.#worker.call('finish', column);
    if (this.#failure !== undefined) throw this.#failure;
    return profiled;
  }

  async profile(column: number, header: string, chunks: AsyncIterable<Uint8Array>): Promise<Profiled> {
    await this.#worker.call('begin', { column, header });
    const ahead: Promise<void>[] = [];
    for await (const bytes of chunks) {
      const transfer = [bytes.buffer as ArrayBuffer];
      const added = this.#worker.call('add', { column, bytes }, { transfer });
      // Awaited below, a few chunks later.
      added.catch(() => undefined);
      ahead.push(added);
      if (ahead.length >= AHEAD) await ahead.shift();
    }
    await Promise.all(ahead);
    return this.#worker.call('finish', column);
  }

  close(): Promise<void> {
    return this.#worker.close();
  }

  #send(sent: Promise<void>, sizeBytes: number): void {
    this.#underWay += sizeBytes;
    sent.then(
      () => {
        this.#underWay -= sizeBytes;
      },
      (error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error('a chunk was not taken');
      },
    );
  }
}
