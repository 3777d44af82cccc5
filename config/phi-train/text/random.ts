/** Random numbers that are the same on every machine: sfc32. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  shuffle(array: Uint32Array): void;
}

/** A source of random numbers from a seed. */
export function randomOf(seed: number): Random {
  let a = seed | 0;
  let b = Math.imul(seed, 0x9e3779b1) | 0;
  let c = 0x51a3c7e9;
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 16; i += 1) next();
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (from) => {
      const value = from[below(from.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
    shuffle: (array) => {
      for (let i = array.length - 1; i > 0; i -= 1) {
        const other = below(i + 1);
        const held = array[i] ?? 0;
        array[i] = array[other] ?? 0;
        array[other] = held;
      }
    },
  };
}
