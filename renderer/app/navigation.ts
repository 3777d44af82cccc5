import { useMemo, useSyncExternalStore } from 'react';
import { hrefOf, parseRoute, type Route } from './routes.ts';

function watch(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(watch, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

/** Goes to a place; `replace` leaves no step back, for moves within a list. */
export function go(route: Route, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.location.hash = hrefOf(route);
  else window.location.replace(hrefOf(route));
}
