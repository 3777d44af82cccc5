import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { epochFileName, epochsAmong, headFileName } from '../../../shared/formats/index.ts';

/** Where the journal's files stand in a workspace folder. */
export interface JournalPaths {
  readonly folder: string;
  /** The epoch that is written to: the newest. */
  readonly epoch: string;
  readonly head: string;
  readonly derived: string;
  /** Inner nodes of the epoch's tree; may be deleted. */
  readonly tree: string;
}

/** @param epoch the newest epoch there is, unless told otherwise; 1 where there is none */
export function journalPaths(workspaceFolder: string, epoch = newestEpoch(workspaceFolder)): JournalPaths {
  const folder = journalFolder(workspaceFolder);
  return {
    folder,
    epoch: join(folder, epochFileName(epoch)),
    head: join(folder, headFileName(epoch)),
    derived: join(folder, 'derived.db'),
    tree: join(folder, epochFileName(epoch).replace(/\.db$/, '.tree')),
  };
}

export function journalFolder(workspaceFolder: string): string {
  return join(workspaceFolder, 'journal');
}

function newestEpoch(workspaceFolder: string): number {
  const folder = journalFolder(workspaceFolder);
  return existsSync(folder) ? (epochsAmong(readdirSync(folder)).at(-1) ?? 1) : 1;
}
