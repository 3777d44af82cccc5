import { CONTENT_ROLES, type Role } from '../../../shared/domain/index.ts';
import type { Person, ProposedChange } from '../../keys/index.ts';

/** Who may agree that somebody joins without content keys. */
const AGREE_WITHOUT_CONTENT: readonly Role[] = ['compliance', 'admin'];

/** Whether a person may agree to a proposed change, and who has to otherwise. */
export function mayAgree(
  { person, proposedBy }: Pick<ProposedChange, 'person' | 'proposedBy'>,
  me: Pick<Person, 'id' | 'role'>,
): { readonly may: boolean; readonly why: string } {
  const roles = CONTENT_ROLES.includes(person.role) ? CONTENT_ROLES : AGREE_WITHOUT_CONTENT;
  const who = `Someone with the role ${roles.join(' or ')} agrees.`;
  if (me.id === proposedBy) return { may: false, why: `Nobody agrees to what they proposed. ${who}` };
  if (me.id === person.id) return { may: false, why: `Nobody agrees to a change of themselves. ${who}` };
  return { may: roles.includes(me.role), why: who };
}

/** Why somebody may not be removed, as a sentence, or undefined. */
export function keepBecause(
  person: Pick<Person, 'id' | 'role'>,
  people: readonly Pick<Person, 'role'>[],
  me: Pick<Person, 'id'>,
): string | undefined {
  if (person.id === me.id) return 'Nobody shuts themselves out.';
  const holders = (roles: readonly Role[]): number =>
    people.filter(({ role }) => roles.includes(role)).length;
  const isLast =
    ((person.role === 'admin' || person.role === 'compliance') && holders([person.role]) === 1) ||
    (CONTENT_ROLES.includes(person.role) && holders(CONTENT_ROLES) === 1);
  return isLast ? `This is the last person with the role ${person.role}. Add another one first.` : undefined;
}
