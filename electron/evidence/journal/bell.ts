/**
 * How the writer's thread is woken. It sleeps in `Atomics.wait` outside its event loop, since a turn of that
 * costs more than everything else between a caller and its commit. Messages still travel through ports; the
 * bell says that there are some, and whether one of them is a call, which needs the event loop.
 */

const RINGS = 0;
const CALLS = 1;

export type Bell = Int32Array<SharedArrayBuffer>;

/** Shared by both threads. */
export function newBell(): Bell {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** The caller's side. MUST ring after what it rings for was posted. */
export function ringForAppends(bell: Bell): void {
  Atomics.add(bell, RINGS, 1);
  Atomics.notify(bell, RINGS);
}

/** Every call of the worker MUST be rung for once. */
export function ringForCall(bell: Bell): void {
  Atomics.add(bell, CALLS, 1);
  ringForAppends(bell);
}

/** The writer's side: sleeps while nobody needs its event loop. */
export class BellKeeper {
  readonly #bell: Bell;
  readonly #drain: () => void;
  // INVARIANT: the thread sleeps only where every call was answered and no work of its own is under way:
  // both need the event loop (bell.test.ts).
  #answered = 0;
  #underWay = 0;
  #over = false;

  /** @param drain takes what stands in the port of appends, at once */
  constructor(bell: Bell, drain: () => void) {
    this.#bell = bell;
    this.#drain = drain;
    this.#watch();
  }

  /** Does work of the thread's own that needs the event loop. */
  async work<T>(act: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await act();
    } finally {
      this.#underWay -= 1;
      this.#watch();
    }
  }

  /** Answers one call. */
  async answer<T>(act: () => T | Promise<T>): Promise<T> {
    try {
      return await act();
    } finally {
      this.#answered += 1;
      this.#watch();
    }
  }

  /** From here on the event loop alone hears. */
  end(): void {
    this.#over = true;
  }

  /** In a turn of its own, so that what was just done is answered first. */
  #watch(): void {
    setImmediate(() => {
      while (this.#idle()) {
        const heard = Atomics.load(this.#bell, RINGS);
        this.#drain();
        // What was drained may have begun work; whatever is rung for from here on changes the count.
        if (this.#idle()) Atomics.wait(this.#bell, RINGS, heard);
      }
    });
  }

  #idle(): boolean {
    // A call can be answered before it is rung for: then fewer were rung for than answered, and none waits.
    const waiting = (Atomics.load(this.#bell, CALLS) - this.#answered) | 0;
    return !this.#over && this.#underWay === 0 && waiting <= 0;
  }
}
