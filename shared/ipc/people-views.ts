import { z } from 'zod';
import { PersonId, Role } from '../domain/index.ts';

/** What a proposal changes: a newcomer, another role, a new password, or somebody's return. */
export const ChangeOfPerson = z.enum(['new', 'role', 'password', 'return']);
/** Of a proposal: one of these, or that somebody stands in for another role. */
export const ProposedChange = z.enum([...ChangeOfPerson.options, 'deputy']);
export type ChangeOfPerson = z.infer<typeof ChangeOfPerson>;
export type ProposedChange = z.infer<typeof ProposedChange>;

const Known = z.object({ id: PersonId, name: z.string(), role: Role });

export const ProposalView = Known.extend({
  change: ProposedChange,
  /** Until when a deputy would stand in; `role` is the one they would stand in for. */
  untilMs: z.int().optional(),
  proposedBy: z.string(),
  proposedAtMs: z.int(),
  /** As the proposer gave it; absent where the journal no longer tells. */
  reason: z.string().optional(),
  mayAgree: z.boolean(),
  /** Who has to agree, or why this person may not, as a sentence. */
  why: z.string(),
});
export type ProposalView = z.infer<typeof ProposalView>;

/** What an authenticator is given: for the person's eyes, once. */
export const OfferedFactorView = z.object({
  secret: z.string(),
  uri: z.string(),
  /** Rows of the QR code of the address, `1` is dark. */
  qr: z.array(z.string().regex(/^[01]+$/)),
});
export type OfferedFactorView = z.infer<typeof OfferedFactorView>;

/** Who may sign in, what waits for a second person, and who was here once. */
export const PeopleView = z.object({
  people: z.array(
    Known.extend({
      holdsContent: z.boolean(),
      /** Signs in with a code beside the password; how many recovery codes are left. */
      recoveryCodesLeft: z.int().optional(),
      /** The role that this person stands in for beside their own, and until when. */
      deputy: z.object({ role: Role, untilMs: z.int() }).optional(),
      /** When so many wrong passwords came last that it was a lock-out, in the last seven days. */
      lockedOutAtMs: z.int().optional(),
      /** Why this person may not be removed by who asks, as a sentence; absent where they may. */
      keepBecause: z.string().optional(),
    }),
  ),
  proposals: z.array(ProposalView),
  former: z.array(Known),
});
export type PeopleView = z.infer<typeof PeopleView>;
