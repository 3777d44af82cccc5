import type { Clock } from '../../core/index.ts';

/** Two readings of one clock may disagree by so much between two processes without a word. */
const TOLERANCE_MS = 5000;

/**
 * A time that only goes forwards: the wall clock, or what the monotonic clock has added to the latest time
 * known, whichever is further. Setting the clock back wins nobody a minute; setting it forwards ends what
 * is bounded in time, at once.
 */
export class ForwardTime {
  readonly #clock: Clock;
  #markMs: number;
  #markMono: number;

  /** @param knownMs the latest time that is on record, by whichever process */
  constructor(clock: Clock, knownMs: number) {
    this.#clock = clock;
    this.#markMs = knownMs;
    this.#markMono = clock.monoMs();
  }

  nowMs(): number {
    const monoMs = this.#clock.monoMs();
    this.#markMs = Math.max(this.#clock.wallMs(), this.#markMs + Math.max(0, monoMs - this.#markMono));
    this.#markMono = monoMs;
    return this.#markMs;
  }
}

/** Whether the clock of this process stands behind what another one has on record: somebody set it back. */
export function wasSetBack(clock: Clock, knownMs: number): boolean {
  return clock.wallMs() < knownMs - TOLERANCE_MS;
}
