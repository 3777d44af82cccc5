import type { Clock } from '../../core/index.ts';

/** How long a confirmed act has to come. */
const CONFIRMATION_MS = 60_000;

/** The one act for which a password was given again just now. */
export class Confirmation {
  readonly #clock: Clock;
  #confirmed: { readonly verb: string; readonly untilMs: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  give(verb: string): void {
    this.#confirmed = { verb, untilMs: this.#clock.monoMs() + CONFIRMATION_MS };
  }

  /** Whether this act was confirmed just now. It counts once, and asking for another act forgets it. */
  take(verb: string): boolean {
    const confirmed = this.#confirmed;
    this.forget();
    return confirmed?.verb === verb && this.#clock.monoMs() < confirmed.untilMs;
  }

  /** A session ended, or the next began. */
  forget(): void {
    this.#confirmed = undefined;
  }
}
