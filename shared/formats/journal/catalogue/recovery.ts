import { z } from 'zod';
import { PersonId } from '../../../domain/ids.ts';
import { Role } from '../../../domain/roles.ts';
import { done, safeText, type Events } from './words.ts';

const set = z.string().regex(/^[0-9a-f]{8}$/);
const numbers = z.array(z.int().min(1).max(8)).max(8);

/** The sealed sheets, by set and number; what stands on them never reaches an entry. */
export const RECOVERY_EVENTS = {
  /** A new set; the one before opens nothing from the outcome on. */
  'recovery.made': {
    intent: z.strictObject({
      count: z.int().min(2).max(8),
      threshold: z.int().min(2).max(8),
      witness: PersonId,
      replaces: set.optional(),
      reason: safeText,
    }),
    outcome: done({ set }),
    unknown: 'whether the new sheets are good or those before them; a drill tells',
  },
  /** Typed sheets were compared with what was made. */
  'recovery.drilled': {
    event: z.strictObject({
      set,
      good: numbers,
      wrong: z.int().nonnegative(),
      /** Enough of them lay there, and together they opened both keyrings. */
      opened: z.boolean(),
    }),
  },
  /** Sheets let a person in again, before anybody had signed in. */
  'recovery.used': {
    intent: z.strictObject({
      set,
      numbers,
      person: PersonId,
      role: Role,
      /** The workspace was made on another workstation. */
      otherDevice: z.boolean(),
      /** The customer's medium or token counts as lost: passwords alone open the content keys from then on. */
      leavesCustody: z.boolean().optional(),
      reason: safeText,
    }),
    outcome: done({}),
    unknown: 'whether the new password opens or the old one still does',
  },
  /** Somebody tried to get in with sheets, and did not. */
  'recovery.failed': {
    event: z.strictObject({ reason: safeText, happenedAtMs: z.int().optional() }),
  },
} as const satisfies Events;
