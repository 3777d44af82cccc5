import { z } from 'zod';
import { LOOK_PURPOSES, PersonId, Role, ServiceKeyId } from '../domain/index.ts';
import { ProviderView } from './account-views.ts';

/** Who is signed in, and what stands around a session. */

export const PersonView = z.object({ id: PersonId, name: z.string(), role: Role });
export type PersonView = z.infer<typeof PersonView>;

export const HostView = z.object({
  /** `stand-in` where no Electron runtime is present. */
  kind: z.enum(['electron', 'stand-in', 'command-line']),
  appVersion: z.string(),
});

export const SessionView = z.object({
  state: z.enum(['no_workspace', 'signed_out', 'signed_in']),
  host: HostView,
  workspace: z.object({ id: z.string(), folder: z.string() }).optional(),
  /** Names to choose from at sign-in. */
  people: z.array(PersonView),
  /** Who is proposed or was here once, so that entries keep their names. */
  others: z.array(PersonView).optional(),
  person: PersonView.optional(),
  /** Set where this session is for the role that the person stands in for. */
  deputyUntilMs: z.int().optional(),
  /** Who may sign in for a role that is not their own, too. */
  deputies: z.array(z.object({ id: PersonId, role: Role, untilMs: z.int() })).optional(),
  /** A service key is signed in, and nobody; on the command line alone. */
  service: z.object({ id: ServiceKeyId, generation: z.int() }).optional(),
  /** The sealed sheets that are good now; absent where none were made. */
  recovery: z.object({ set: z.string(), threshold: z.int(), count: z.int() }).optional(),
  /** Emergency access that is in use, or was and is not reviewed yet. */
  emergency: z
    .object({
      began: z.int(),
      person: z.string(),
      beganAtMs: z.int(),
      endsAtMs: z.int(),
      endedAtMs: z.int().optional(),
      /** Whether a compliance officer has said that they know of it. */
      seen: z.boolean(),
    })
    .optional(),
  /** This person came in by an older key file than the journal knows: as of which entry, and how many changes are undone. */
  olderKeyFile: z.object({ since: z.int(), undone: z.int() }).optional(),
  /** What this person opens content for, as they stated it, and when it has to be stated again. */
  purpose: z.object({ purpose: z.enum(LOOK_PURPOSES), reason: z.string(), untilMs: z.int() }).optional(),
  /** What opens the content keys beside a password; absent where nothing does. */
  custody: z.object({ kind: z.enum(['key_file', 'token']), name: z.string() }).optional(),
  /** The workspace that stood here was erased, and this certifies it. */
  erased: z.object({ certificate: z.string() }).optional(),
  /** The workspace was brought back here from a backup just now; its journal says so from the next sign-in on. */
  restored: z.object({ madeAtMs: z.int(), missing: z.int() }).optional(),
  /** Wrong passwords at this person's name before they signed in. */
  failedBefore: z.object({ failures: z.int(), lastAtMs: z.int() }).optional(),
  /** This person's role signs in with a second factor here, and they have none yet: nothing else goes. */
  mustEnrol: z.boolean().optional(),
  /** Sign-in with an account of the hospital; absent where it is off. */
  provider: ProviderView.optional(),
  /** Whoever signs in here needs a linked account, and this person has none yet: nothing else goes. */
  mustLink: z.boolean().optional(),
  /** The person's own role, where the hospital account let them in as a viewer alone. */
  narrowedFrom: Role.optional(),
  /** The automatic logoff, and who set it; absent where a session ends with its command. */
  logoff: z
    .object({
      minutes: z.int(),
      source: z.enum(['default', 'environment', 'machine policy']),
      asked: z.int().optional(),
    })
    .optional(),
});
export type SessionView = z.infer<typeof SessionView>;
