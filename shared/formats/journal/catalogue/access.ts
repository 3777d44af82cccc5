import { z } from 'zod';
import { PersonId } from '../../../domain/ids.ts';
import { Role } from '../../../domain/roles.ts';
import { done, safeText, type Events } from './words.ts';

const aboutPerson = {
  person: PersonId,
  role: Role,
  change: z.enum(['new', 'role', 'password', 'return', 'deputy']),
  /** Of a deputy, who ends by itself then; `role` is the one that they stand in for. */
  untilMs: z.int().optional(),
};

/** Who signed in, tried to, or left. */
export const AUTHENTICATION_EVENTS = {
  'auth.signed_in': {
    event: z.strictObject({
      /** Set where the person stands in for the role under which they act. */
      deputyUntilMs: z.int().optional(),
      method: z.enum([
        'password',
        'password and code',
        'password and recovery code',
        'hospital account and password',
        'hospital account, password and code',
        'hospital account, password and recovery code',
      ]),
      /** The person's own role, where the hospital account let them in as a viewer alone. */
      narrowedFrom: Role.optional(),
    }),
  },
  'auth.sign_in_failed': {
    event: z.strictObject({
      claimed: z.union([PersonId, z.literal('unknown')]),
      reason: safeText,
      /** When it happened, where it was spooled before unlock and merged later. */
      happenedAtMs: z.int().optional(),
    }),
  },
  /** So many wrong passwords in a row that the next one waits half an hour. */
  'auth.locked_out': {
    event: z.strictObject({
      claimed: PersonId,
      failures: z.int().positive(),
      happenedAtMs: z.int().optional(),
    }),
  },
  'auth.password_changed': {
    intent: z.strictObject({}),
    outcome: done({}),
    unknown: 'whether the new password opens or the old one still does',
  },
  /** A person's own second factor: an authenticator's codes beside the password. */
  'auth.second_factor_changed': {
    intent: z.strictObject({ what: z.enum(['enrolled', 'removed']) }),
    outcome: done({}),
    unknown: 'whether the second factor is asked for; the next sign-in tells',
  },
  'auth.locked': { event: z.strictObject({ reason: safeText }) },
  /** The automatic logoff in effect from here on, and who set it. */
  'auth.logoff_set': {
    event: z.strictObject({
      minutes: z.int(),
      source: z.enum(['default', 'environment', 'machine policy']),
      asked: z.int().optional(),
    }),
  },
} as const satisfies Events;

/** What a person may do, and what was refused to them. */
export const PERMISSION_EVENTS = {
  /** A change of the people that waits for somebody else's agreement. */
  'person.proposed': {
    intent: z.strictObject({ ...aboutPerson, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the proposal was kept; the list of people tells',
  },
  /** What was proposed is agreed to; `contentKeys` where whoever agreed gave them. */
  'person.changed': {
    intent: z.strictObject({ ...aboutPerson, proposedBy: PersonId, contentKeys: z.boolean() }),
    outcome: done({}),
    unknown: 'whether the change is in effect; the list of people tells',
  },
  'person.declined': {
    intent: z.strictObject({ ...aboutPerson, proposedBy: PersonId, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the proposal still waits; the list of people tells',
  },
  /** A deputy's time was ended before it was over. */
  'person.deputy_ended': {
    intent: z.strictObject({ person: PersonId, role: Role, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the person still stands in; the list of people tells',
  },
  'person.removed': {
    intent: z.strictObject({ person: PersonId, role: Role, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the person may still sign in; the list of people tells',
  },
  'access.refused': { event: z.strictObject({ verb: z.string().max(80), reason: safeText }) },
} as const satisfies Events;
