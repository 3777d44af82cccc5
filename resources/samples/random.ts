/** Repeatable random numbers (mulberry32): the same seed gives the same sequence on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** Whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    const value = from[Math.floor(this.next() * from.length)];
    if (value === undefined) throw new Error('there is nothing to pick from');
    return value;
  }

  /** One of the values by weight. */
  weighted<T>(from: readonly (readonly [T, number])[]): T {
    let rest = this.next() * from.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of from) {
      rest -= weight;
      if (rest < 0) return value;
    }
    throw new Error('there is nothing to pick from');
  }

  /**
   * Bell-shaped around `mean`, by the sum of twelve uniform numbers: needs no logarithm, whose last bit
   * may differ between machines, and never strays beyond six deviations.
   */
  bell(mean: number, deviation: number): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.next();
    return mean + sum * deviation;
  }

  /** Digits, the first not zero. */
  digits(count: number): string {
    let text = String(this.whole(1, 9));
    while (text.length < count) text += String(this.whole(0, 9));
    return text;
  }

  /** `count` different indexes below `length`, ascending. */
  indexes(count: number, length: number): number[] {
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(this.whole(0, length - 1));
    return [...chosen].sort((a, b) => a - b);
  }
}
