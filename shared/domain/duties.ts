import type { Role } from './roles.ts';

/** What people do about one and the same matter: a call, a rule file, a denial. */
export const DUTIES = ['requester', 'approver', 'policy_author', 'policy_activator', 'reviewer'] as const;
export type Duty = (typeof DUTIES)[number];

/** Who may take a duty at all. */
export const DUTY_ROLES: Readonly<Record<Duty, readonly Role[]>> = {
  requester: ['operator'],
  approver: ['operator', 'compliance'],
  policy_author: ['compliance', 'admin'],
  policy_activator: ['compliance', 'admin'],
  reviewer: ['compliance'],
};

/** Two duties about one matter that nobody may hold both of, and why. */
export interface Separation {
  readonly duties: readonly [Duty, Duty];
  readonly reason: string;
}

/** SEC: separation of duties, in one place for every verb that asks and for the screen that shows it. */
export const SEPARATIONS: readonly Separation[] = [
  { duties: ['requester', 'approver'], reason: 'nobody approves what they asked for' },
  { duties: ['requester', 'reviewer'], reason: 'nobody reviews what was denied to them' },
  { duties: ['policy_author', 'policy_activator'], reason: 'nobody puts rules in effect that they wrote' },
];

/** Why a person who holds these duties about a matter may not take another one, or undefined. */
export function conflictOf(duty: Duty, held: readonly Duty[]): string | undefined {
  return SEPARATIONS.find(({ duties: [one, other] }) =>
    duty === one ? held.includes(other) : duty === other && held.includes(one),
  )?.reason;
}

/** Why this person may not take a duty: their role, or what they hold about the matter already. */
export function refusalOfDuty(duty: Duty, role: string, held: readonly Duty[]): string | undefined {
  const roles: readonly string[] = DUTY_ROLES[duty];
  if (!roles.includes(role)) return `this role may not be ${duty.replaceAll('_', ' ')}`;
  return conflictOf(duty, held);
}
