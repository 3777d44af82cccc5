import { z } from 'zod';
import { PersonId } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';
import { PersonView, SessionView } from './session-views.ts';
import { VerifyView } from './verify-views.ts';

/** A backup that somebody chose to go back to, before anything of it was believed. */
export const ChosenBackupView = z.object({
  folder: z.string(),
  /** Where the workspace will stand. */
  target: z.string(),
  workspace: z.string(),
  madeAtMs: z.int(),
  appVersion: z.string(),
  files: z.int(),
  sizeBytes: z.int(),
  /** Entries of the journal in it, as its list says. */
  journalSize: z.int(),
  /** Who can open it for its verdict. */
  people: z.array(PersonView),
  recovery: z.object({ set: z.string(), threshold: z.int(), count: z.int() }).optional(),
  /** Checkpoints that were kept elsewhere and are of this workspace. */
  witnesses: z.array(z.object({ file: z.string(), size: z.int() })),
});
export type ChosenBackupView = z.infer<typeof ChosenBackupView>;

/** What the copy is worth. It stands beside its place, whole, and takes no name before somebody says so. */
export const RestoreVerdictView = z.object({
  verdict: VerifyView,
  journalSize: z.int(),
  /** Genuine checkpoints from elsewhere that it was held against. */
  witnesses: z.int(),
  /** Entries that such a checkpoint knows and the copy has not. */
  missing: z.int(),
});
export type RestoreVerdictView = z.infer<typeof RestoreVerdictView>;

const nothing = z.strictObject({});
const password = z.string().min(1).max(1024);

/** Going back to a backup, where no workspace stands and so nobody can be signed in. */
export const RESTORE_VERBS = {
  'restore.choose': verb('anyone', 'choose a backup', nothing, ChosenBackupView.nullable()),
  'restore.addWitness': verb(
    'anyone',
    'hold a backup against a witness',
    nothing,
    ChosenBackupView.nullable(),
  ),
  /** Compares, copies and verifies; resolves when the copy waits for somebody's word. */
  'restore.check': verb(
    'anyone',
    'check a backup',
    z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('password'), person: PersonId, password }),
      z.strictObject({ by: z.literal('sheets'), sheets: z.array(z.string().max(2000)).min(1).max(20) }),
    ]),
    RestoreVerdictView,
  ),
  /** The copy takes its name; the workspace is there, and nobody is signed in. */
  'restore.accept': verb(
    'anyone',
    'restore a backup',
    z.strictObject({
      reason: z.string().trim().min(3, 'give a reason of at least three characters').max(500),
    }),
    SessionView,
  ),
  /** Nothing is left of what was begun. */
  'restore.cancel': verb('anyone', 'cancel a restore', nothing, z.object({})),
} as const satisfies Record<string, VerbDefinition>;
