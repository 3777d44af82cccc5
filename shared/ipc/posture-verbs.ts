import { z } from 'zod';
import { InterfaceName, PostureCheck } from '../domain/posture.ts';
import type { Role } from '../domain/roles.ts';
import { confirmedVerb, verb, type VerbDefinition } from './define.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const nothing = z.strictObject({});

/** What is known about the workstation, how well, and who answers for its network. */
export const PostureView = z.object({
  checkedAtMs: z.int(),
  checks: z.array(PostureCheck),
  network: z.object({
    /** Interfaces with a way out, now. */
    routes: z.array(InterfaceName),
    state: z.enum(['none', 'accepted', 'not_accepted']),
    accepted: z
      .object({ by: z.string(), interfaces: z.array(InterfaceName), expiresAtMs: z.int(), seq: z.int() })
      .optional(),
    /** A way out that appeared while patient data was open, until somebody answers for it. */
    alarm: z.object({ sinceMs: z.int(), interfaces: z.array(InterfaceName) }).optional(),
  }),
  /** Whether a way out that nobody answers for locks the workspace. */
  strict: z.boolean(),
});
export type PostureView = z.output<typeof PostureView>;

/** The workstation around the workspace: what can be shown of the air gap and its surroundings. */
export const POSTURE_VERBS = {
  'posture.get': verb(everyone, 'see the posture of the workstation', nothing, PostureView),
  'posture.check': verb(everyone, 'check the posture of the workstation', nothing, PostureView),
  'posture.acceptNetwork': confirmedVerb(
    ['compliance', 'admin'],
    'answer for the network of the workstation',
    z.strictObject({ reason, days: z.int().min(1).max(366) }),
    PostureView,
  ),
  'posture.setStrict': confirmedVerb(
    ['admin'],
    'set what a network does to the workspace',
    z.strictObject({ strict: z.boolean(), reason }),
    PostureView,
  ),
} as const satisfies Record<string, VerbDefinition>;

/** A way out came or went; the screen that shows the posture asks again. */
export const POSTURE_NOTICES = { 'posture.changed': z.object({ alarm: z.boolean() }) } as const;
