/**
 * One change of the desk at a time, in the order in which they were asked for. Whoever wants the desk for
 * somebody goes ahead of what is done while nobody is here.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  /** Calls that wait for their turn and want the desk for somebody. */
  #arriving = 0;
  /** Ends what is done while nobody is here. */
  #away = new AbortController();

  take<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** A turn for somebody who comes: what is done while nobody is here ends for it. */
  async arrive<Result>(act: () => Promise<Result>): Promise<Result> {
    this.#arriving += 1;
    this.#away.abort();
    try {
      return await this.take(act);
    } finally {
      this.#arriving -= 1;
    }
  }

  /** Whether somebody waits for a turn. */
  get isAwaited(): boolean {
    return this.#arriving > 0;
  }

  /** Aborts when somebody comes, for what begins now while nobody is here. */
  beginAway(): AbortSignal {
    this.#away = new AbortController();
    return this.#away.signal;
  }
}
