import { Problem } from '../../../shared/domain/index.ts';

/** The one long act of its kind that is going on, which its own verb can cancel. */
export class Going {
  readonly #what: string;
  #running: AbortController | undefined;

  /** @param what names the act in a refusal, such as "a backup" */
  constructor(what: string) {
    this.#what = what;
  }

  /** @throws Problem `in_use` while one is going on */
  begin(...others: readonly AbortSignal[]): { readonly signal: AbortSignal; end(): void } {
    if (this.#running !== undefined)
      throw new Problem('in_use', `${this.#what} is going on already`, 'Wait for it, or cancel it.');
    const running = new AbortController();
    this.#running = running;
    return {
      signal: AbortSignal.any([running.signal, ...others]),
      end: () => {
        this.#running = undefined;
      },
    };
  }

  /** Safe when nothing is going on. */
  cancel(): void {
    this.#running?.abort();
  }
}
