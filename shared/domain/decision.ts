import { z } from 'zod';
import { Sha256Hex } from './ids.ts';

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
