import { z } from 'zod';
import type { Role } from '../domain/roles.ts';
import { confirmedVerb, verb, type VerbDefinition } from './define.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const keepers: readonly Role[] = ['compliance', 'admin'];
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);
/** Says which account of the system is meant, without its key. */
const account = z.string().regex(/^[0-9a-f]{16}$/);

/** Where an account's secret can lie. */
export const SecretPlace = z.enum(['file', 'keychain']);
export type SecretPlace = z.infer<typeof SecretPlace>;

/** Where this workstation's secret lies, and which accounts of its system were let in. */
export const DeviceView = z.object({
  /** Two places where a move was cut short. */
  places: z.array(SecretPlace),
  keychain: z.object({ state: z.enum(['ready', 'weak', 'none']), name: z.string() }),
  /** Somebody answers for a system without a real key store. */
  weakAccepted: z.object({ by: z.string(), expiresAtMs: z.int() }).optional(),
  users: z.array(
    z.object({
      id: account,
      /** As the system calls the account; asserted. */
      name: z.string(),
      addedAtMs: z.int(),
      addedBy: z.string().optional(),
      /** The account that this program runs as. */
      own: z.boolean(),
    }),
  ),
  asking: z.array(z.object({ id: account, name: z.string(), askedAtMs: z.int() })),
});
export type DeviceView = z.infer<typeof DeviceView>;

export const AskedToBeLetIn = z.object({
  /** Read out to who lets the account in, and typed by them. */
  code: z.string(),
  name: z.string(),
});
export type AskedToBeLetIn = z.infer<typeof AskedToBeLetIn>;

/** The secret of this workstation: where it lies, and whose accounts of the system open the workspace by it. */
export const DEVICE_VERBS = {
  'device.get': verb(everyone, 'see where the device secret lies', z.strictObject({}), DeviceView),
  /** Before anybody can sign in under this account of the system. */
  'device.ask': verb('anyone', 'ask to be let in', z.strictObject({}), AskedToBeLetIn),
  'device.admit': verb(
    keepers,
    'let another user of the workstation in',
    z.strictObject({ account, code: z.string().trim().min(1).max(40), reason, password }),
    DeviceView,
  ),
  'device.dismiss': verb(
    keepers,
    'turn another user of the workstation away',
    z.strictObject({ account, reason }),
    DeviceView,
  ),
  'device.shutOut': verb(
    keepers,
    'shut another user of the workstation out',
    z.strictObject({ account, reason, password }),
    DeviceView,
  ),
  'device.move': verb(
    keepers,
    'move the device secret',
    z.strictObject({ to: SecretPlace, reason, password }),
    DeviceView,
  ),
  'device.acceptWeak': confirmedVerb(
    keepers,
    'answer for a system without a key store',
    z.strictObject({ reason, days: z.int().min(1).max(366) }),
    DeviceView,
  ),
} as const satisfies Record<string, VerbDefinition>;
