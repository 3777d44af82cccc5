import { z } from 'zod';
import { SafeName } from '../domain/dataset.ts';
import { DeidProfile, FiledReference, Finding, FINDING_STATES, Purpose } from '../domain/finding.ts';
import { ApprovalId, CallId, DatasetId, PersonId, RunId, Sha256Hex } from '../domain/ids.ts';
import { Principal } from '../domain/roles.ts';
import { ToolName } from '../domain/tool.ts';

/** Version that is written now, and those that can be read. */
export const RUN_STATE_FORMAT = 2;
export const READABLE_RUN_STATES: readonly number[] = [1, 2];

const Count = z.int().nonnegative();
const Used = z.strictObject({
  llmCalls: Count,
  toolCalls: Count,
  tokens: Count,
  minutes: z.number().nonnegative(),
});
const FindingId = Finding.shape.id;

/** What somebody asked for when they started a run. */
export const RunRequest = z.strictObject({
  template: z.string().min(1).max(64),
  dataset: DatasetId,
  version: z.int().positive(),
  purpose: Purpose,
  deidProfile: DeidProfile,
  complianceProfile: z.string().min(1).max(32),
  target: SafeName.optional(),
  /** What the profile rests on: the data use agreement (limited) or the method on file (expert). */
  reference: FiledReference.optional(),
  /** Surrogates that read like values. */
  realistic: z.boolean().optional(),
  /** Nobody waits for an answer: what policy would ask is denied. */
  unattended: z.boolean().optional(),
  /** The analyst's own words; kept encrypted with the run, never in an entry or a prompt. */
  problem: z.string().max(500).optional(),
});
export type RunRequest = z.infer<typeof RunRequest>;

/** A finding and what became of it. */
export const LedgerItem = z.strictObject({
  finding: Finding,
  state: z.enum(FINDING_STATES),
  /** The tool that decided it last, and the model's redacted reason. */
  tool: ToolName.optional(),
  why: z.string().max(200).optional(),
  /** Tried in the present round, so not asked again before the next. */
  tried: z.boolean(),
});
export type LedgerItem = z.infer<typeof LedgerItem>;

export const StoredTurn = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  text: z.string().max(20_000),
});

/**
 * A run that waits for a person, or was paused because its person left: all that is needed to go on, encrypted as a payload. It is not trusted
 * when it comes back: the schema is checked, files are hashed again, and the held answer goes through
 * the whole gate once more.
 */
export const StoredRunState = z
  .strictObject({
    /** Since 2, a run can also be stored with nothing held and between two conversations. */
    v: z.literal([1, RUN_STATE_FORMAT]),
    run: RunId,
    request: RunRequest,
    /** On whose behalf the agents act. */
    actor: z.strictObject({ id: PersonId, role: Principal }),
    pins: z.strictObject({ pipelineSha256: Sha256Hex, agentsSha256: Sha256Hex, modelSha256: Sha256Hex }),
    version: z.int().positive(),
    step: Count,
    round: z.int().positive(),
    turn: Count,
    refusalsInRow: Count,
    used: Used,
    usedByAgent: z.record(z.string().max(64), Used),
    ledger: z.array(LedgerItem).max(9999),
    conversation: z
      .strictObject({ turns: z.array(StoredTurn).max(200), open: z.array(FindingId).max(100) })
      .optional(),
    /** The call that waits; absent where the run was paused between calls. */
    held: z
      .strictObject({
        call: CallId,
        approval: ApprovalId,
        /** The model's answer as it was given. */
        text: z.string().max(4000),
        turn: Count,
      })
      .optional(),
  })
  .refine(({ v, held, conversation }) => v > 1 || (held !== undefined && conversation !== undefined), {
    error: 'a state of the first version holds a call',
  });
export type StoredRunState = z.infer<typeof StoredRunState>;
