import { accessSync, constants, existsSync } from 'node:fs';
import Database from 'better-sqlite3-multiple-ciphers';
import { Problem } from '../../../shared/domain/index.ts';

export interface WorkspaceLock {
  release(): void;
}

/**
 * Makes this process the single owner of a workspace: an exclusive SQLite lock on an empty file, which
 * the operating system frees when the process dies, however it dies.
 *
 * INVARIANT: nobody else in this process may open the lock file, not even to copy it: on POSIX, closing
 * any handle of a file drops the process's locks on it (lock.test.ts).
 *
 * @throws Problem `in_use` where another window or command owns it; `not_found`, `foreign_file`
 */
export function lockWorkspace(lockFile: string): WorkspaceLock {
  if (!existsSync(lockFile))
    throw new Problem(
      'not_found',
      'the workspace has no `lock` file',
      'Name a folder that `swarm workspace create` made.',
    );
  requireWritable(lockFile);
  const database = new Database(lockFile, { timeout: 0, fileMustExist: true });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const code = (error as { code?: unknown }).code;
    if (code === 'SQLITE_BUSY')
      throw new Problem(
        'in_use',
        'the workspace is open in another window or command',
        'Close the window or wait for the other command to end, then try again.',
      );
    if (code === 'SQLITE_NOTADB')
      throw new Problem(
        'foreign_file',
        'the `lock` file of the workspace holds something else',
        'Find out who wrote to the workspace folder; an empty `lock` file belongs there.',
      );
    throw error;
  }
  return {
    release: () => {
      database.close();
    },
  };
}

/** SEC: on a file that may only be read, SQLite takes a lock that keeps nobody out, without a word. */
function requireWritable(lockFile: string): void {
  try {
    accessSync(lockFile, constants.W_OK);
  } catch {
    throw readOnly();
  }
}

function readOnly(): Problem {
  return new Problem(
    'not_allowed',
    'the workspace cannot be opened: the folder or the medium it lies on may only be read',
    'Give yourself the right to write there, or copy the workspace to where you have it; `swarm audit verify` needs no such right.',
  );
}
