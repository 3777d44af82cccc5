export { beginJournalEpoch, createJournal, openJournal, type JournalOptions } from './journal.ts';
export { openEntries, type EntrySource } from './entries.ts';
export type { EpochBegun } from './begin-epoch.ts';
export type {
  CheckpointReason,
  EntryCounts,
  EntryFilter,
  EntryPage,
  EntryQuery,
  EntrySearchPage,
  IssuedCheckpoint,
  Journal,
  JournalReader,
  JournalState,
  StoredEntry,
} from './port.ts';
export { backUpJournal } from './backup.ts';
export { verifyWorkspace, type VerifiedWorkspace } from './verify-workspace.ts';
export type { VerifyWorkspaceRequest, WorkspaceReport } from './verify.worker.ts';
