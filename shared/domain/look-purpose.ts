import type { Principal } from './roles.ts';

/** What a compliance officer opens patients' data for. */
export const LOOK_PURPOSES = [
  'approval',
  'review',
  'audit',
  'incident',
  'redactor',
  'request',
  'other',
] as const;
export type LookPurpose = (typeof LOOK_PURPOSES)[number];

/** Who opens content only for a purpose that they state before: whoever looks at the work of others. */
const STATES_PURPOSE: readonly Principal[] = ['compliance'];

export function mustStatePurpose(role: Principal | undefined): boolean {
  return role !== undefined && STATES_PURPOSE.includes(role);
}
