import { z } from 'zod';
import {
  CONTENT_ROLES,
  deputyRoles,
  MAX_DEPUTY_DAYS,
  PersonId,
  Problem,
  Role,
} from '../../shared/domain/index.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** For which role somebody stands in, and until when. */
export const DeputyFor = z.strictObject({ role: Role, untilMs: z.int() });
export type DeputyFor = z.infer<typeof DeputyFor>;

/** In the person's slot, once it was agreed to. */
export const Deputy = DeputyFor.extend({
  proposedBy: PersonId,
  agreedBy: PersonId,
  /** The content keyring's key, sealed to the person's own public key; where the role needs what theirs has not. */
  content: z.base64().max(4096).optional(),
});
export type Deputy = z.infer<typeof Deputy>;

/** @throws Problem `not_allowed` for a role that this one may not stand in for, `invalid_input` for the time */
export function checkDeputy(own: Role, { role, untilMs }: DeputyFor, nowMs: number): void {
  if (!deputyRoles(own).includes(role))
    throw new Problem(
      'not_allowed',
      `a person with the role ${own} may not stand in for ${role}`,
      deputyRoles(own).length === 0
        ? 'Whoever runs the machine never comes to hold content keys. Name somebody else.'
        : `They may stand in for ${deputyRoles(own).join(' or ')}.`,
    );
  if (untilMs <= nowMs || untilMs > nowMs + MAX_DEPUTY_DAYS * DAY_MS)
    throw new Problem('invalid_input', `a deputy stands in for at most ${MAX_DEPUTY_DAYS} days`);
}

/** Whether standing in brings content keys that the person’s own role has not. */
export function needsContentWrap(own: Role, role: Role): boolean {
  return CONTENT_ROLES.includes(role) && !CONTENT_ROLES.includes(own);
}

/** The deputy's duty at this time. @throws Problem `not_allowed` where there is none, or it has ended */
export function dutyAt(slot: { readonly deputy?: Deputy | undefined }, nowMs: number): Deputy {
  const { deputy } = slot;
  if (deputy !== undefined && nowMs < deputy.untilMs) return deputy;
  throw new Problem(
    'not_allowed',
    deputy === undefined ? 'you stand in for nobody' : 'the time in which you stand in has ended',
    'Sign in with your own role, or let an administrator or compliance propose you again.',
  );
}

/** Without the duties whose time has ended: what they opened goes with the next change of the file. */
export function withoutEnded<Slot extends { readonly deputy?: Deputy | undefined }>(
  people: readonly Slot[],
  nowMs: number,
): Slot[] {
  return people.map((slot) =>
    slot.deputy === undefined || nowMs < slot.deputy.untilMs ? slot : { ...slot, deputy: undefined },
  );
}
