import { z } from 'zod';
import { PersonId } from '../../../domain/ids.ts';
import { safeText, type Events } from './words.ts';

/** Agents that were stopped because they kept trying what is denied, and who let them work again. */
export const AGENT_EVENTS = {
  'agent.paused': {
    event: z.strictObject({
      /** What was tried each time: the tool and the column or table. */
      aim: z.string().max(140),
      denials: z.int().positive(),
      ruleId: z.string().max(40),
      /** On whose behalf the agent acted. */
      forPerson: PersonId,
    }),
  },
  'agent.released': {
    event: z.strictObject({
      meaning: z.enum(['review', 'approval', 'responsibility']),
      reason: safeText,
    }),
  },
} as const satisfies Events;
