import { z } from 'zod';
import { PersonId, ServiceKeyId, ServiceScope } from '../../../domain/index.ts';
import { done, safeText, type Events } from './words.ts';

const key = ServiceKeyId;
const terms = {
  key,
  /** Counts from 1; a rotation makes the next, and those before open nothing. */
  generation: z.int().positive(),
  expiresAtMs: z.int(),
  scope: ServiceScope,
};

/** Keys for scheduled runs: asked for, agreed to, used, taken away. */
export const SERVICE_KEY_EVENTS = {
  'service_key.proposed': {
    event: z.strictObject({
      ...{ key, scope: ServiceScope, days: z.int().positive() },
      /** What it is called; passed through the redactor. */
      name: safeText,
      reason: safeText,
    }),
  },
  'service_key.declined': { event: z.strictObject({ key, reason: safeText }) },
  /** Agreed to and made, by somebody else than who asked. The payload holds the keys of its annex. */
  'service_key.made': {
    intent: z.strictObject({ ...terms, proposedBy: PersonId }),
    outcome: done({}),
    unknown: 'whether the key file was written; a rotation makes one that counts',
  },
  /** The next generation, under the same scope. */
  'service_key.rotated': {
    intent: z.strictObject(terms),
    outcome: done({}),
    unknown: 'whether the key file was written; another rotation makes one that counts',
  },
  'service_key.revoked': {
    intent: z.strictObject({ key, reason: safeText }),
    outcome: done({}),
    unknown: 'whether its half in the workspace is gone; it is refused either way',
  },
  /**
   * What runs left in a key's annex came into the content holders' stores. `damaged` where something did not
   * open or was gone; what is missing then shows when the workspace is verified.
   */
  'service_key.taken_in': {
    event: z.strictObject({
      ...{ key, payloads: z.int().nonnegative(), files: z.int().nonnegative() },
      damaged: z.boolean(),
    }),
  },
  /** Signed in by it. */
  'service_key.used': { event: z.strictObject({ key, generation: z.int().positive() }) },
  /** Somebody tried to sign in by one that no longer counts, or that is none. */
  'service_key.refused': {
    event: z.strictObject({
      key: z.union([key, z.literal('unknown')]),
      reason: safeText,
      happenedAtMs: z.int().optional(),
    }),
  },
} as const satisfies Events;
