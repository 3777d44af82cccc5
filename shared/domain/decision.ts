import { z } from 'zod';
import { DeidProfile, PURPOSES } from './finding.ts';
import { Sha256Hex } from './ids.ts';
import { ColumnLabel } from './labels.ts';
import { LocalTime } from './local-time.ts';
import { Principal } from './roles.ts';
import { ToolEffect } from './tool.ts';

export const BEHAVIOURS = ['allow', 'ask', 'deny'] as const;
export const Behaviour = z.enum(BEHAVIOURS);
export type Behaviour = z.infer<typeof Behaviour>;

/**
 * What a rule belongs to: the person's role, the agent's allowlist, the limits of the run, the regulatory
 * floor of the profile, the profile's own rules, the site's rules in their place, a stage of the gate, or
 * the default where no rule speaks.
 */
export const DECISION_PARTS = [
  'role',
  'agent',
  'limits',
  'floor',
  'profile',
  'site',
  'stage',
  'default',
] as const;
export const DecisionPart = z.enum(DECISION_PARTS);
export type DecisionPart = z.infer<typeof DecisionPart>;

/** One rule that matched a request, and where it stands. */
export const MatchedRule = z.object({
  id: z.string(),
  behaviour: Behaviour,
  reason: z.string(),
  /** Where the rule is written: `policies/hipaa.yaml`, line; built-in rules name the stage. */
  file: z.string(),
  line: z.int().nonnegative(),
  /** False where a stronger behaviour overruled it. */
  decided: z.boolean(),
  /** Absent in decisions from before it was recorded. */
  part: DecisionPart.optional(),
});
export type MatchedRule = z.infer<typeof MatchedRule>;

/** How much of the limits a run has used, as a decision saw it. */
const Figures = z.object({
  llmCalls: z.number(),
  toolCalls: z.number(),
  tokens: z.number(),
  minutes: z.number(),
});

/**
 * All that a decision was made from, beside arguments and labels, which stand next to it in the entry.
 * Enough to make the same decision again under the same policy, or another one under a draft.
 */
export const DecisionBasis = z.object({
  by: z.enum(['agent', 'person']),
  agent: z.string().optional(),
  role: Principal,
  tool: z.string(),
  effect: ToolEffect,
  /** `own_words` where a person gave a purpose of their own; what they wrote is not repeated. */
  purpose: z.enum([...PURPOSES, 'own_words']),
  complianceProfile: z.string(),
  deidProfile: DeidProfile.optional(),
  valuesLost: z.int().nonnegative(),
  /** Whether the agent's allowlist has the tool; true for a person, who needs none. */
  toolListed: z.boolean(),
  limits: Figures.optional(),
  used: Figures.optional(),
  workstation: z.string().optional(),
  localTime: LocalTime.optional(),
});
export type DecisionBasis = z.infer<typeof DecisionBasis>;

/** Allow, ask or deny, with every rule that led to it. */
export const Decision = z.object({
  behaviour: Behaviour,
  /** The rule that decided: `HIPAA-001`, `ROLE-003`, `LIMIT-001`, `DEFAULT-DENY`. */
  ruleId: z.string(),
  reason: z.string(),
  matched: z.array(MatchedRule),
  policySha256: Sha256Hex,
  /** Absent in decisions from before it was recorded, and where the arguments could not be read. */
  basis: DecisionBasis.optional(),
});
export type Decision = z.infer<typeof Decision>;

/** What someone wants to do, as policy sees it. */
export const PolicyRequest = z.object({
  by: z.enum(['agent', 'person']),
  agent: z.string().optional(),
  /** Role of the person who acts, or on whose behalf the agent acts. */
  role: Principal,
  tool: z.string(),
  effect: ToolEffect,
  args: z.record(z.string(), z.json()),
  /** Labels on the data that the call touches or lets out. */
  labels: z.array(ColumnLabel),
  purpose: z.string(),
  complianceProfile: z.string(),
  /** De-identification profile of the run behind the call; absent where there is none. */
  deidProfile: DeidProfile.optional(),
  /** Values that the call would lose for good, from a dry plan. */
  valuesLost: z.int().nonnegative(),
});
export type PolicyRequest = z.infer<typeof PolicyRequest>;
