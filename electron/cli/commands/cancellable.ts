import type { Terminal } from '../terminal.ts';

/** The first interrupt cancels in order, so that nothing is half done; a second one ends the program. */
export async function cancellable<T>(
  terminal: Terminal,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancelling = new AbortController();
  const cancel = (): void => {
    cancelling.abort();
  };
  process.once('SIGINT', cancel);
  try {
    return await act(cancelling.signal);
  } finally {
    process.off('SIGINT', cancel);
    terminal.progress(undefined);
  }
}
