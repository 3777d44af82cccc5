import type { Clock } from '../../core/index.ts';

/** How long a code of an authenticator counts for acts that want the password once more. */
export const CODE_WINDOW = { usualMinutes: 5, mostMinutes: 15 } as const;

/** How long the act has to come that a code was given for, where a code counts for one act alone. */
const ONE_ACT_MS = 60_000;

/**
 * When somebody with a second factor gave their last code in this session. A code counts once as such, so it is
 * asked for once in a while and not at every act: the next one would only come half a minute later.
 */
export class CodeWindow {
  readonly #clock: Clock;
  readonly #windowMs: number;
  #given: { readonly atMs: number; forAct: boolean } | undefined;

  /** @param windowMs 0 where every act wants a code of its own */
  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  /**
   * A session begins, or its person gets or loses their second factor; either was proven by a code just now.
   *
   * @param forAct the session is for one act, and that code was given for it
   */
  begin(hasSecondFactor: boolean, forAct = false): void {
    this.#given = hasSecondFactor ? { atMs: this.#clock.monoMs(), forAct } : undefined;
  }

  /** A code was given for an act. */
  give(): void {
    this.#given = { atMs: this.#clock.monoMs(), forAct: true };
  }

  /** Whether a code was given within the window. */
  get isFresh(): boolean {
    return this.#given !== undefined && this.#clock.monoMs() - this.#given.atMs < this.#windowMs;
  }

  /** Whether an act may go on without another code; one that was given for it counts for it alone after the window. */
  pass(): boolean {
    const given = this.#given;
    if (given === undefined) return true;
    const ageMs = this.#clock.monoMs() - given.atMs;
    if (ageMs < this.#windowMs) return true;
    const passes = given.forAct && ageMs < ONE_ACT_MS;
    given.forAct = false;
    return passes;
  }
}
