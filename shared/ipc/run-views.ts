import { z } from 'zod';
import {
  ApprovalId,
  ArtefactKind,
  Behaviour,
  CallId,
  ChangeRecord,
  DatasetId,
  Decision,
  DeidProfile,
  FINDING_STATES,
  Finding,
  Purpose,
  RedactionCounts,
  RunEndReason,
  RunId,
  RunState,
  SafeName,
  Sha256Hex,
  ToolName,
} from '../domain/index.ts';

/** Pipelines, runs, their calls, and what comes of them. */

export const PipelineView = z.object({
  name: z.string(),
  description: z.string(),
  needs: z.array(z.object({ category: z.string(), reason: z.string() })),
  steps: z.array(z.object({ id: z.string(), agent: z.string(), description: z.string() })),
  limits: z.object({ llmCalls: z.int(), toolCalls: z.int(), minutes: z.number() }),
});
export type PipelineView = z.infer<typeof PipelineView>;

export const ModelView = z.object({
  name: z.string(),
  sha256: Sha256Hex,
  sizeBytes: z.int(),
  bundled: z.boolean(),
  notice: z.string(),
});
export type ModelView = z.infer<typeof ModelView>;

/** What a run with these choices would meet, from findings and policy alone, before any model is asked. */
export const DryCheckView = z.object({
  calls: z.array(
    z.object({
      finding: Finding,
      tool: ToolName,
      behaviour: Behaviour,
      ruleId: z.string(),
      reason: z.string(),
    }),
  ),
});
export type DryCheckView = z.infer<typeof DryCheckView>;

export const CALL_STATES = [
  'deciding',
  'waiting_for_approval',
  'denied',
  'running',
  'done',
  'failed',
  /** The run ended before it. */
  'dropped',
] as const;

/** One call in a run's timeline. No cells. */
export const CallView = z.object({
  id: CallId,
  step: z.int(),
  agent: z.string(),
  turn: z.int(),
  state: z.enum(CALL_STATES),
  finding: Finding.optional(),
  tool: z.string(),
  args: z.record(z.string(), z.json()),
  why: z.string(),
  usual: z.string().optional(),
  agreedWithUsual: z.boolean().optional(),
  decision: Decision.optional(),
  refusal: z.object({ stage: z.string(), ruleId: z.string(), reason: z.string() }).optional(),
  approval: ApprovalId.optional(),
  change: ChangeRecord.optional(),
  redactions: RedactionCounts,
  modelMs: z.number(),
  toolMs: z.number().optional(),
  gateMs: z.number().optional(),
  answerTokens: z.int(),
  tokensPerSecond: z.number(),
  /** Journal entries this call left: decision, intent, outcome. */
  entries: z.array(z.int()),
});
export type CallView = z.infer<typeof CallView>;

export const ArtefactView = z.object({
  kind: ArtefactKind,
  file: z.string(),
  mandatory: z.boolean(),
  state: z.enum(['missing', 'draft', 'awaiting_signature', 'done']),
  sizeBytes: z.int().optional(),
  sha256: Sha256Hex.optional(),
});
export type ArtefactView = z.infer<typeof ArtefactView>;

export const RunSummary = z.object({
  id: RunId,
  template: z.string(),
  dataset: DatasetId,
  table: SafeName,
  purpose: Purpose,
  deidProfile: DeidProfile,
  /** The data use agreement or the method on file. */
  reference: z.string().optional(),
  /** Surrogates read like values. */
  realistic: z.boolean().optional(),
  complianceProfile: z.string(),
  state: RunState,
  endReason: RunEndReason.optional(),
  startedAtMs: z.int(),
  endedAtMs: z.int().optional(),
  startedBy: z.string(),
  denials: z.int(),
  calls: z.int(),
  waitingApprovals: z.int(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunView = RunSummary.extend({
  steps: z.array(
    z.object({
      index: z.int(),
      id: z.string(),
      agent: z.string(),
      description: z.string(),
      state: z.enum(['pending', 'running', 'done']),
      findings: z.int(),
      closed: z.int(),
    }),
  ),
  callList: z.array(CallView),
  findings: z.array(Finding.extend({ state: z.enum(FINDING_STATES) })),
  /** Share of decided findings, 0 to 1. */
  progress: z.number(),
  secondsLeft: z.number().optional(),
  limits: z.object({ llmCalls: z.int(), toolCalls: z.int(), tokens: z.int(), minutes: z.number() }),
  used: z.object({ llmCalls: z.int(), toolCalls: z.int(), tokens: z.int(), minutes: z.number() }),
  backend: z.string(),
  artefacts: z.array(ArtefactView),
  versions: z.object({ before: z.int(), after: z.int() }),
  agreedWithUsual: z.int(),
  decided: z.int(),
  problem: z.string().optional(),
  /** Its operator lets it go on while nobody is signed in. */
  keepsGoing: z.boolean().optional(),
});
export type RunView = z.infer<typeof RunView>;

/** For the operator: what really went to the model, beside the cells it speaks about. Cells in clear. */
export const PromptView = z.object({
  prompt: z.string(),
  answer: z.string(),
  column: SafeName.optional(),
  rawCells: z.array(z.string().nullable()),
});
export type PromptView = z.infer<typeof PromptView>;

/** What one call changed, first rows that differ. Cells in clear. */
export const DifferencesView = z.object({
  record: ChangeRecord,
  examples: z.array(
    z.object({
      row: z.int(),
      column: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type DifferencesView = z.infer<typeof DifferencesView>;

export const StatementView = z.object({
  purpose: z.string(),
  /** Each column that stays, why, and the reason's author. */
  columns: z.array(
    z.object({
      name: SafeName,
      labels: z.array(z.string()),
      reason: z.string(),
      by: z.enum(['code', 'model', 'person']),
    }),
  ),
  signedBy: z.string().optional(),
  signedAtMs: z.int().optional(),
  meaning: z.string().optional(),
});
export type StatementView = z.infer<typeof StatementView>;
