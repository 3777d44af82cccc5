import { z } from 'zod';
import {
  ApprovalId,
  CallId,
  DeidProfile,
  FiledReference,
  PersonId,
  RunId,
  SafeName,
  Sha256Hex,
} from '../domain/index.ts';

export const ApprovalView = z.object({
  id: ApprovalId,
  /** Absent where a person's own act waits, such as an export. */
  run: RunId.optional(),
  call: CallId,
  table: SafeName,
  agent: z.string(),
  requestedBy: z.string(),
  requestedById: PersonId,
  tool: z.string(),
  args: z.record(z.string(), z.json()),
  ruleId: z.string(),
  reason: z.string(),
  valuesLost: z.int(),
  recordsTouched: z.int(),
  /** The data use agreement or the method on file that the data rests on. */
  restsOn: z.object({ profile: DeidProfile, reference: FiledReference }).optional(),
  what: z.string(),
  examples: z.array(
    z.object({
      row: z.int(),
      column: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
  argsSha256: Sha256Hex,
  snapshotSha256: Sha256Hex,
  policySha256: Sha256Hex,
  /** Absent in requests of older versions, which nobody can approve any more. */
  codeSha256: Sha256Hex.optional(),
  requestedAtMs: z.int(),
  expiresAtMs: z.int(),
  state: z.enum(['waiting', 'approved', 'refused', 'expired', 'voided']),
  answeredBy: z.string().optional(),
  answeredAtMs: z.int().optional(),
  answerReason: z.string().optional(),
  meaning: z.string().optional(),
  /** Why nobody can use it any more: what changed since it was asked. */
  voidedBecause: z.string().optional(),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

/** How one person answers requests. */
export const ApproverPaceView = z.object({
  person: z.string(),
  personId: PersonId,
  answered: z.int(),
  approved: z.int(),
  /** From opening a request to answering it; absent where the person opened none. */
  medianSeconds: z.number().optional(),
  /** Answers without the request on the screen. */
  unopened: z.int(),
  lastAtMs: z.int(),
  signs: z.array(z.enum(['hurried', 'always_yes', 'unopened'])),
});
export type ApproverPaceView = z.infer<typeof ApproverPaceView>;
