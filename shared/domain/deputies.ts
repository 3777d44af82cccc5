import type { Role } from './roles.ts';

/** The longest that somebody stands in for a role, in days; a longer absence is another role. */
export const MAX_DEPUTY_DAYS = 90;

/**
 * Who may stand in for a role. Nobody comes to both sides of the line by it: who runs the machine never holds
 * content keys, and who holds them never runs the machine.
 */
const MAY_STAND_IN: Readonly<Record<Role, readonly Role[]>> = {
  compliance: ['operator', 'viewer'],
  operator: ['compliance', 'viewer'],
  admin: ['viewer'],
  viewer: [],
};

/** Roles that somebody may stand in for, by their own. */
export function deputyRoles(own: Role): readonly Role[] {
  return (Object.keys(MAY_STAND_IN) as Role[]).filter((role) => MAY_STAND_IN[role].includes(own));
}
