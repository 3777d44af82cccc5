import { z } from 'zod';
import { EXPORT_FORMATS } from '../../../domain/export-formats.ts';
import { Sha256Hex } from '../../../domain/ids.ts';
import { MOST_DRAWN, POPULATION_NAMES } from '../../sample.ts';
import { done, safeText, type Events } from './words.ts';

const Count = z.int().nonnegative();
/** The period asked for, its purpose, and the last entry that could be in it. */
const asked = { fromMs: z.int(), toMs: z.int(), throughSeq: z.int(), purpose: safeText };
const file = { sizeBytes: Count, sha256: Sha256Hex };

/** Journal entries that left the workspace: written out for other systems, or drawn as a sample. */
export const EXPORT_EVENTS = {
  'evidence.export': {
    intent: z.strictObject({ format: z.enum(EXPORT_FORMATS), ...asked }),
    /** `unreadable` positions hold nothing that can be read; `withheld` entries left by their hash alone. */
    outcome: done({ entries: Count, unreadable: Count, withheld: Count, ...file }),
    unknown: 'whether the file was written where it was meant to go; a part of it may lie beside',
  },
  /** The seed itself stands in the sample; here only its hash, as people type what they like. */
  'sample.draw': {
    intent: z.strictObject({
      population: z.enum(POPULATION_NAMES),
      size: z.int().min(1).max(MOST_DRAWN),
      seedSha256: Sha256Hex,
      ...asked,
    }),
    outcome: done({ populationSize: Count, drawn: z.array(Count).max(MOST_DRAWN), ...file }),
    unknown: 'whether the sample was written where it was meant to go; drawing it again gives the same one',
  },
} as const satisfies Events;
