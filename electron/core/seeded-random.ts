/** Numbers that look random and repeat with their seed. Not for keys. */
export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** As many decimal digits, the first of them not 0. */
  digits(count: number): string;
  letters(count: number): string;
}

/** Mulberry32 over a 32-bit seed: one multiplication chain, the same on every machine. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const word = (count: number, first: string, rest: string): string =>
    Array.from({ length: count }, (_, at) => {
      const from = at === 0 ? first : rest;
      return from[between(0, from.length - 1)] ?? '';
    }).join('');
  return {
    next,
    between,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    digits: (count) => word(count, '123456789', '0123456789'),
    letters: (count) => word(count, 'ABCDEFGHJKLMNPRSTUVWXYZ', 'ABCDEFGHJKLMNPRSTUVWXYZ'),
  };
}
