import { Problem } from '../domain/problem.ts';
import type { VerifyView } from '../ipc/verify-views.ts';

export type Line = VerifyView['lines'][number];

/** What a person gave beside the file. */
export interface KnownByOtherMeans {
  /** Name shown for the file. */
  readonly fileName?: string | undefined;
  /**
   * SHA-256 of root certificates, 64 lower-case hexadecimal digits, known by another way than this file.
   * Without one nobody can say who signed, and the verdict is not ok.
   */
  readonly roots?: readonly string[] | undefined;
  /** Checkpoints that were kept elsewhere: signed notes. */
  readonly witnesses?: readonly string[] | undefined;
}

/** Lines of a verdict, in the order in which they are shown. */
export class Lines {
  readonly #lines: Line[] = [];
  /** Checks whose absence is no fault. */
  readonly #optional = new Set<string>();

  add(line: Line): void {
    this.#lines.push(line);
  }

  /** Something that could have been compared and was not given. */
  addOptional(what: string, detail: string): void {
    this.#optional.add(what);
    this.#lines.push({ what, verdict: 'not_checked', detail });
  }

  fail(what: string, detail: string): void {
    this.#lines.push({ what, verdict: 'failed', detail, firstBad: what });
  }

  /** Runs a check; its text is the detail, a Problem its failure. Undefined where it failed. */
  async check<T>(
    what: string,
    run: () => T | Promise<T>,
    detail: (value: T) => string,
  ): Promise<T | undefined> {
    try {
      const value = await run();
      this.#lines.push({ what, verdict: 'ok', detail: detail(value) });
      return value;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.fail(what, error.message);
      return undefined;
    }
  }

  /** Marks as not reached what has no line yet. */
  notReached(names: readonly string[]): void {
    for (const what of names)
      if (!this.#lines.some((line) => line.what === what))
        this.#lines.push({ what, verdict: 'not_checked', detail: 'not reached' });
  }

  view(subject: string): VerifyView {
    const ok = this.#lines.every(
      ({ what, verdict }) => verdict === 'ok' || (verdict === 'not_checked' && this.#optional.has(what)),
    );
    return { ok: ok && this.#lines.length > 0, subject, lines: [...this.#lines] };
  }
}
