import { describeDatabaseError } from '../database/index.ts';
import { EpochFiles } from './epoch-files.ts';
import { journalFolder } from './paths.ts';

/** The stored entries of all epochs, in order, for whoever reads the whole journal once. */
export interface EntrySource {
  /** The next rows behind a position, ascending; none at the end. MAY throw on damage. */
  after(seq: number, limit: number): readonly { readonly seq: number; readonly bytes: string }[];
  /** MAY throw on damage. */
  row(seq: number): { readonly seq: number; readonly bytes: string } | undefined;
  close(): void;
}

/**
 * Opens the journal of a workspace through a connection that cannot write, also beside its writer.
 *
 * @throws Problem `not_found` where there is no journal, `damaged` where its newest file does not open
 */
export function openEntries(workspaceFolder: string, databaseKey: Uint8Array): EntrySource {
  try {
    return new EpochFiles(journalFolder(workspaceFolder), databaseKey);
  } catch (error) {
    throw describeDatabaseError(error, 'journal');
  }
}
