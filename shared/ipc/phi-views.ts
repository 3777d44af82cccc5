import { z } from 'zod';
import { IdentifierClass, MeasuredClass, RedactionCounts, TextClaim } from '../domain/index.ts';

const span = z.object({
  start: z.int().min(0),
  end: z.int().min(0),
  label: IdentifierClass,
  /** What found it: a rule, a list, the tagger, the dictionary. */
  by: z.string(),
});

/** A text somebody tries: what would be replaced, and why. In clear. */
export const TriedTextView = z.object({ spans: z.array(span), masked: z.string(), counts: RedactionCounts });
export type TriedTextView = z.infer<typeof TriedTextView>;

export const CoverageView = z.object({
  class: IdentifierClass,
  rule: z.string(),
  detected: z.enum(['in_text_and_tables', 'mentions_only', 'known_shapes_only']),
  how: z.string(),
  /** What found an invented value of the class in a sentence and in a table, tried on the detector that runs; empty where nothing did. */
  inText: z.array(z.string()),
  inTables: z.array(z.string()),
  person: z.string(),
  residual: z.string(),
});
export type CoverageView = z.infer<typeof CoverageView>;

export const MeasuredView = z.object({
  seq: z.int(),
  atMs: z.int(),
  by: z.string(),
  columns: z.array(z.string()),
  seed: z.int(),
  identities: z.int(),
  notes: z.int(),
  planted: z.int(),
  found: z.int(),
  low: z.number(),
  /** With the bounds of each class, 95 %. */
  classes: z.array(MeasuredClass.extend({ low: z.number(), high: z.number() })),
  everydayWords: z.int(),
  everydayRedacted: z.int(),
  /** Why free text should not leave under `strict`; absent where the floor is reached. */
  below: z.string().optional(),
  /** Invented values that were missed, in their line; for people with content rights. */
  misses: z.array(z.object({ class: z.string(), style: z.string(), line: z.string() })).optional(),
  /** Everyday words that were redacted; for people with content rights. */
  words: z.array(z.object({ word: z.string(), count: z.int() })).optional(),
});
export type MeasuredView = z.infer<typeof MeasuredView>;

export const RedactionReviewView = z.object({
  id: z.string(),
  columns: z.array(z.string()),
  population: z.int(),
  documents: z.int(),
  startedAtMs: z.int(),
  judged: z.int(),
  /** The first document that nobody has judged; absent when all are. */
  next: z.int().optional(),
  spans: z.int(),
  wrong: z.int(),
  missed: z.int(),
  /** What a signature would say now, with the statement of no actual knowledge. */
  claim: TextClaim,
  /** Why the person who asks may not sign it; absent where they may. */
  notBy: z.enum(['signed', 'unfinished', 'runner']).optional(),
  signed: z
    .object({
      seq: z.int(),
      atMs: z.int(),
      by: z.string(),
      claim: TextClaim,
      meaning: z.string(),
      noActualKnowledge: z.boolean(),
    })
    .optional(),
});
export type RedactionReviewView = z.infer<typeof RedactionReviewView>;

export const RedactionProofView = z.object({
  /** Columns of free text, as imported. */
  columns: z.array(z.string()),
  measured: MeasuredView.optional(),
  /** The newest review. */
  review: RedactionReviewView.optional(),
});
export type RedactionProofView = z.infer<typeof RedactionProofView>;

/** One text of a review, in clear. */
export const ReviewDocumentView = z.object({
  document: z.int(),
  text: z.string(),
  spans: z.array(span),
  judged: z.boolean(),
});
export type ReviewDocumentView = z.infer<typeof ReviewDocumentView>;

/** The hospital's own dictionary, in clear. */
export const DictionaryView = z.object({
  identifiers: z.array(z.object({ value: z.string(), label: IdentifierClass })),
  words: z.array(z.string()),
});
export type DictionaryView = z.infer<typeof DictionaryView>;
