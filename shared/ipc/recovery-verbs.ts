import { z } from 'zod';
import type { Role } from '../domain/index.ts';
import { PersonId } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';
import { SessionView } from './session-views.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);
/** As printed, typed or scanned. Secret. */
const sheet = z.string().max(2000);

const Drill = z.object({
  wallMs: z.int(),
  person: z.string(),
  /** Numbers of sheets that are good. */
  good: z.array(z.int()),
  wrong: z.int(),
  /** Whether enough lay there to open the keyrings, and they opened. */
  opened: z.boolean(),
});

/** The sealed sheets: which are good now, and when they were last tried or used. */
export const RecoveryView = z.object({
  sheets: z
    .object({
      set: z.string(),
      threshold: z.int(),
      count: z.int(),
      madeAtMs: z.int(),
      madeBy: z.string(),
      witnessedBy: z.string(),
      /** When sheets of this set were typed in to let somebody in. */
      usedAtMs: z.int().optional(),
    })
    .optional(),
  drills: z.array(Drill),
  /** Sheets of the present set that no drill has found good in the last year, by number. */
  untried: z.array(z.int()),
  rootSha256: z.string(),
});
export type RecoveryView = z.infer<typeof RecoveryView>;

export const DrilledSheetsView = z.object({
  sheets: z.array(z.object({ number: z.int(), good: z.boolean(), problem: z.string().optional() })),
  opened: z.boolean(),
  state: RecoveryView,
});
export type DrilledSheetsView = z.infer<typeof DrilledSheetsView>;

/** The other way in: sheets of paper that some officers hold together. */
export const RECOVERY_VERBS = {
  'recovery.get': verb(everyone, 'see the recovery sheets', z.strictObject({}), RecoveryView),
  'recovery.makeSheets': verb(
    ['compliance'],
    'make recovery sheets',
    z.strictObject({
      count: z.int().min(2).max(8),
      threshold: z.int().min(2).max(8),
      reason,
      password,
      /** Stands by, and signs with a password of their own. */
      witness: PersonId,
      witnessPassword: password,
      /** Where the witness has a second factor. */
      witnessCode: z.string().max(40).optional(),
    }),
    z.object({ files: z.array(z.string()), state: RecoveryView }).nullable(),
  ),
  'recovery.drill': verb(
    ['compliance', 'admin'],
    'try recovery sheets',
    z.strictObject({ sheets: z.array(sheet).min(1).max(8) }),
    DrilledSheetsView,
  ),
  'recovery.use': verb(
    'anyone',
    'recover access',
    z.strictObject({
      person: PersonId,
      newPassword: password,
      sheets: z.array(sheet).min(1).max(8),
      reason,
      /** The customer's medium or token is lost: passwords alone open the content keys from then on. */
      leavesCustody: z.boolean().optional(),
    }),
    SessionView,
  ),
} as const satisfies Record<string, VerbDefinition>;
