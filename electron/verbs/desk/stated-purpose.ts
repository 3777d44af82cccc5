import type { LookPurpose } from '../../../shared/domain/index.ts';
import type { SessionView } from '../../../shared/ipc/index.ts';
import type { Clock } from '../../core/index.ts';

/** How long a purpose counts: a morning's work may have several. */
export const PURPOSE_MS = 60 * 60_000;

/** Why the person here opens content, as they said it in this session. */
export class StatedPurpose {
  readonly #clock: Clock;
  #stated: { readonly view: NonNullable<SessionView['purpose']>; readonly untilMonoMs: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param reason as the journal has it */
  state(purpose: LookPurpose, reason: string): void {
    this.#stated = {
      view: { purpose, reason, untilMs: this.#clock.wallMs() + PURPOSE_MS },
      untilMonoMs: this.#clock.monoMs() + PURPOSE_MS,
    };
  }

  /** What counts now; a clock that is set changes nothing of it. */
  get view(): SessionView['purpose'] {
    const stated = this.#stated;
    return stated === undefined || this.#clock.monoMs() >= stated.untilMonoMs ? undefined : stated.view;
  }

  /** A session ended, or the next began. */
  forget(): void {
    this.#stated = undefined;
  }
}
