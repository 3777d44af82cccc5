import type { BenchRow } from './journal.bench.ts';

/**
 * Many short rounds: contenders take turns within one, so that what else the machine does hits all of them
 * alike, and ratios are taken round by round. The median is of the rounds.
 */
const ROUNDS = 200;
const PER_ROUND = 10;

/** @param rounds milliseconds per call, round by round */
export function compared(what: string, rounds: readonly number[], baseline: readonly number[]): BenchRow {
  const ratios = rounds.map((ms, round) => (baseline[round] ?? Number.NaN) / ms);
  return {
    what,
    value: 1000 / median(rounds),
    unit: '1/s',
    ratio: median(ratios),
    baseline: 1000 / median(baseline),
  };
}

/** Milliseconds per call of each contender in each round. Each goes first as often as every other. */
export async function inTurns<K extends string>(
  contenders: Record<K, () => unknown>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(contenders) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      const call = contenders[name];
      const start = performance.now();
      for (let n = 0; n < PER_ROUND; n += 1) await call();
      times[name].push((performance.now() - start) / PER_ROUND);
    }
  return times;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
