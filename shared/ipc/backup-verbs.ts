import { z } from 'zod';
import { confirmedVerb, verb, type VerbDefinition } from './define.ts';

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

/** A restore for trial, and what was found. */
export const RestoreDrillView = z.object({
  seq: z.int(),
  wallMs: z.int(),
  person: z.string(),
  madeAtMs: z.int(),
  size: z.int(),
  files: z.int(),
  sizeBytes: z.int(),
  isKnown: z.boolean(),
  ok: z.boolean(),
  failed: z.array(z.string()),
  durationMs: z.int(),
});
export type RestoreDrillView = z.infer<typeof RestoreDrillView>;

/** Copies of the whole workspace, sealed as it is: made by those who open no content. */
export const BACKUP_VERBS = {
  'backup.write': confirmedVerb(['admin'], 'write a backup', z.strictObject({}), BackupView.nullable()),
  'backup.drill': verb(
    ['admin', 'compliance'],
    'restore a backup for trial',
    z.strictObject({}),
    RestoreDrillView.nullable(),
  ),
  'backup.getDrills': verb(
    ['admin', 'compliance', 'viewer', 'operator'],
    'see trials of backups',
    z.strictObject({}),
    z.array(RestoreDrillView),
  ),
} as const satisfies Record<string, VerbDefinition>;
