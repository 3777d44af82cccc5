/**
 * Pieces on their way from who makes them to who takes them, bounded in bytes: `put` waits while more than the bound
 * lies here, so that memory does not grow with the file.
 */
export class PieceQueue {
  readonly #boundBytes: number;
  readonly #lying: Uint8Array[] = [];
  #lyingBytes = 0;
  #ended = false;
  #closed = false;
  #failure: Error | undefined;
  #waiting: (() => void)[] = [];

  constructor(boundBytes: number) {
    this.#boundBytes = boundBytes;
  }

  /** Resolves when there is room for the next one; false where nobody takes any more. */
  async put(piece: Uint8Array): Promise<boolean> {
    this.#lying.push(piece);
    this.#lyingBytes += piece.length;
    this.#tell();
    while (this.#lyingBytes > this.#boundBytes && !this.#closed) await this.#change();
    return !this.#closed;
  }

  /** There are no more pieces. */
  end(): void {
    this.#ended = true;
    this.#tell();
  }

  /** Whoever takes gets this error instead of the next piece. */
  fail(failure: Error): void {
    this.#failure = failure;
    this.#tell();
  }

  /** Nobody takes any more. */
  close(): void {
    this.#closed = true;
    this.#tell();
  }

  /** The pieces in their order. MUST be read by one alone. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const piece = this.#lying.shift();
      if (piece !== undefined) {
        this.#lyingBytes -= piece.length;
        this.#tell();
        yield piece;
      } else if (this.#ended) return;
      else await this.#change();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #tell(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
