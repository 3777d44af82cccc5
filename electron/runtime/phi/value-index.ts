const HEAD = 4;

/**
 * Values of at least four characters, to be found wherever they stand in a text. Looked up by their first four
 * characters and then by length, so that many values with one beginning (dates of one year) cost no more than few.
 */
export class ValueIndex<T> {
  readonly #byHead = new Map<string, Map<number, Map<string, T>>>();

  /** Shorter values are left out: they stand inside ordinary words. */
  add(value: string, meaning: T): void {
    if (value.length < HEAD) return;
    const head = value.slice(0, HEAD);
    const byLength = this.#byHead.get(head) ?? new Map<number, Map<string, T>>();
    const values = byLength.get(value.length) ?? new Map<string, T>();
    values.set(value, meaning);
    byLength.set(value.length, values);
    this.#byHead.set(head, byLength);
  }

  /** Every place where a value stands, inside longer words too. */
  *find(text: string): Generator<{ readonly start: number; readonly end: number; readonly meaning: T }> {
    if (this.#byHead.size === 0) return;
    for (let start = 0; start + HEAD <= text.length; start += 1) {
      const byLength = this.#byHead.get(text.slice(start, start + HEAD));
      if (byLength === undefined) continue;
      for (const [length, values] of byLength) {
        const meaning = values.get(text.slice(start, start + length));
        if (meaning !== undefined) yield { start, end: start + length, meaning };
      }
    }
  }
}
