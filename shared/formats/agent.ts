import { z } from 'zod';
import { DATA_NAMES } from '../domain/data-scope.ts';
import { ToolName } from '../domain/tool.ts';

const DataName = z.enum(DATA_NAMES);

/** An agent: a persona with its rights and limits. Tools outside `allowed_tools` do not exist for it. */
export const AgentFile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  description: z.string().max(300),
  permissions: z.array(
    z.enum(['read_phi', 'write_phi', 'tool_call', 'external_api', 'file_access', 'admin']),
  ),
  allowed_tools: z.array(ToolName).min(1),
  allowed_endpoints: z.array(z.string()).default([]),
  phi_access: z.boolean(),
  data_access: z.strictObject({
    /** Columns that may reach the agent: in findings, prompts, arguments and results. */
    phi_categories: z.array(DataName).default([]),
    /** Columns that never do, whatever the line above says. */
    excluded: z.array(DataName).default([]),
  }),
  session_limits: z.strictObject({
    max_tokens: z.int().positive(),
    max_tool_calls: z.int().positive(),
    timeout_minutes: z.number().positive(),
  }),
});
export type AgentFile = z.infer<typeof AgentFile>;
