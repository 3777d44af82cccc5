/** What the guard in this thread knows. Put on `globalThis` by the prelude, before any other code runs. */
export interface Guard {
  /** Where the guard's own file lies: the folder of everything that may be started. */
  readonly folder: string;
  /** What was refused so far in this thread, oldest first; at most `LEDGER_LIMIT`. */
  refusals(): readonly Refusal[];
  /** Told of every refusal from now on. */
  onRefusal(listener: (refusal: Refusal) => void): void;
  /** Takes down what a child's guard refused. */
  note(refusal: Refusal): void;
}

/** One attempt that was refused. Holds no address and no argument: both could carry data. */
export interface Refusal {
  /** The call, such as `tcp.connect` or `process.spawn`. */
  readonly call: string;
  /** The package whose code made it, where the call itself shows that, else `unknown`. */
  readonly by: string;
}

export const LEDGER_LIMIT = 1000;
export const GUARD_KEY = Symbol.for('swarm-clinical.guard');
/** Between the threads of one process. */
export const GUARD_CHANNEL = 'swarm-clinical.guard';

/** The guard of this thread; undefined where code runs without the prelude, as in unit tests. */
export function currentGuard(): Guard | undefined {
  return (globalThis as { [GUARD_KEY]?: Guard })[GUARD_KEY];
}

/** The package named in the innermost frame of a stack that lies in one; else `unknown`. */
export function packageOf(stack: string): string {
  const found = [...stack.matchAll(/node_modules[\\/]((?:@[^\\/\s]+[\\/])?[^\\/\s:]+)/g)][0]?.[1];
  return found === undefined ? 'unknown' : found.replaceAll('\\', '/').slice(0, 80);
}

/** How a child's guard tells its parent, beside the calls on the same channel. */
export function refusalMessage(refusal: Refusal): object {
  return { t: 'refused', refusal };
}

/** The refusal that a message of a child carries. A child may be taken over: what it says is cut to size. */
export function refusalOf(message: unknown): Refusal | undefined {
  const { t, refusal } = (message ?? {}) as { t?: unknown; refusal?: { call?: unknown; by?: unknown } };
  if (t !== 'refused' || typeof refusal?.call !== 'string' || typeof refusal.by !== 'string')
    return undefined;
  const word = (text: string): string => text.replaceAll(/[^\w@/.-]/g, '').slice(0, 80);
  return { call: word(refusal.call), by: word(refusal.by) };
}
