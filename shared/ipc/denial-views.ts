import { z } from 'zod';
import { CallId, Decision, DenialOutcome, RunId, Sha256Hex } from '../domain/index.ts';

export const DenialView = z.object({
  seq: z.int(),
  wallMs: z.int(),
  run: RunId.optional(),
  call: CallId.optional(),
  agent: z.string().optional(),
  person: z.string(),
  role: z.string(),
  tool: z.string(),
  stage: z.string(),
  ruleId: z.string(),
  reason: z.string(),
  decision: Decision.optional(),
});
export type DenialView = z.infer<typeof DenialView>;

/** A denial with what a compliance officer made of it. */
export const ReviewedDenialView = DenialView.extend({
  table: z.string().optional(),
  review: z
    .object({
      seq: z.int(),
      atMs: z.int(),
      by: z.string(),
      outcome: DenialOutcome,
      note: z.string(),
    })
    .optional(),
  /** Whether the person who asks may judge it. */
  mayReview: z.boolean(),
});
export type ReviewedDenialView = z.infer<typeof ReviewedDenialView>;

/** Denials of one rule, for one agent or by hand, about one table, in one week. */
export const DenialGroupView = z.object({
  id: z.string(),
  ruleId: z.string(),
  agent: z.string().optional(),
  table: z.string().optional(),
  weekStartMs: z.int(),
  total: z.int(),
  unreviewed: z.int(),
  overdue: z.int(),
  /** The newest of the group, newest first; `total` says how many there are. */
  denials: z.array(ReviewedDenialView),
  /** Entries of all of the group that the person may judge and nobody has judged yet. */
  open: z.array(z.int()),
});
export type DenialGroupView = z.infer<typeof DenialGroupView>;

const outcomes = z.object({
  expected: z.int(),
  policy_too_tight: z.int(),
  training: z.int(),
  incident: z.int(),
});

export const DenialQueueView = z.object({
  asOfSeq: z.int(),
  unreviewed: z.int(),
  overdue: z.int(),
  groups: z.array(DenialGroupView),
  /** What a signature would cover now; its outcomes are those since the last signed review. */
  toSign: z.object({ fromSeq: z.int(), throughSeq: z.int(), unreviewed: z.int(), outcomes }),
  /** When the next signed review is due; absent while nothing was ever denied or signed. */
  signatureDueMs: z.int().optional(),
  lastSigned: z
    .object({
      seq: z.int(),
      atMs: z.int(),
      by: z.string(),
      fromSeq: z.int(),
      throughSeq: z.int(),
      outcomes,
      sha256: Sha256Hex,
      meaning: z.string(),
    })
    .optional(),
  /** Every rule in effect and how often it spoke; rules that never fired have zeros. */
  rules: z.array(
    z.object({
      id: z.string(),
      /** Absent where a rule fired once and is in effect no more. */
      place: z.string().optional(),
      behaviour: z.string().optional(),
      reason: z.string().optional(),
      matched: z.int(),
      decided: z.int(),
      lastMs: z.int().optional(),
    }),
  ),
});
export type DenialQueueView = z.infer<typeof DenialQueueView>;
