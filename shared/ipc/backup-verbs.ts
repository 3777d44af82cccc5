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

/** One backup that was made or tried, as its entries tell. */
export const MadeBackupView = z.object({
  /** Of the outcome. */
  seq: z.int(),
  wallMs: z.int(),
  person: z.string(),
  isScheduled: z.boolean(),
  /** Written whole, compared and verified; else `code` says why not. */
  ok: z.boolean(),
  code: z.string().optional(),
  /** Entries of the journal in it. */
  size: z.int(),
  sizeBytes: z.int(),
  /** Of its list of files; empty where it did not come about. */
  sha256: z.string(),
});
export type MadeBackupView = z.infer<typeof MadeBackupView>;

/** How the workspace is backed up, and what came of it. */
export const BackupStateView = z.object({
  /** Newest first. */
  made: z.array(MadeBackupView),
  drills: z.array(RestoreDrillView),
  schedule: z
    .object({
      everyHours: z.int(),
      folder: z.string(),
      setBy: z.string(),
      setAtMs: z.int(),
      dueMs: z.int(),
    })
    .optional(),
  /** The file of the schedule is not the one that a person set: nothing is made by it. */
  wasChanged: z.boolean(),
  /** The newest entry that was looked at. */
  asOfSeq: z.int(),
});
export type BackupStateView = z.infer<typeof BackupStateView>;

/** Copies of the whole workspace, sealed as it is: made by those who open no content. */
export const BACKUP_VERBS = {
  'backup.write': confirmedVerb(['admin'], 'write a backup', z.strictObject({}), BackupView.nullable()),
  'backup.getState': verb(
    ['admin', 'compliance'],
    'see how the workspace is backed up',
    z.strictObject({}),
    BackupStateView,
  ),
  /** From then on a copy is made into the folder whenever one is due and nobody is signed in. */
  'backup.setSchedule': confirmedVerb(
    ['admin'],
    'schedule backups',
    z.strictObject({ everyHours: z.int().min(1).max(744) }),
    BackupStateView.nullable(),
  ),
  'backup.endSchedule': confirmedVerb(
    ['admin'],
    'end the schedule of backups',
    z.strictObject({}),
    BackupStateView,
  ),
  /** Ends a backup or a trial that is going on; nothing of it is left. */
  'backup.cancel': verb(['admin', 'compliance'], 'cancel a backup', z.strictObject({}), z.object({})),
  'backup.drill': verb(
    ['admin', 'compliance'],
    'restore a backup for trial',
    z.strictObject({}),
    RestoreDrillView.nullable(),
  ),
} as const satisfies Record<string, VerbDefinition>;
