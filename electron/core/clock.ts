/** The two clocks of the application; passed in, so that what reads time can be tested. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. Asserted by the workstation, may step. */
  wallMs(): number;
  /** Monotonic clock of this process, milliseconds with fraction. */
  monoMs(): number;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
};
