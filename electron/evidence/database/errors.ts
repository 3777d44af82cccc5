import { Problem } from '../../../shared/domain/index.ts';

/** SQLite's error in words that a person can act on; anything that is a bug comes back as it is. */
export function describeDatabaseError(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || error.name !== 'SqliteError') return error;
  const code = String((error as Error & { readonly code?: unknown }).code);
  if (code === 'SQLITE_FULL')
    return new Problem(
      'storage_full',
      `the disk is full: the ${what} could not be written`,
      'Free some space and try again; nothing was recorded.',
    );
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new Problem(
      'in_use',
      `the ${what} is in use by another program`,
      'Close that program and try again.',
    );
  if (/^SQLITE_(?:CORRUPT|NOTADB|IOERR)/.test(code))
    return new Problem(
      'damaged',
      `the ${what} cannot be read or written (${code})`,
      'Check the disk, then run `swarm audit verify` on the workspace.',
    );
  return error;
}
