import { z } from 'zod';
import { DatasetId, Sha256Hex } from '../../../domain/ids.ts';
import { RedactionCounts } from '../../../domain/labels.ts';
import { DeidMethod, MeasuredClass, ReviewedColumns, TextClaim } from '../../../domain/redaction-proof.ts';
import { type Events } from './words.ts';

/** What shows how far the redactor can be trusted on a dataset: measurings, reviews by people, corrections. */
export const REDACTION_EVENTS = {
  /** Its payload holds the misses, all of them invented values, and the words that were redacted. */
  'redaction.measured': {
    event: z.strictObject({
      dataset: DatasetId,
      columns: ReviewedColumns,
      seed: z.int().nonnegative(),
      identities: z.int().positive(),
      notes: z.int().positive(),
      planted: z.int().positive(),
      found: z.int().nonnegative(),
      /** Lower bound of recall over all classes, 95 %. */
      low: z.number().min(0).max(1),
      classes: z.array(MeasuredClass),
      everydayWords: z.int().nonnegative(),
      everydayRedacted: z.int().nonnegative(),
      /** Of the program that was measured; absent in entries of older versions, which prove nothing now. */
      codeSha256: Sha256Hex.optional(),
      /** How it finds identifiers, and by which lists; absent in entries of older versions. */
      method: DeidMethod.optional(),
    }),
  },
  'redaction.review_started': {
    event: z.strictObject({
      review: z.uuid(),
      dataset: DatasetId,
      columns: ReviewedColumns,
      /** Cells with text in these columns, and how many of them are drawn. */
      population: z.int().positive(),
      documents: z.int().positive(),
      seed: z.int().nonnegative(),
    }),
  },
  /** Its payload holds the corrections. */
  'redaction.review_judged': {
    event: z.strictObject({
      review: z.uuid(),
      document: z.int().nonnegative(),
      spans: z.int().nonnegative(),
      wrong: z.int().nonnegative(),
      missed: RedactionCounts,
    }),
  },
  'redaction.review_signed': {
    event: z.strictObject({
      review: z.uuid(),
      documents: z.int().positive(),
      spans: z.int().nonnegative(),
      wrong: z.int().nonnegative(),
      missed: z.int().nonnegative(),
      claim: TextClaim,
      /** The signer states that they know of no way to identify a person from what is left. */
      noActualKnowledge: z.boolean(),
      /** Over the canonical JSON of every judgement, in order. */
      sha256: Sha256Hex,
      meaning: z.enum(['review', 'approval', 'responsibility']),
    }),
  },
  /** The hospital's own words for the redactor; the payload holds all of them as they stand now. */
  'redaction.dictionary_changed': {
    event: z.strictObject({
      identifiers: z.int().nonnegative(),
      words: z.int().nonnegative(),
      because: z.enum(['review', 'added', 'removed']),
    }),
  },
  /** The key of the vault that keeps surrogates stable was drawn; its payload holds it. */
  'redaction.vault_made': { event: z.strictObject({}) },
  /** A text that somebody had looked at, without keeping it. */
  'redaction.tried': {
    event: z.strictObject({ characters: z.int().nonnegative(), found: RedactionCounts }),
  },
} as const satisfies Events;
