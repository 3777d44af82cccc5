import { z } from 'zod';
import { FindingKind } from '../domain/finding.ts';

/** One stage of a pipeline: an agent and the kinds of findings it decides. */
export const PipelineStep = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  agent: z.string(),
  description: z.string().max(300),
  findings: z.array(FindingKind).min(1),
});
export type PipelineStep = z.infer<typeof PipelineStep>;

export const PipelineFile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  description: z.string().max(500),
  /** Shown before a run: what it needs and why. */
  needs: z.array(z.strictObject({ category: z.string(), reason: z.string().max(300) })),
  flow: z.enum(['sequential']),
  steps: z.array(PipelineStep).min(1).max(20),
  max_iterations: z.int().min(1).max(20).default(5),
  compliance_profile: z.string().optional(),
  budget: z.strictObject({
    max_llm_calls: z.int().positive(),
    max_tool_calls: z.int().positive(),
    max_wall_clock_minutes: z.number().positive(),
  }),
  retry: z.strictObject({
    max_attempts: z.int().min(1).max(10),
    retry_on: z.array(z.enum(['invalid_answer', 'process_ended'])),
    backoff_seconds: z.number().nonnegative(),
  }),
});
export type PipelineFile = z.infer<typeof PipelineFile>;
