import { join } from 'node:path';

/** Where the journal's files stand in a workspace folder. */
export interface JournalPaths {
  readonly folder: string;
  readonly epoch: string;
  readonly head: string;
  readonly derived: string;
}

export function journalPaths(workspaceFolder: string): JournalPaths {
  const folder = join(workspaceFolder, 'journal');
  return {
    folder,
    epoch: join(folder, 'epoch-0001.db'),
    head: join(folder, 'head.json'),
    derived: join(folder, 'derived.db'),
  };
}
