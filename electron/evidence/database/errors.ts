import { Problem } from '../../../shared/domain/index.ts';

const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const NO_RIGHT: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** The file system's refusal in words that a person can act on; anything else comes back as it is. */
export function describeFileError(error: unknown, what: string): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return describeDatabaseError(error, what);
  if (NO_ROOM.has(code)) return full(what);
  return NO_RIGHT.has(code) ? notWritable(what) : unreadable(what, code);
}

function full(what: string): Problem {
  return new Problem(
    'storage_full',
    `the disk is full: the ${what} could not be written`,
    'Free some space and try again; nothing of it was kept.',
  );
}

function notWritable(what: string): Problem {
  return new Problem(
    'not_allowed',
    `the ${what} cannot be written: the folder or the medium it lies on may only be read`,
    'Give yourself the right to write there, or copy the workspace to where you have it; nothing was changed.',
  );
}

function unreadable(what: string, code: string): Problem {
  return new Problem(
    'damaged',
    `the ${what} cannot be read or written (${code})`,
    'Check the disk, then run `swarm audit verify` on the workspace.',
  );
}

/** SQLite's error in words that a person can act on; anything that is a bug comes back as it is. */
export function describeDatabaseError(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || error.name !== 'SqliteError') return error;
  const code = String((error as Error & { readonly code?: unknown }).code);
  if (code === 'SQLITE_FULL') return full(what);
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM)/.test(code)) return notWritable(what);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new Problem(
      'in_use',
      `the ${what} is in use by another program`,
      'Close that program and try again.',
    );
  if (/^SQLITE_(?:CORRUPT|NOTADB|IOERR)/.test(code)) return unreadable(what, code);
  return error;
}
