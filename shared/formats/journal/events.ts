import { z } from 'zod';
import { Decision } from '../../domain/decision.ts';
import { ColumnLabel, RedactionCounts } from '../../domain/labels.ts';
import { SafeName, ColumnType } from '../../domain/dataset.ts';
import { Finding } from '../../domain/finding.ts';
import { ApprovalId, DatasetId, PersonId, ReportId, Sha256Hex } from '../../domain/ids.ts';
import { Role } from '../../domain/roles.ts';
import { ChangeRecord } from '../../domain/tool.ts';
import { ArtefactKind, RunEndReason, RunState } from '../../domain/run.ts';
import { JsonObject } from './json-object.ts';

/** Text written by code or passed through the redactor; never raw input of a person or a file. */
const safeText = z.string().max(500);
/** Outcome of an act: done, or failed with a problem code and a safe sentence. */
const failed = z.strictObject({ ok: z.literal(false), code: z.string().max(40), message: safeText });
/** Written at the next start for an intent whose outcome never came; what happened is unknown. */
const interrupted = z.strictObject({
  ok: z.literal(false),
  code: z.literal('interrupted'),
  unknown: safeText,
});
const done = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.union([z.strictObject({ ok: z.literal(true), ...shape }), failed, interrupted]);

/**
 * The catalogue of everything the journal records. Per kind: whether it is a single event or an
 * intent with an outcome, and the schema of each body.
 */
export const EVENTS = {
  'workspace.created': {
    event: z.strictObject({
      people: z.array(z.strictObject({ id: PersonId, role: Role })),
      formats: z.record(z.string(), z.int()),
    }),
  },
  'workspace.opened': {
    event: z.strictObject({
      appVersion: z.string(),
      orphanedIntents: z.int(),
      spooled: z.int(),
      /** Spooled lines that could not be read, and whether the spool had no room left. */
      spoolUnreadable: z.int().optional(),
      spoolFull: z.boolean().optional(),
    }),
  },
  'workspace.closed': { event: z.strictObject({ reason: safeText }) },
  'auth.signed_in': { event: z.strictObject({ method: z.enum(['password']) }) },
  'auth.sign_in_failed': {
    event: z.strictObject({
      claimed: z.union([PersonId, z.literal('unknown')]),
      reason: safeText,
      /** When it happened, where it was spooled before unlock and merged later. */
      happenedAtMs: z.int().optional(),
    }),
  },
  'auth.locked': { event: z.strictObject({ reason: safeText }) },
  'access.refused': { event: z.strictObject({ verb: z.string().max(80), reason: safeText }) },

  'dataset.import': {
    intent: z.strictObject({
      dataset: DatasetId,
      format: z.enum(['csv', 'xlsx', 'parquet']),
      sizeBytes: z.int(),
    }),
    outcome: done({
      dataset: DatasetId,
      table: SafeName,
      rows: z.int(),
      columns: z.array(z.strictObject({ name: SafeName, type: ColumnType, labels: z.array(ColumnLabel) })),
      paddedRows: z.int(),
    }),
  },
  'dataset.source_fate': {
    event: z.strictObject({
      dataset: DatasetId,
      fate: z.enum(['deleted', 'moved', 'kept']),
      reason: safeText,
    }),
  },
  'dataset.viewed': {
    event: z.strictObject({
      dataset: DatasetId,
      version: z.int(),
      what: z.enum(['profile', 'rows', 'differences', 'prompt']),
    }),
  },
  'dataset.export': {
    intent: z.strictObject({
      dataset: DatasetId,
      version: z.int(),
      format: z.enum(['csv', 'parquet']),
      columns: z.array(SafeName),
      labels: z.array(ColumnLabel),
      purpose: safeText,
      decision: Decision,
    }),
    outcome: done({ rows: z.int(), sizeBytes: z.int(), sha256: Sha256Hex }),
  },

  'model.pinned': { event: z.strictObject({ name: safeText, sha256: Sha256Hex, sizeBytes: z.int() }) },
  'model.load': {
    intent: z.strictObject({ name: safeText, sha256: Sha256Hex }),
    outcome: done({ backend: safeText, threads: z.int(), contextTokens: z.int() }),
  },
  'model.call': {
    intent: z.strictObject({ step: z.int(), turn: z.int(), promptTokens: z.int() }),
    outcome: done({
      answerTokens: z.int(),
      ms: z.number(),
      /** Prompt tokens that were not in the model's cache already. */
      evaluatedTokens: z.int().optional(),
      /** `length` when the answer was cut at its token limit. */
      stop: z.enum(['end', 'length']).optional(),
    }),
  },

  'run.started': {
    event: z.strictObject({
      template: z.string(),
      pipelineSha256: Sha256Hex,
      policySha256: Sha256Hex,
      complianceProfile: z.string(),
      purpose: z.string(),
      deidProfile: z.string(),
      dataset: DatasetId,
      datasetVersion: z.int(),
      snapshotSha256: Sha256Hex,
      modelSha256: Sha256Hex,
      agents: z.array(z.string()),
      limits: z.strictObject({ llmCalls: z.int(), toolCalls: z.int(), tokens: z.int(), minutes: z.number() }),
      table: SafeName.optional(),
      steps: z
        .array(z.strictObject({ id: z.string(), agent: z.string(), description: z.string().max(300) }))
        .optional(),
      mandatoryArtefacts: z.array(ArtefactKind).optional(),
      backend: safeText.optional(),
    }),
  },
  'run.state_changed': { event: z.strictObject({ from: RunState, to: RunState, reason: safeText }) },
  'run.ended': {
    event: z.strictObject({
      state: RunState,
      reason: RunEndReason,
      calls: z.int(),
      denials: z.int(),
      tokens: z.int(),
      agreedWithUsual: z.int(),
      decided: z.int(),
    }),
  },
  'step.started': { event: z.strictObject({ step: z.int(), findings: z.int() }) },
  'step.ended': {
    event: z.strictObject({ step: z.int(), closed: z.int(), refused: z.int(), open: z.int() }),
  },
  /** Code looked at the table: findings that are new, that it no longer makes, and that nobody tries again. */
  'findings.looked': {
    event: z.strictObject({
      step: z.int(),
      datasetVersion: z.int(),
      found: z.array(Finding),
      closed: z.array(z.string()),
      refused: z.array(z.string()),
    }),
  },

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
      ms: z.number(),
      agreedWithUsual: z.boolean().optional(),
      /** Time in the gate's own stages, without tool and approval. */
      gateMs: z.number().optional(),
    }),
  },
  'approval.requested': {
    event: z.strictObject({
      approval: ApprovalId,
      tool: z.string(),
      args: JsonObject,
      argsSha256: Sha256Hex,
      snapshotSha256: Sha256Hex,
      policySha256: Sha256Hex,
      ruleId: z.string(),
      reason: safeText,
      valuesLost: z.int(),
      recordsTouched: z.int(),
      expiresAtMs: z.int(),
    }),
  },
  'approval.answered': {
    event: z.strictObject({
      approval: ApprovalId,
      answer: z.enum(['approved', 'refused']),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      reason: safeText,
    }),
  },
  'approval.voided': { event: z.strictObject({ approval: ApprovalId, reason: safeText }) },

  'artefact.write': {
    intent: z.strictObject({ artefact: ArtefactKind, file: z.string(), mandatory: z.boolean() }),
    outcome: done({ sizeBytes: z.int(), sha256: Sha256Hex }),
  },
  'attestation.signed': {
    event: z.strictObject({
      artefact: ArtefactKind,
      meaning: z.enum(['review', 'approval', 'responsibility']),
      sha256: Sha256Hex,
    }),
  },
  'memory.read': { event: z.strictObject({ items: z.int() }) },
  'memory.write': { event: z.strictObject({ items: z.int() }) },

  'report.issue': {
    intent: z.strictObject({ report: ReportId, kind: z.enum(['run']), throughSeq: z.int() }),
    outcome: done({ report: ReportId, sizeBytes: z.int(), sha256: Sha256Hex, pages: z.int() }),
  },
  'journal.checkpoint': {
    event: z.strictObject({
      size: z.int(),
      root: z.string(),
      reason: z.enum(['run_end', 'interval', 'lock', 'exit', 'report']),
      note: z.string(),
    }),
  },
  'journal.viewed': { event: z.strictObject({ what: z.enum(['entries', 'entry', 'denials', 'approvals']) }) },
  'integrity.verified': {
    event: z.strictObject({ verdict: z.string(), size: z.int(), firstBad: z.int().optional() }),
  },
  'clock.stepped': { event: z.strictObject({ byMs: z.int() }) },
  'config.loaded': {
    event: z.strictObject({ policySha256: Sha256Hex, agentsSha256: Sha256Hex, pipelinesSha256: Sha256Hex }),
  },
  'key.created': { event: z.strictObject({ what: z.string(), fingerprint: Sha256Hex.optional() }) },
} as const satisfies Record<string, { event: z.ZodType } | { intent: z.ZodType; outcome: z.ZodType }>;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]];
export const EventKind = z.enum(EVENT_NAMES);
export type EventKind = EventName;

type Catalogue = typeof EVENTS;
/** Kinds that stand alone, and kinds that are an act with an intent and an outcome. */
export type PlainKind = {
  [K in EventName]: Catalogue[K] extends { event: z.ZodType } ? K : never;
}[EventName];
export type ActKind = Exclude<EventName, PlainKind>;
export type EventBody<K extends PlainKind> = Catalogue[K] extends { event: infer S extends z.ZodType }
  ? z.input<S>
  : never;
export type IntentBody<K extends ActKind> = Catalogue[K] extends { intent: infer S extends z.ZodType }
  ? z.input<S>
  : never;
export type OutcomeBody<K extends ActKind> = Catalogue[K] extends { outcome: infer S extends z.ZodType }
  ? z.input<S>
  : never;
