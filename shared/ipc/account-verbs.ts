import { z } from 'zod';
import { PersonId, type Role } from '../domain/index.ts';
import { AccountsView, ConfirmedView } from './account-views.ts';
import { verb, type VerbDefinition } from './define.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const seconds: readonly Role[] = ['operator', 'compliance', 'admin'];
const password = z.string().min(1).max(1024);
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const person = PersonId;

/** Accounts of the hospital: sign-in at its provider, and which account stands for whom. */
export const ACCOUNT_VERBS = {
  /** Opens the provider's pages in a window of their own; answers when the person is done there. */
  'accounts.askProvider': verb(
    'anyone',
    'sign in with a hospital account',
    z.strictObject({}),
    ConfirmedView,
  ),
  'accounts.cancelProvider': verb(
    'anyone',
    'stop signing in with a hospital account',
    z.strictObject({}),
    z.object({}),
  ),
  'accounts.list': verb(everyone, 'see the hospital accounts', z.strictObject({}), AccountsView),
  'accounts.propose': verb(
    everyone,
    'have your hospital account linked',
    z.strictObject({ ticket: z.string().min(1).max(64), password }),
    AccountsView,
  ),
  'accounts.agree': verb(
    seconds,
    'agree to a hospital account',
    z.strictObject({ person, password }),
    AccountsView,
  ),
  'accounts.decline': verb(
    everyone,
    'decline a hospital account',
    z.strictObject({ person, password }),
    AccountsView,
  ),
  'accounts.unlink': verb(
    ['compliance', 'admin'],
    'take the link to a hospital account away',
    z.strictObject({ person, reason, password }),
    AccountsView,
  ),
} as const satisfies Record<string, VerbDefinition>;
