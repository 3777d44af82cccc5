import { z } from 'zod';
import { DenialOutcome } from '../../../domain/denial-review.ts';
import { Sha256Hex } from '../../../domain/ids.ts';
import { safeText, type Events } from './words.ts';

/** Denials that one entry may judge; more are judged in several entries. */
export const DENIALS_PER_ENTRY = 500;

/** What people made of what was denied. */
export const REVIEW_EVENTS = {
  'denials.reviewed': {
    event: z.strictObject({
      /** Entries of kind `tool.denied`. */
      denials: z.array(z.int().min(0)).min(1).max(DENIALS_PER_ENTRY),
      outcome: DenialOutcome,
      note: safeText,
    }),
  },
  /** The regular review as a whole, signed: every denial up to `throughSeq` has been judged. */
  'denials.review_signed': {
    event: z.strictObject({
      /** First entry after the review before this one. */
      fromSeq: z.int().min(0),
      throughSeq: z.int().min(0),
      outcomes: z.strictObject({
        expected: z.int().min(0),
        policy_too_tight: z.int().min(0),
        training: z.int().min(0),
        incident: z.int().min(0),
      }),
      /** Over the canonical JSON of what was signed: each denial with its outcome and the entry that gave it. */
      sha256: Sha256Hex,
      meaning: z.enum(['review', 'approval', 'responsibility']),
    }),
  },
} as const satisfies Events;
