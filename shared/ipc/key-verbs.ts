import { z } from 'zod';
import type { Role } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';

const holders: readonly Role[] = ['operator', 'compliance'];
const involved: readonly Role[] = ['operator', 'compliance', 'admin'];
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);
const nothing = z.strictObject({});

/** Where the key around the content keys lies. */
export const CustodyKind = z.enum(['passwords', 'key_file', 'token']);

/** The content keys: how old, when they change, how far a change is. */
export const KeysView = z.object({
  epoch: z.int(),
  sinceMs: z.int(),
  ageDays: z.int(),
  everyDays: z.int(),
  dueAtMs: z.int(),
  state: z.enum(['fresh', 'soon', 'due', 'overdue']),
  /** A change whose objects are not all wrapped anew yet. */
  rotation: z
    .object({
      by: z.string(),
      sinceMs: z.int(),
      /** Whether it goes on now, in this window. */
      going: z.boolean(),
      /** Objects that wait; unknown to who holds no content keys. */
      waiting: z.int().optional(),
    })
    .optional(),
  /** What an administrator asked for since the last change. */
  asked: z.object({ by: z.string(), wallMs: z.int(), reason: z.string() }).optional(),
  /** What opens the content keys beside the password of a person. */
  custody: z.object({
    kind: CustodyKind,
    /** Name of the key file, or the label of the token. */
    name: z.string().optional(),
    sinceMs: z.int().optional(),
    by: z.string().optional(),
  }),
  /** Changes that ended, newest first. */
  past: z.array(
    z.object({ epoch: z.int(), wallMs: z.int(), by: z.string(), objects: z.int(), damaged: z.int() }),
  ),
});
export type KeysView = z.infer<typeof KeysView>;

/** Content keys are changed by those who hold them; an administrator asks for it. */
export const KEY_VERBS = {
  'keys.get': verb(involved, 'see the state of the content keys', nothing, KeysView),
  'keys.rotate': verb(holders, 'change the content keys', z.strictObject({ reason, password }), KeysView),
  'keys.goOn': verb(holders, 'go on with a change of the content keys', nothing, KeysView),
  'keys.pause': verb(holders, 'pause a change of the content keys', nothing, KeysView),
  'keys.moveCustody': verb(
    ['compliance'],
    'move the content keys to a key file or token',
    z.strictObject({
      to: CustodyKind,
      reason,
      password,
      tokenLabel: z.string().trim().min(1).max(32).optional(),
      pin: z.string().min(1).max(64).optional(),
    }),
    KeysView.nullable(),
  ),
  'keys.ask': verb(['admin'], 'ask for new content keys', z.strictObject({ reason }), KeysView),
} as const satisfies Record<string, VerbDefinition>;

/** The content keys, or how far a change of them is, are not as they were. */
export const KEY_NOTICES = { 'keys.changed': z.object({ epoch: z.int() }) } as const;
