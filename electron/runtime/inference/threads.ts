/** Models below this size gain nothing from a second thread, and lose much on a busy machine. */
const SMALL_MODEL_BYTES = 64 * 1024 * 1024;

export function isSmallModel(sizeBytes: number): boolean {
  return sizeBytes < SMALL_MODEL_BYTES;
}

/**
 * Thread counts worth measuring at load, fewest first. Always below the core count: llama.cpp's threads
 * spin while they wait for each other, so that one thread without a core stalls them all (20 tokens took
 * 92 ms with one thread and 5.9 s with two on two loaded cores).
 */
export function threadCandidates(sizeBytes: number, cores: number): readonly number[] {
  const most = Math.max(1, cores - 1);
  if (isSmallModel(sizeBytes) || most === 1) return [1];
  return [...new Set([1, Math.ceil(most / 2), most])].sort((a, b) => a - b);
}

/**
 * The fastest candidate by the given measurement (milliseconds, one call each, fewest threads first).
 * More threads must win by a tenth, so that noise does not buy risk.
 */
export async function chooseThreads(
  candidates: readonly number[],
  measure: (threads: number) => Promise<number>,
): Promise<number> {
  const [first = 1, ...others] = candidates;
  if (others.length === 0) return first;
  let best = { threads: first, ms: await measure(first) };
  for (const threads of others) {
    const ms = await measure(threads);
    if (ms < best.ms * 0.9) best = { threads, ms };
  }
  return best.threads;
}
