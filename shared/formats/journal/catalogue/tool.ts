import { z } from 'zod';
import { Decision } from '../../../domain/decision.ts';
import { ColumnLabel, RedactionCounts } from '../../../domain/labels.ts';
import { DeidProfile, FiledReference, Finding } from '../../../domain/finding.ts';
import { ApprovalId, Sha256Hex } from '../../../domain/ids.ts';
import { ChangeRecord } from '../../../domain/tool.ts';
import { JsonObject } from '../json-object.ts';
import { done, safeText, type Events } from './words.ts';

/** Calls of tools: decided, denied, done. */
export const TOOL_EVENTS = {
  'tool.decided': {
    event: z.strictObject({
      tool: z.string(),
      argsSha256: Sha256Hex,
      labels: z.array(ColumnLabel),
      decision: Decision,
      step: z.int().optional(),
      turn: z.int().optional(),
      /** The finding that the call is about, and what is usually done about it. */
      finding: Finding.optional(),
      usual: z.string().max(64).optional(),
      /** The model's own words: letters only by its grammar, and redacted. */
      why: z.string().max(200).optional(),
      args: JsonObject.optional(),
    }),
  },
  'tool.denied': {
    event: z.strictObject({
      tool: z.string(),
      stage: z.string(),
      ruleId: z.string(),
      reason: safeText,
      finding: z.string().optional(),
      /** What was tried: the tool and the column or table. Repeated denials of one aim pause the agent. */
      aim: z.string().max(140).optional(),
    }),
  },
  'tool.call': {
    intent: z.strictObject({
      tool: z.string(),
      args: JsonObject,
      argsSha256: Sha256Hex,
      finding: z.string().optional(),
      datasetVersion: z.int(),
    }),
    outcome: done({
      datasetVersion: z.int(),
      change: ChangeRecord.optional(),
      redactions: RedactionCounts,
      /** What the result bears: the labels of every column that the call read, changed or let out. */
      labels: z.array(ColumnLabel).optional(),
      ms: z.number(),
      agreedWithUsual: z.boolean().optional(),
      /** Time in the gate's own stages, without tool and approval. */
      gateMs: z.number().optional(),
    }),
    unknown: 'whether the tool ran to its end; a new version of the table counts only if an outcome names it',
  },
} as const satisfies Events;

/** What was asked of people, and their answers. */
export const APPROVAL_EVENTS = {
  'approval.requested': {
    event: z.strictObject({
      approval: ApprovalId,
      tool: z.string(),
      args: JsonObject,
      argsSha256: Sha256Hex,
      snapshotSha256: Sha256Hex,
      policySha256: Sha256Hex,
      /** Of the program that would run the call. Absent in requests of older versions, which are void. */
      codeSha256: Sha256Hex.optional(),
      ruleId: z.string(),
      reason: safeText,
      valuesLost: z.int(),
      recordsTouched: z.int(),
      /** The data use agreement or the method on file that the data rests on. */
      restsOn: z.strictObject({ profile: DeidProfile, reference: FiledReference }).optional(),
      expiresAtMs: z.int(),
    }),
  },
  /** Somebody opened the request and saw what would happen, cells included. */
  'approval.viewed': { event: z.strictObject({ approval: ApprovalId }) },
  'approval.answered': {
    event: z.strictObject({
      approval: ApprovalId,
      answer: z.enum(['approved', 'refused']),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      reason: safeText,
    }),
  },
  'approval.voided': { event: z.strictObject({ approval: ApprovalId, reason: safeText }) },
} as const satisfies Events;
