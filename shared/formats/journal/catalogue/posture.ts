import { z } from 'zod';
import { InterfaceName, PostureCheck } from '../../../domain/posture.ts';
import { safeText, type Events } from './words.ts';

const interfaces = z.array(InterfaceName).max(64);

/** What the workstation was like, and who answers for its network. */
export const POSTURE_EVENTS = {
  'posture.checked': {
    event: z.strictObject({
      /** `unlocked`: the first time that somebody signed in after a start that was recorded before. */
      why: z.enum(['start', 'unlocked', 'asked']),
      happenedAtMs: z.int(),
      checks: z.array(PostureCheck).max(40),
    }),
  },
  /** Ways out that came or went while patient data was open. */
  'posture.network_changed': {
    event: z.strictObject({ appeared: interfaces, gone: interfaces, strict: z.boolean() }),
  },
  /** A named person answers for these interfaces leading into a network without the internet. */
  'posture.network_accepted': {
    event: z.strictObject({ interfaces, expiresAtMs: z.int(), reason: safeText }),
  },
  'posture.strict_set': { event: z.strictObject({ strict: z.boolean(), reason: safeText }) },
  /** Attempts of our own processes to open a connection or start a program; none succeeded. */
  'posture.refused': {
    event: z.strictObject({ call: z.string().max(80), by: z.string().max(80) }),
  },
} as const satisfies Events;
