import { z } from 'zod';
import {
  ApprovalId,
  ArtefactKind,
  Behaviour,
  CallId,
  ChangeRecord,
  ColumnInfo,
  ColumnType,
  DatasetId,
  DatasetSummary,
  Decision,
  DeidProfile,
  FiledReference,
  Finding,
  FINDING_STATES,
  PersonId,
  Purpose,
  RedactionCounts,
  Role,
  RunEndReason,
  RunId,
  RunState,
  SafeName,
  ServiceKeyId,
  Sha256Hex,
  ToolName,
} from '../domain/index.ts';
import { Entry } from '../formats/journal/entry.ts';
import { ProviderView } from './account-views.ts';

/** What screens and the command line are shown. Cells appear only in views that say so. */

export const PersonView = z.object({ id: PersonId, name: z.string(), role: Role });
export type PersonView = z.infer<typeof PersonView>;

export const HostView = z.object({
  /** `stand-in` where no Electron runtime is present. */
  kind: z.enum(['electron', 'stand-in', 'command-line']),
  appVersion: z.string(),
});

export const SessionView = z.object({
  state: z.enum(['no_workspace', 'signed_out', 'signed_in']),
  host: HostView,
  workspace: z.object({ id: z.string(), folder: z.string() }).optional(),
  /** Names to choose from at sign-in. */
  people: z.array(PersonView),
  /** Who is proposed or was here once, so that entries keep their names. */
  others: z.array(PersonView).optional(),
  person: PersonView.optional(),
  /** Set where this session is for the role that the person stands in for. */
  deputyUntilMs: z.int().optional(),
  /** Who may sign in for a role that is not their own, too. */
  deputies: z.array(z.object({ id: PersonId, role: Role, untilMs: z.int() })).optional(),
  /** A service key is signed in, and nobody; on the command line alone. */
  service: z.object({ id: ServiceKeyId, generation: z.int() }).optional(),
  /** The sealed sheets that are good now; absent where none were made. */
  recovery: z.object({ set: z.string(), threshold: z.int(), count: z.int() }).optional(),
  /** Emergency access that is in use, or was and is not reviewed yet. */
  emergency: z
    .object({
      began: z.int(),
      person: z.string(),
      beganAtMs: z.int(),
      endsAtMs: z.int(),
      endedAtMs: z.int().optional(),
      /** Whether a compliance officer has said that they know of it. */
      seen: z.boolean(),
    })
    .optional(),
  /** What opens the content keys beside a password; absent where nothing does. */
  custody: z.object({ kind: z.enum(['key_file', 'token']), name: z.string() }).optional(),
  /** The workspace that stood here was erased, and this certifies it. */
  erased: z.object({ certificate: z.string() }).optional(),
  /** The workspace was brought back here from a backup just now; its journal says so from the next sign-in on. */
  restored: z.object({ madeAtMs: z.int(), missing: z.int() }).optional(),
  /** Wrong passwords at this person's name before they signed in. */
  failedBefore: z.object({ failures: z.int(), lastAtMs: z.int() }).optional(),
  /** This person's role signs in with a second factor here, and they have none yet: nothing else goes. */
  mustEnrol: z.boolean().optional(),
  /** Sign-in with an account of the hospital; absent where it is off. */
  provider: ProviderView.optional(),
  /** Whoever signs in here needs a linked account, and this person has none yet: nothing else goes. */
  mustLink: z.boolean().optional(),
  /** The person's own role, where the hospital account let them in as a viewer alone. */
  narrowedFrom: Role.optional(),
  /** The automatic logoff, and who set it; absent where a session ends with its command. */
  logoff: z
    .object({
      minutes: z.int(),
      source: z.enum(['default', 'environment', 'machine policy']),
      asked: z.int().optional(),
    })
    .optional(),
});
export type SessionView = z.infer<typeof SessionView>;

export const PreviewView = z.object({
  file: z.string(),
  format: z.enum(['csv', 'xlsx', 'parquet']),
  sizeBytes: z.int(),
  delimiter: z.enum([',', '\t', '|', ';']).optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  headers: z.array(z.string()),
  /** Type of each column as its first rows read; the import looks at every row. */
  types: z.array(ColumnType).optional(),
  /** First rows, cells in clear. */
  rows: z.array(z.array(z.string().nullable())),
  problems: z.array(z.object({ line: z.int(), column: z.string().optional(), message: z.string() })),
});
export type PreviewView = z.infer<typeof PreviewView>;

export const DatasetView = DatasetSummary.extend({
  columnInfo: z.array(ColumnInfo),
  findings: z.array(Finding),
  versions: z.array(z.object({ version: z.int(), rows: z.int(), columns: z.int(), made: z.string() })),
});
export type DatasetView = z.infer<typeof DatasetView>;

export const RowsView = z.object({
  offset: z.int(),
  total: z.int(),
  columns: z.array(SafeName),
  rows: z.array(z.array(z.string().nullable())),
});
export type RowsView = z.infer<typeof RowsView>;

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

/** A column that tells who its rows are although it names nobody: a hash, or a code made of an identifier. */
export const CodeLintView = z.object({
  column: z.string(),
  kind: z.enum(['hash_of', 'looks_hashed', 'derived_from']),
  from: z.string().optional(),
  how: z.string(),
});
export type CodeLintView = z.infer<typeof CodeLintView>;

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

export const EntryView = z.object({ entry: Entry, person: z.string(), leafSha256: Sha256Hex });
export type EntryView = z.infer<typeof EntryView>;

/** A journal file that began behind a damaged one, and what is known of that. */
export const EpochView = z.object({
  epoch: z.int(),
  /** Position of its first entry. */
  firstSeq: z.int(),
  previous: z.object({
    epoch: z.int(),
    verdict: z.string(),
    /** Entries that could be read, and those of them under its last good checkpoint. */
    entries: z.int(),
    vouchedFor: z.int().optional(),
  }),
});
export type EpochView = z.infer<typeof EpochView>;

export const VerifyLine = z.object({
  what: z.string(),
  verdict: z.enum(['ok', 'failed', 'unknown', 'not_checked']),
  detail: z.string(),
  firstBad: z.string().optional(),
  /** Set where only a checkpoint kept outside the workspace can show this. */
  onlyWitness: z.literal(true).optional(),
});
export const VerifyView = z.object({ ok: z.boolean(), subject: z.string(), lines: z.array(VerifyLine) });
export type VerifyView = z.infer<typeof VerifyView>;

export const ProgressView = z.object({
  /** What is at work: `import`, `report`, `verify`. */
  task: z.string(),
  done: z.number(),
  total: z.number(),
  secondsLeft: z.number().optional(),
  message: z.string().optional(),
});
export type ProgressView = z.infer<typeof ProgressView>;
