import { GRANTED_ROLES, Problem, type IdentityProvider, type Role } from '../../../shared/domain/index.ts';
import type { ConfirmedAccount } from './protocol.ts';

/** Roles that a person's groups at the hospital stand for. Everybody is at least a viewer. Pure. */
export function grantedRoles(
  { roles }: Pick<IdentityProvider, 'roles'>,
  groups: readonly string[],
): readonly Role[] {
  const own = new Set(groups);
  return ['viewer', ...GRANTED_ROLES.filter((role) => roles[role]?.some((group) => own.has(group)) === true)];
}

export interface Arrival {
  /** The role that the person has in this workspace. */
  readonly role: Role;
  /** The account that is linked to the person, as `accountKey` gives it. */
  readonly linked: string | undefined;
  /** What the provider confirmed just now, and its key; undefined where the password came alone. */
  readonly confirmed: { readonly account: ConfirmedAccount; readonly key: string } | undefined;
}

export interface Admission {
  /** The role of the session: the person's own, or viewer. Never more than the workspace gave them. */
  readonly role: Role;
  /** The person can do nothing but have an account linked. */
  readonly mustLink: boolean;
}

/**
 * Whether somebody whose password was right gets in, and as what. Pure. The provider can only take away: a
 * group never gives a role that two people of this workspace did not agree to.
 *
 * @param provider what the machine policy pins; undefined where there is none, and then nothing changes
 * @throws Problem `not_allowed`
 */
export function admit(
  provider: IdentityProvider | undefined,
  { role, linked, confirmed }: Arrival,
): Admission {
  if (confirmed !== undefined) {
    if (provider === undefined || linked !== confirmed.key)
      throw new Problem(
        'not_allowed',
        'this hospital account is not linked to this person',
        'Sign in with the account that was linked to you, or have it linked anew.',
      );
    const granted = grantedRoles(provider, confirmed.account.groups);
    return { role: granted.includes(role) ? role : 'viewer', mustLink: false };
  }
  if (provider?.mode !== 'required') return { role, mustLink: false };
  if (linked === undefined) return { role, mustLink: true };
  throw new Problem(
    'not_allowed',
    'on this workstation you sign in with your hospital account',
    'Choose "Sign in with your hospital account", then type your workspace password.',
  );
}
