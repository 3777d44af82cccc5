import { z } from 'zod';
import {
  PersonId,
  RunEndReason,
  RunId,
  RunState,
  SERVICE_KEY_STATES,
  ServiceKeyId,
  ServiceScope,
  type Role,
} from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';
import { SessionView } from './session-views.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const askers: readonly Role[] = ['operator', 'compliance', 'admin'];
const holders: readonly Role[] = ['operator', 'compliance'];
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);
const days = z.int().min(1).max(3660);
const key = ServiceKeyId;

/** One service key as the journal tells it. */
export const ServiceKeyView = z.object({
  id: ServiceKeyId,
  name: z.string(),
  state: z.enum(SERVICE_KEY_STATES),
  scope: ServiceScope,
  /** The dataset's table, where it is still here. */
  table: z.string().optional(),
  days: z.int(),
  generation: z.int(),
  proposedBy: z.string(),
  proposedById: PersonId,
  proposedAtMs: z.int(),
  reason: z.string(),
  madeBy: z.string().optional(),
  madeAtMs: z.int().optional(),
  /** Set where whoever made it, or last rotated it, may no longer sign in: an auditor asks about those. */
  makerHasLeft: z.boolean(),
  expiresAtMs: z.int().optional(),
  lastUsedAtMs: z.int().optional(),
  uses: z.int(),
  refusals: z.int(),
  endedBy: z.string().optional(),
  endedAtMs: z.int().optional(),
  endReason: z.string().optional(),
  /** Whether who asks may agree to it, and if not why, as a sentence. */
  mayMake: z.boolean(),
  why: z.string(),
});
export type ServiceKeyView = z.infer<typeof ServiceKeyView>;

/** Newest first. */
export const ServiceKeysView = z.object({
  keys: z.array(ServiceKeyView),
  /** Days that a key may be good for at most, by compliance profile. */
  mostDays: z.record(z.string(), z.int()),
});
export type ServiceKeysView = z.infer<typeof ServiceKeysView>;

/** What a service session is told of its own run: figures, and nothing that somebody said or that stands in a cell. */
export const ServiceRunView = z.object({
  id: RunId,
  state: RunState,
  endReason: RunEndReason.optional(),
  calls: z.int(),
  denials: z.int(),
  waiting: z.int(),
});
export type ServiceRunView = z.infer<typeof ServiceRunView>;

/** Keys for scheduled runs on the command line: one pipeline on one dataset, made by two people, for a time. */
export const SERVICE_KEY_VERBS = {
  'serviceKeys.list': verb(everyone, 'see the service keys', z.strictObject({}), ServiceKeysView),
  'serviceKeys.propose': verb(
    askers,
    'ask for a service key',
    z.strictObject({
      name: z.string().trim().min(1).max(80),
      scope: ServiceScope,
      days: days.optional(),
      reason,
      password,
    }),
    ServiceKeysView,
  ),
  /** Agrees to what somebody else asked for, and writes the key file where the person says. */
  'serviceKeys.make': verb(
    holders,
    'make a service key',
    z.strictObject({ key, password }),
    z.object({ file: z.string(), keys: ServiceKeysView }).nullable(),
  ),
  'serviceKeys.decline': verb(
    askers,
    'decline a service key',
    z.strictObject({ key, reason, password }),
    ServiceKeysView,
  ),
  'serviceKeys.rotate': verb(
    holders,
    'rotate a service key',
    z.strictObject({ key, days: days.optional(), password }),
    z.object({ file: z.string(), keys: ServiceKeysView }).nullable(),
  ),
  'serviceKeys.revoke': verb(
    askers,
    'revoke a service key',
    z.strictObject({ key, reason, password }),
    ServiceKeysView,
  ),
  /** On the command line alone. */
  'service.signIn': verb(
    'anyone',
    'sign in by a service key',
    z.strictObject({ file: z.base64().max(8192) }),
    SessionView,
  ),
  /** Starts the one run that the key is good for. */
  'service.startRun': verb(
    ['service'],
    'start the run of a service key',
    z.strictObject({}),
    z.object({ run: RunId }),
  ),
  'service.getRun': verb(
    ['service'],
    'see how the run of a service key goes',
    z.strictObject({ run: RunId }),
    ServiceRunView,
  ),
  'service.cancelRun': verb(
    ['service'],
    'cancel the run of a service key',
    z.strictObject({ run: RunId }),
    z.object({}),
  ),
} as const satisfies Record<string, VerbDefinition>;
