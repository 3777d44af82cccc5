/** Within five seconds a person has to know; this leaves room for a busy machine. */
export const WATCH_PERIOD_MS = 2000;

export interface RouteChange {
  readonly appeared: readonly string[];
  readonly gone: readonly string[];
}

/** What differs between two lists of interfaces with a way out; undefined where nothing does. */
export function changeOf(before: readonly string[], now: readonly string[]): RouteChange | undefined {
  const appeared = now.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !now.includes(name));
  return appeared.length + gone.length === 0 ? undefined : { appeared, gone };
}

/**
 * Looks at the ways out at once and every two seconds, and tells of each change. Does not keep the program
 * running.
 *
 * @param before the ways out as they were known last
 * @returns ends the watch
 */
export function watchRoutes(
  before: readonly string[],
  look: () => readonly string[],
  onChange: (change: RouteChange, now: readonly string[]) => void,
): () => void {
  let known = before;
  const compare = (): void => {
    const now = look();
    const change = changeOf(known, now);
    known = now;
    if (change !== undefined) onChange(change, now);
  };
  const timer = setInterval(compare, WATCH_PERIOD_MS);
  timer.unref();
  compare();
  return () => {
    clearInterval(timer);
  };
}
