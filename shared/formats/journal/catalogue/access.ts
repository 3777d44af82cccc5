import { z } from 'zod';
import { PersonId } from '../../../domain/ids.ts';
import { Role } from '../../../domain/roles.ts';
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
  'person.added': { event: z.strictObject({ person: PersonId, role: Role, contentKeys: z.boolean() }) },
  'person.role_changed': { event: z.strictObject({ person: PersonId, from: Role, to: Role }) },
  'person.removed': { event: z.strictObject({ person: PersonId, role: Role }) },
  'access.refused': { event: z.strictObject({ verb: z.string().max(80), reason: safeText }) },
} as const satisfies Events;

/** Access beyond one's rights in an emergency: begun, ended, and judged by another person. */
export const EMERGENCY_EVENTS = {
  'emergency.began': {
    event: z.strictObject({ person: PersonId, reason: safeText, endsAtMs: z.int() }),
  },
  'emergency.ended': {
    event: z.strictObject({ began: z.int().nonnegative(), how: z.enum(['expired', 'ended']) }),
  },
  'emergency.reviewed': {
    event: z.strictObject({
      began: z.int().nonnegative(),
      judgement: z.enum(['justified', 'not_justified']),
      reason: safeText,
    }),
  },
} as const satisfies Events;
