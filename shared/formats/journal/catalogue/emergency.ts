import { z } from 'zod';
import { EMERGENCY_ENDS, EmergencyReason, EmergencyScope } from '../../../domain/emergency.ts';
import { DatasetId, PersonId } from '../../../domain/ids.ts';
import { done, safeText, type Events } from './words.ts';

const set = z.string().regex(/^[0-9a-f]{8}$/);
const papers = z.int().min(1).max(2);
/** The entry `emergency.began` that this belongs to. */
const began = z.int().nonnegative();

/**
 * Access beyond one's rights in an emergency: asked for, begun, used, ended, seen, and judged by another
 * person. What the asker typed stands in the content store; here is a word from a list.
 */
export const EMERGENCY_EVENTS = {
  /** A new envelope; the one before opens nothing from the outcome on. */
  'emergency.envelope_made': {
    intent: z.strictObject({ papers, witness: PersonId, replaces: set.optional(), reason: safeText }),
    outcome: done({ set }),
    unknown: 'whether the new envelope is good or the one before it; a drill tells',
  },
  'emergency.envelope_voided': {
    intent: z.strictObject({ set, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the envelope still opens; a drill tells',
  },
  /** Durable before the envelope is opened; a refusal is its outcome. */
  'emergency.asked': {
    intent: z.strictObject({
      reason: EmergencyReason,
      scope: EmergencyScope,
      minutes: z.int().positive(),
      papers: z.int().min(0).max(2),
    }),
    outcome: done({ began }),
    unknown: 'whether the envelope was opened: if so, an entry says that the access began',
  },
  /** Durable before anything can be read. Cites what the person wrote. */
  'emergency.began': {
    event: z.strictObject({
      person: PersonId,
      reason: EmergencyReason,
      scope: EmergencyScope,
      set,
      papers,
      endsAtMs: z.int(),
    }),
  },
  /** The same papers were typed again after a lock or a crash. */
  'emergency.resumed': { event: z.strictObject({ began }) },
  'emergency.viewed': {
    event: z.strictObject({
      began,
      what: z.enum(['table', 'rows', 'prompt']),
      dataset: DatasetId.optional(),
      version: z.int().positive().optional(),
      /** Of rows: the first one, counted from 0, and how many. */
      offset: z.int().nonnegative().optional(),
      rows: z.int().nonnegative().optional(),
    }),
  },
  'emergency.ended': {
    event: z.strictObject({
      began,
      how: z.enum(EMERGENCY_ENDS),
      /** Entries that say what was looked at. */
      views: z.int().nonnegative(),
    }),
  },
  /** A line for the log of the operating system, which the hospital's own forwarder reads. */
  'emergency.told_system': {
    event: z.strictObject({
      began: began.optional(),
      what: z.enum(['began', 'escalated', 'ended', 'refused', 'drilled']),
      /** Whether the log took it. */
      taken: z.boolean(),
    }),
  },
  /** No compliance officer said within 15 minutes that they have seen it. */
  'emergency.escalated': { event: z.strictObject({ began }) },
  'emergency.seen': { event: z.strictObject({ began }) },
  /** The way was gone as in an emergency, and opened nothing. */
  'emergency.drilled': {
    event: z.strictObject({
      set: set.optional(),
      reason: EmergencyReason,
      papers: z.int().min(0).max(2),
      /** Whether the papers are those that were made; the code word of the problem where not. */
      good: z.boolean(),
      problem: z.string().max(40).optional(),
      /** Whether the log of the operating system took its line. */
      taken: z.boolean(),
    }),
  },
  'emergency.reviewed': {
    event: z.strictObject({
      began,
      judgement: z.enum(['justified', 'not_justified']),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      reason: safeText,
    }),
  },
} as const satisfies Events;
