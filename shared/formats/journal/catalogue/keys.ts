import { z } from 'zod';
import { done, safeText, type Events } from './words.ts';

const epoch = z.int().min(1);
const custody = z.enum(['passwords', 'key_file', 'token']);
const count = z.int().nonnegative();

/** The content keys: their age, and how they are changed. Which keys, never what they are. */
export const ROTATION_EVENTS = {
  /** New content keys; objects from before wait to be wrapped under them. */
  'key.rotated': {
    intent: z.strictObject({ from: epoch, reason: safeText }),
    outcome: done({ epoch }),
    unknown: 'whether the new content keys are in use; the screen Recovery says which epoch is',
  },
  /** Keys of objects are being wrapped under the new keys: at the beginning, each quarter, and when it goes on. */
  'key.rewrapped': {
    event: z.strictObject({ epoch, done: count, total: count }),
  },
  /** Somebody paused it, or the session ended; what was done stays done. */
  'key.rewrap_paused': {
    event: z.strictObject({ epoch, done: count, why: z.enum(['asked', 'session ended', 'failed']) }),
  },
  /** Nothing waits under earlier keys any more, save what does not open. */
  'key.rotation_ended': {
    intent: z.strictObject({ epoch, objects: count, damaged: count }),
    outcome: done({}),
    unknown: 'whether the rotation counts as ended; going on with it says so again',
  },
  /** An administrator, who holds no content keys, asks those who do. */
  'key.rotation_asked': { event: z.strictObject({ reason: safeText }) },
  /** The key around the content keys went to a key file or token of the customer, or back to passwords alone. */
  'key.custody_moved': {
    intent: z.strictObject({ from: custody, to: custody, reason: safeText }),
    outcome: done({}),
    unknown:
      'where the content keys lie; the screen Recovery says it, and what was made for a move that failed opens nothing',
  },
  /** The content keys have come to an age at which somebody has to act; once for each epoch and state. */
  'key.aged': {
    event: z.strictObject({ epoch, ageDays: count, state: z.enum(['due', 'overdue']) }),
  },
} as const satisfies Events;
