import { Problem } from '../../../shared/domain/index.ts';
import type { Appended } from '../../../shared/formats/index.ts';

/** For entries that nobody else waits for: the first refusal among them is thrown. */
export function throwRefused(results: readonly (Appended | Problem)[]): void {
  for (const result of results) if (result instanceof Problem) throw result;
}

/** The trigger refuses our position: someone else wrote to the journal since we read where it ends. */
export function foreignWrite(error: unknown): Problem | undefined {
  const { code } = error as { readonly code?: unknown };
  if (code !== 'SQLITE_CONSTRAINT_TRIGGER') return undefined;
  return new Problem(
    'damaged',
    'the journal was written to by another program',
    'Lock the workspace and run `swarm audit verify` on it.',
  );
}
