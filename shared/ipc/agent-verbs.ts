import { z } from 'zod';
import { AgentView } from './agent-views.ts';
import { verb, type VerbDefinition } from './define.ts';

/** The agents that ship: what each may do, and which are stopped. */
export const AGENT_VERBS = {
  'agents.list': verb(
    ['viewer', 'operator', 'compliance', 'admin'],
    'list agents',
    z.strictObject({}),
    z.array(AgentView),
  ),
  'agents.release': verb(
    ['compliance'],
    'let an agent work again',
    z.strictObject({
      agent: z.string().min(1).max(64),
      reason: z.string().trim().min(3, 'give a reason of at least three characters').max(500),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      password: z.string().min(1).max(1024),
    }),
    z.array(AgentView),
  ),
} as const satisfies Record<string, VerbDefinition>;
