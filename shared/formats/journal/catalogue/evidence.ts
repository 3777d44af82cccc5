import { z } from 'zod';
import type { Events } from './words.ts';

/** The record itself: checkpoints, checks, clock. */
export const INTEGRITY_EVENTS = {
  'journal.checkpoint': {
    event: z.strictObject({
      size: z.int(),
      root: z.string(),
      reason: z.enum(['run_end', 'interval', 'lock', 'exit', 'report']),
      note: z.string(),
    }),
  },
  'integrity.verified': {
    event: z.strictObject({ verdict: z.string(), size: z.int(), firstBad: z.int().optional() }),
  },
  'clock.stepped': { event: z.strictObject({ byMs: z.int() }) },
} as const satisfies Events;

/** Who read the record. */
export const VIEW_EVENTS = {
  'journal.viewed': { event: z.strictObject({ what: z.enum(['entries', 'entry', 'denials', 'approvals']) }) },
} as const satisfies Events;
