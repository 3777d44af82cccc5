import type { Clock } from '../../core/index.ts';

/** How long before the logoff the person is told. */
const WARNING_MS = 60_000;
/** A machine that slept is noticed this soon after it wakes, at the latest. */
const LONGEST_LOOK_MS = 5_000;

export interface IdlePorts {
  readonly clock: Clock;
  /** Calls back once after so many milliseconds; the returned function takes that back. */
  later(act: () => void, ms: number): () => void;
  /** The session ends at this time of the wall clock unless somebody does something. */
  onSoon(locksAtMs: number): void;
  onIdle(): void;
}

/**
 * Watches whether anybody is at the workstation. Time counts by whichever clock went further, so neither
 * a clock that is set back nor a machine that slept keeps a session open.
 */
export class IdleWatch {
  readonly #ports: IdlePorts;
  #timeoutMs = 0;
  #lastWallMs = 0;
  #lastMonoMs = 0;
  #told = false;
  #takeBack: (() => void) | undefined;

  constructor(ports: IdlePorts) {
    this.#ports = ports;
  }

  start(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    this.#seen();
    this.#look();
  }

  stop(): void {
    this.#takeBack?.();
    this.#takeBack = undefined;
  }

  /** Somebody did something at the window. What was idle too long already is not taken back. */
  touch(): void {
    if (this.#takeBack !== undefined && this.#idleMs < this.#timeoutMs) this.#seen();
  }

  get #idleMs(): number {
    const { clock } = this.#ports;
    return Math.max(clock.monoMs() - this.#lastMonoMs, clock.wallMs() - this.#lastWallMs);
  }

  #seen(): void {
    const { clock } = this.#ports;
    this.#lastWallMs = clock.wallMs();
    this.#lastMonoMs = clock.monoMs();
    this.#told = false;
  }

  #look(): void {
    this.stop();
    const leftMs = this.#timeoutMs - this.#idleMs;
    if (leftMs <= 0) {
      this.#ports.onIdle();
      return;
    }
    if (leftMs <= WARNING_MS && !this.#told) {
      this.#told = true;
      this.#ports.onSoon(this.#ports.clock.wallMs() + leftMs);
    }
    const next = leftMs > WARNING_MS ? leftMs - WARNING_MS : leftMs;
    this.#takeBack = this.#ports.later(
      () => {
        this.#look();
      },
      Math.min(next, LONGEST_LOOK_MS),
    );
  }
}
