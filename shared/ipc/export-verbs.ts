import { z } from 'zod';
import { EXPORT_FORMATS } from '../domain/export-formats.ts';
import { Sha256Hex } from '../domain/ids.ts';
import { MOST_DRAWN, POPULATION_NAMES, SEED } from '../formats/sample.ts';
import { confirmedVerb, verb, type VerbDefinition } from './define.ts';

/** A moment that a `Date` can hold. */
const Moment = z.int().min(0).max(8_640_000_000_000_000);
const period = {
  fromMs: Moment,
  /** The first moment behind the period. */
  toMs: Moment,
};
const inOrder = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): boolean =>
  fromMs < toMs;
const ORDER = { message: 'the period ends before it begins', path: ['toMs'] };
const purpose = z.string().trim().min(3, 'give a purpose of at least three characters').max(500);
/** Of the token, where one signs. */
const pin = z.string().min(1).max(64).optional();

const written = { file: z.string(), sizeBytes: z.int(), sha256: Sha256Hex };

/** Journal entries that were written to a file. */
export const EntriesExportView = z.object({
  ...written,
  entries: z.int(),
  /** Positions that hold nothing that can be read. */
  unreadable: z.int(),
  /** Entries that a bundle gives by their hash alone. */
  withheld: z.int(),
  /** Entries under the checkpoint that a bundle carries. */
  checkpointSize: z.int().optional(),
});
export type EntriesExportView = z.infer<typeof EntriesExportView>;

/** A sample that was drawn and written to a file. */
export const SampleView = z.object({
  ...written,
  populationSize: z.int(),
  /** Positions in the order of the drawing. */
  drawn: z.array(z.int()),
  /** The population's query, as the sample prints it. */
  query: z.string(),
  /** Entries under the checkpoint: all of them are in the file. */
  checkpointSize: z.int(),
});
export type SampleView = z.infer<typeof SampleView>;

/** Evidence that leaves. Both tell their progress as task `export`, and one is made at a time. */
export const EXPORT_VERBS = {
  'audit.exportEntries': confirmedVerb(
    ['compliance', 'admin'],
    'export journal entries',
    z.strictObject({ format: z.enum(EXPORT_FORMATS), ...period, purpose, pin }).refine(inOrder, ORDER),
    EntriesExportView.nullable(),
  ),
  'audit.drawSample': verb(
    ['compliance', 'viewer'],
    'draw a sample',
    z
      .strictObject({
        population: z.enum(POPULATION_NAMES),
        ...period,
        seed: z
          .string()
          .regex(SEED, 'a seed has 4 to 64 letters, figures and signs, without blanks at its ends'),
        size: z.int().min(1).max(MOST_DRAWN),
        purpose,
        pin,
      })
      .refine(inOrder, ORDER),
    SampleView.nullable(),
  ),
  /** Stops what is being written; its own call answers with code `cancelled`. */
  'audit.cancelExport': verb(
    ['compliance', 'admin', 'viewer'],
    'cancel an export',
    z.strictObject({}),
    z.object({}),
  ),
} as const satisfies Record<string, VerbDefinition>;
