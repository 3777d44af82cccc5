import { z } from 'zod';
import { Behaviour } from '../domain/decision.ts';
import { ColumnLabel } from '../domain/labels.ts';

/** One name, a glob with `*`, or a list of either. */
const Names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/**
 * A typed condition on one argument: a value, or fields that must all hold. Text is compared without
 * regard to case, width and surrounding space. Of a list or a nested value, one fitting part is enough
 * for ask and deny; for allow every part must fit.
 */
export const ArgumentCondition = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z
    .strictObject({
      in: z
        .array(z.union([z.string(), z.number(), z.boolean()]))
        .min(1)
        .optional(),
      gt: z.number().optional(),
      lt: z.number().optional(),
    })
    .refine((condition) => Object.keys(condition).length > 0, 'say `in`, `gt` or `lt`'),
]);
export type ArgumentCondition = z.infer<typeof ArgumentCondition>;

export const RuleCondition = z.strictObject({
  tool: Names.optional(),
  effect: Names.optional(),
  agent: Names.optional(),
  role: Names.optional(),
  /** `person` for what someone does by hand, `agent` for a model's call. */
  by: z.enum(['person', 'agent']).optional(),
  args: z.record(z.string(), ArgumentCondition).optional(),
  /** Labels on the data that the call would touch or let out: at least one of these, none of those. */
  data: z
    .strictObject({
      contains: z.array(ColumnLabel).min(1).optional(),
      lacks: z.array(ColumnLabel).min(1).optional(),
    })
    .optional(),
  purpose: Names.optional(),
  compliance_profile: Names.optional(),
  /** `strict` or `limited`; never fits where no run stands behind the call. */
  deid_profile: Names.optional(),
  /** Values that the call would lose for good. */
  values_lost: z.strictObject({ gt: z.int().nonnegative() }).optional(),
});
export type RuleCondition = z.infer<typeof RuleCondition>;

export const PolicyRule = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9]*-[0-9]{3}$/, 'an id looks like HIPAA-001'),
  description: z.string().max(300).optional(),
  when: RuleCondition,
  behaviour: Behaviour,
  /** Shown to the person and to the model's user; required for ask and deny. */
  reason: z.string().max(300).optional(),
  /** Which of several rules of the winning behaviour is named as the one that decided; higher goes first. */
  priority: z.int().optional(),
});
export type PolicyRule = z.infer<typeof PolicyRule>;

export const PolicyFile = z.strictObject({
  version: z.literal(1),
  rules: z.array(PolicyRule).max(2000),
});
export type PolicyFile = z.infer<typeof PolicyFile>;
