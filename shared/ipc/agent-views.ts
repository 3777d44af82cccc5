import { z } from 'zod';
import { RunId, ToolName } from '../domain/index.ts';

/** An agent as its file has it, and why it is stopped where it is. */
export const AgentView = z.object({
  name: z.string(),
  description: z.string(),
  permissions: z.array(z.string()),
  tools: z.array(ToolName),
  phiAccess: z.boolean(),
  /** Data that may reach it, and data that never does. */
  allowed: z.array(z.string()),
  excluded: z.array(z.string()),
  limits: z.object({ tokens: z.int(), toolCalls: z.int(), minutes: z.number() }),
  /** Pipelines that have it decide. */
  pipelines: z.array(z.string()),
  paused: z
    .object({
      sinceMs: z.int(),
      aim: z.string(),
      denials: z.int(),
      ruleId: z.string(),
      run: RunId.optional(),
      forPerson: z.string(),
      seq: z.int(),
      /** False where the one who looks is the person on whose behalf it acted. */
      mayRelease: z.boolean(),
    })
    .optional(),
});
export type AgentView = z.infer<typeof AgentView>;
