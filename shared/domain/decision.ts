import { z } from 'zod';
import { DeidProfile } from './finding.ts';
import { Sha256Hex } from './ids.ts';
import { ColumnLabel } from './labels.ts';
import { Role } from './roles.ts';
import { ToolEffect } from './tool.ts';

export const BEHAVIOURS = ['allow', 'ask', 'deny'] as const;
export const Behaviour = z.enum(BEHAVIOURS);
export type Behaviour = z.infer<typeof Behaviour>;

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
});
export type MatchedRule = z.infer<typeof MatchedRule>;

/** Allow, ask or deny, with every rule that led to it. */
export const Decision = z.object({
  behaviour: Behaviour,
  /** The rule that decided: `HIPAA-001`, `ROLE-003`, `LIMIT-001`, `DEFAULT-DENY`. */
  ruleId: z.string(),
  reason: z.string(),
  matched: z.array(MatchedRule),
  policySha256: Sha256Hex,
});
export type Decision = z.infer<typeof Decision>;

/** What someone wants to do, as policy sees it. */
export const PolicyRequest = z.object({
  by: z.enum(['agent', 'person']),
  agent: z.string().optional(),
  /** Role of the person who acts, or on whose behalf the agent acts. */
  role: Role,
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
