/** Marks a promise that is deliberately not awaited; its failure is a bug and surfaces as one. */
export function drop(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    queueMicrotask(() => {
      throw error;
    });
  });
}
