import { z } from 'zod';
import { done, safeText, type Events } from './words.ts';

/** Says which account of the system is meant: a hash of its public key, never its name. */
const account = z.string().regex(/^[0-9a-f]{16}$/);
const place = z.enum(['file', 'keychain']);

/** The secret of the workstation, and the accounts of its system that open the workspace by it. */
export const DEVICE_EVENTS = {
  'device.asked': { event: z.strictObject({ account, happenedAtMs: z.int() }) },
  'device.dismissed': { event: z.strictObject({ account, reason: safeText }) },
  'device.admitted': {
    intent: z.strictObject({ account, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the user of the workstation was let in; the list of users tells',
  },
  'device.shut_out': {
    intent: z.strictObject({ account, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the user of the workstation is still let in; the list of users tells',
  },
  'device.moved': {
    intent: z.strictObject({ to: place, keychain: z.string().max(80), reason: safeText }),
    outcome: done({}),
    unknown: 'where the secret lies; the posture tells, and another move finishes this one',
  },
  /** A named person answers for a system whose key store is none. */
  'device.weak_accepted': {
    event: z.strictObject({ backend: z.string().max(80), expiresAtMs: z.int(), reason: safeText }),
  },
} as const satisfies Events;
