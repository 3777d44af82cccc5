import { z } from 'zod';
import { ProviderRefusal } from '../../../domain/identity-provider.ts';
import { PersonId } from '../../../domain/ids.ts';
import { done, safeText, type Events } from './words.ts';

/** The first characters of an account's hash: enough to see that it is the same one, and no more. */
const account = z.string().length(12);
const about = { person: PersonId, account };

/** Accounts of the hospital: what its identity provider said, and which account stands for whom. */
export const ACCOUNT_EVENTS = {
  /** One attempt at the provider and what came of it; never what it sent. */
  'auth.provider_answered': {
    event: z.strictObject({
      result: z.union([z.literal('confirmed'), ProviderRefusal]),
      /** Of a confirmed account; how many groups it came with. */
      account: account.optional(),
      groups: z.int().nonnegative().optional(),
      happenedAtMs: z.int(),
    }),
  },
  /** Somebody wants an account of theirs linked. */
  'account.proposed': {
    intent: z.strictObject(about),
    outcome: done({}),
    unknown: 'whether the account waits for a second person; the list of accounts tells',
  },
  /** A second person agreed: from here on this account, and no other, stands for the person. */
  'account.linked': {
    intent: z.strictObject(about),
    outcome: done({}),
    unknown: 'whether the account is linked; the list of accounts tells',
  },
  'account.declined': {
    intent: z.strictObject(about),
    outcome: done({}),
    unknown: 'whether the account still waits; the list of accounts tells',
  },
  'account.unlinked': {
    intent: z.strictObject({ ...about, reason: safeText }),
    outcome: done({}),
    unknown: 'whether the account still stands for the person; the list of accounts tells',
  },
} as const satisfies Events;
