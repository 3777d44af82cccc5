import { z } from 'zod';
import { verb, type VerbDefinition } from './define.ts';

export const BackupView = z.object({
  folder: z.string(),
  files: z.int(),
  sizeBytes: z.int(),
  /** Entries of the journal in the copy, which was verified. */
  journalSize: z.int(),
  /** Of `backup.json`, which holds the hash of every file. */
  sha256: z.string(),
});
export type BackupView = z.infer<typeof BackupView>;

/** Copies of the whole workspace, sealed as it is: made by those who open no content. */
export const BACKUP_VERBS = {
  'backup.write': verb(['admin'], 'write a backup', z.strictObject({}), BackupView.nullable()),
} as const satisfies Record<string, VerbDefinition>;
