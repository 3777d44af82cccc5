import { z } from 'zod';
import { PersonId } from '../../../domain/ids.ts';
import { safeText, type Events } from './words.ts';

/** Who signed in, tried to, or left. */
export const AUTHENTICATION_EVENTS = {
  'auth.signed_in': { event: z.strictObject({ method: z.enum(['password']) }) },
  'auth.sign_in_failed': {
    event: z.strictObject({
      claimed: z.union([PersonId, z.literal('unknown')]),
      reason: safeText,
      /** When it happened, where it was spooled before unlock and merged later. */
      happenedAtMs: z.int().optional(),
    }),
  },
  'auth.locked': { event: z.strictObject({ reason: safeText }) },
} as const satisfies Events;

/** What a person may do, and what was refused to them. */
export const PERMISSION_EVENTS = {
  'access.refused': { event: z.strictObject({ verb: z.string().max(80), reason: safeText }) },
} as const satisfies Events;
