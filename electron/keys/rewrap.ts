/** How far a batch of keys was wrapped under the newest epoch. */
export interface Rewrapped {
  readonly done: number;
  /** Keys that do not open, and stay as they are. */
  readonly damaged: number;
  /** Whether nothing is left to look at. */
  readonly finished: boolean;
}

/**
 * Whatever keeps objects under wrapped keys. `rewrap` MUST be durable when it resolves, MUST leave each key
 * wrapped either as before or anew whatever happens meanwhile, and MUST finish within a few seconds.
 */
export interface KeyedStore {
  /** Keys under an earlier epoch than the newest. */
  waiting(): Promise<number>;
  rewrap(most: number): Promise<Rewrapped>;
}

export interface RewrapProgress {
  readonly done: number;
  /** Of this going: what was done and what waits. */
  readonly total: number;
}

export interface RewrapOptions {
  /** Aborted, it stops behind the batch that is going on. */
  readonly signal: AbortSignal;
  onProgress(progress: RewrapProgress): Promise<void> | void;
}

export interface RewrapResult {
  readonly done: number;
  readonly damaged: number;
  /** Whether every store was gone through; false where it was stopped. */
  readonly finished: boolean;
}

/** Objects in one batch: a batch holds others up for a fraction of a second. */
const BATCH = 2000;

/** Wraps the keys of all stores under the newest epoch, batch by batch. Whatever stops it, it can be begun again. */
export async function rewrapAll(
  stores: readonly KeyedStore[],
  { signal, onProgress }: RewrapOptions,
): Promise<RewrapResult> {
  let total = 0;
  for (const store of stores) total += await store.waiting();
  let [done, damaged] = [0, 0];
  for (const store of stores)
    for (let finished = false; !finished;) {
      if (signal.aborted) return { done, damaged, finished: false };
      const batch = await store.rewrap(BATCH);
      done += batch.done;
      damaged += batch.damaged;
      ({ finished } = batch);
      await onProgress({ done, total: Math.max(total, done + damaged) });
    }
  return { done, damaged, finished: true };
}
