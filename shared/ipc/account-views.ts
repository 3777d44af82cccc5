import { z } from 'zod';
import { PersonId, PROVIDER_MODES, Role } from '../domain/index.ts';

const person = PersonId;

/** Sign-in with an account of the hospital, as this workstation is set up for it. */
export const ProviderView = z.object({
  name: z.string(),
  mode: z.enum(PROVIDER_MODES),
  /** The one origin that the sign-in process may reach. */
  origin: z.string(),
  /** Whether a process that may reach it was started, and there is a window to sign in at. */
  ready: z.boolean(),
  roles: z.array(z.object({ role: Role, groups: z.array(z.string()) })),
});
export type ProviderView = z.infer<typeof ProviderView>;

/** An account that was confirmed just now. The ticket counts for a few minutes, for one sign-in or one link. */
export const ConfirmedView = z.object({
  ticket: z.string(),
  /** What the hospital calls the account. */
  shown: z.string(),
  /** Whom it is linked to here. */
  person: PersonId.optional(),
  /** What its groups stand for here. */
  roles: z.array(Role),
});
export type ConfirmedView = z.infer<typeof ConfirmedView>;

export const AccountsView = z.object({
  provider: ProviderView.optional(),
  linked: z.array(z.object({ person, linkedAtMs: z.int(), linkedBy: z.string() })),
  proposals: z.array(
    z.object({
      person,
      name: z.string(),
      shown: z.string(),
      proposedAtMs: z.int(),
      mayAgree: z.boolean(),
      /** Who has to agree, or why this person may not, as a sentence. */
      why: z.string(),
    }),
  ),
});
export type AccountsView = z.infer<typeof AccountsView>;
