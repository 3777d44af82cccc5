import { z } from 'zod';
import { PersonId, Sha256Hex } from '../../../domain/ids.ts';
import { done, safeText, type Events } from './words.ts';

/** The record itself: checkpoints, checks, clock. */
export const INTEGRITY_EVENTS = {
  'journal.checkpoint': {
    event: z.strictObject({
      size: z.int(),
      root: z.string(),
      reason: z.enum([
        'run_end',
        'interval',
        'lock',
        'exit',
        'report',
        'witness',
        'proof',
        'epoch',
        'backup',
      ]),
      note: z.string(),
    }),
  },
  'integrity.verified': {
    event: z.strictObject({ verdict: z.string(), size: z.int(), firstBad: z.int().optional() }),
  },
  /** A new file begins, since a named person said that the one before it is to be left as it is. */
  'epoch.began': {
    event: z.strictObject({
      epoch: z.int().min(2),
      previous: z.strictObject({
        epoch: z.int().positive(),
        /** What the verifier said of it, and where it shows first. */
        verdict: z.string().max(40),
        firstBad: z.int().nonnegative().optional(),
        /** Entries that could be read and hold together, from its first one on. */
        entries: z.int().nonnegative(),
        /** Its last checkpoint that holds over entries that were read, or else that of its head record. */
        checkpoint: z.strictObject({ size: z.int(), root: Sha256Hex, note: z.string().max(2000) }).optional(),
        /** Whether the entries under that checkpoint were read again. */
        checked: z.boolean(),
        /** Acts among the entries that were read which have no outcome. */
        openIntents: z.int().nonnegative(),
        /** Databases, logs and heads of all earlier epochs as they were left. */
        files: z.array(z.strictObject({ name: z.string().max(40), sizeBytes: z.int(), sha256: Sha256Hex })),
      }),
    }),
  },
  /** The log of the journal ended in a commit that is not whole, and what can be said of it. */
  'integrity.log_cut': {
    event: z.strictObject({ told: z.enum(['nobody', 'unknown']), size: z.int().nonnegative() }),
  },
  'clock.stepped': { event: z.strictObject({ byMs: z.int() }) },
} as const satisfies Events;

/** Who read the record. */
export const VIEW_EVENTS = {
  /** Lists of denials and approvals: once per person, list, session and ten minutes; all else each time. */
  'journal.viewed': {
    event: z.strictObject({
      what: z.enum(['entries', 'entry', 'denials', 'approvals', 'proof', 'report', 'transfers']),
      /** Names of the conditions that entries were searched by, without their values. */
      by: z.array(z.string().max(40)).optional(),
      /** The entry that was opened. */
      seq: z.int().optional(),
    }),
  },
} as const satisfies Events;

/** Copies of the workspace: a copy counts once it has been verified. */
export const BACKUP_EVENTS = {
  'backup.write': {
    intent: z.strictObject({
      what: z.enum(['journal', 'workspace']),
      throughSeq: z.int(),
      /** Made by the schedule, while nobody was signed in. */
      scheduled: z.literal(true).optional(),
    }),
    outcome: done({ sizeBytes: z.int(), sha256: Sha256Hex, size: z.int().nonnegative() }),
    unknown: 'whether the copy was written; a copy without an outcome was not verified and does not count',
  },
  /** How often backups are due from now on; the folder stands in a file that this hash vouches for. */
  'backup.scheduled': {
    event: z.strictObject({ everyHours: z.int().positive(), sha256: Sha256Hex }),
  },
  'backup.schedule_ended': { event: z.strictObject({}) },
  /** This workspace was brought back from a backup; what was recorded after it stands in the old folder alone. */
  'backup.restored': {
    event: z.strictObject({
      madeAtMs: z.int(),
      /** Of the list of files of the backup. */
      sha256: Sha256Hex,
      /** Entries of the journal in it. */
      size: z.int().nonnegative(),
      ok: z.boolean(),
      /** Statements of the verifier that failed, in its own words. */
      failed: z.array(safeText).max(20),
      witnesses: z.int().nonnegative(),
      /** Why it is used although the verdict was bad. */
      accepted: safeText.optional(),
      /** Why the workspace was brought back, where somebody was asked. */
      reason: safeText.optional(),
      /** Entries that a genuine checkpoint from elsewhere knows and this copy has not. */
      missing: z.int().nonnegative().optional(),
      /** Whose password opened the copy for its verdict, or sealed sheets. */
      opened: z.union([PersonId, z.literal('sheets')]).optional(),
    }),
  },
  /** A backup was restored for trial, verified, and taken away again. */
  'backup.drilled': {
    event: z.strictObject({
      madeAtMs: z.int(),
      sha256: Sha256Hex,
      size: z.int().nonnegative(),
      files: z.int().nonnegative(),
      sizeBytes: z.int().nonnegative(),
      /** Whether this journal recorded the making of exactly this backup. */
      isKnown: z.boolean(),
      ok: z.boolean(),
      failed: z.array(safeText).max(20),
      durationMs: z.int().nonnegative(),
    }),
  },
} as const satisfies Events;
