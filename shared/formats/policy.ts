import { z } from 'zod';
import { Behaviour } from '../domain/decision.ts';
import { ColumnLabel } from '../domain/labels.ts';
import { ArtefactKind } from '../domain/run.ts';
import { DataCategory } from '../domain/categories.ts';
import { Place } from './residency.ts';

/** One name, a glob with `*`, or a list of either. */
const Names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const oneOrMore = <T extends z.ZodType>(each: T) => z.union([each, z.array(each).min(1)]);

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

const DAY = '(?:mon|tue|wed|thu|fri|sat|sun)';
const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';

/**
 * Days and hours of this workstation's clock. Hours that end before they begin run into the next day,
 * and belong to the day on which they began.
 */
export const TimeWindow = z
  .strictObject({
    days: oneOrMore(
      z.string().regex(new RegExp(`^${DAY}(?:-${DAY})?$`), 'days look like `mon`, or `mon-fri`'),
    ).optional(),
    hours: oneOrMore(
      z
        .string()
        .regex(new RegExp(`^${CLOCK}-(?:${CLOCK}|24:00)$`), 'hours look like `08:00-18:00`')
        .refine((text) => text.slice(0, 5) !== text.slice(6), 'these hours end as they begin'),
    ).optional(),
  })
  .refine(({ days, hours }) => days !== undefined || hours !== undefined, 'say `days`, `hours`, or both');
export type TimeWindow = z.infer<typeof TimeWindow>;

export const RuleCondition = z.strictObject({
  tool: Names.optional(),
  effect: Names.optional(),
  agent: Names.optional(),
  role: Names.optional(),
  /** `person` for what someone does by hand, `agent` for a model's call. */
  by: z.enum(['person', 'agent']).optional(),
  args: z.record(z.string(), ArgumentCondition).optional(),
  /** RE2 expression, found anywhere in the arguments as JSON. Conditions under `args` say more and prove more. */
  args_pattern: z.string().min(1).max(500).optional(),
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
  /** Names that the file lists under `workstations`. */
  workstation: Names.optional(),
  time_window: TimeWindow.optional(),
});
export type RuleCondition = z.infer<typeof RuleCondition>;

export const PolicyRule = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9]*-[0-9]{3}$/, 'an id looks like HIPAA-001'),
  description: z.string().max(300).optional(),
  when: RuleCondition,
  behaviour: Behaviour,
  /** Shown to the person and to the model's user. Without one the description stands in. */
  reason: z.string().max(300).optional(),
  /** Which of several rules of the winning behaviour is named as the one that decided; higher goes first. */
  priority: z.int().optional(),
});
export type PolicyRule = z.infer<typeof PolicyRule>;

/**
 * What a site asks beyond the profile: the longer retention, more artefacts, fewer places, larger cells.
 * Anything that would relax the profile is an error.
 */
export const Tightening = z.strictObject({
  retention_days: z.int().positive().optional(),
  mandatory_artefacts: z.array(ArtefactKind).min(1).optional(),
  small_cell_threshold: z.int().min(0).max(100).optional(),
  residency: z.partialRecord(DataCategory, z.array(Place)).optional(),
});
export type Tightening = z.infer<typeof Tightening>;

/** Workstation names as rules see them: lower case, as the network knows them, without its domain. */
export const WorkstationName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a workstation looks like ward-3-a, in lower case');

export const PolicyFile = z.strictObject({
  version: z.literal(1).default(1),
  description: z.string().max(300).optional(),
  /** Workstations that rules of this file may name. */
  workstations: z.array(WorkstationName).max(1000).optional(),
  tighten: Tightening.optional(),
  rules: z.array(PolicyRule).max(2000),
});
export type PolicyFile = z.infer<typeof PolicyFile>;
