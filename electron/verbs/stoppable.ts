/** Acts that go on now, and can be stopped together. */
export class Stoppable {
  readonly #going = new Set<AbortController>();

  /** Does something until it ends or is stopped. @param others end it as well */
  async run<T>(act: (signal: AbortSignal) => Promise<T>, ...others: readonly AbortSignal[]): Promise<T> {
    const stopping = new AbortController();
    this.#going.add(stopping);
    try {
      return await act(AbortSignal.any([stopping.signal, ...others]));
    } finally {
      this.#going.delete(stopping);
    }
  }

  /** Safe when nothing is going on. */
  stop(): void {
    for (const stopping of this.#going) stopping.abort();
  }
}
