import { MIN_PASSWORD_LENGTH } from '../../../shared/domain/passwords.ts';
import type { Role } from '../../../shared/domain/roles.ts';

/** One of the three people that a new workspace begins with. */
export interface NewPerson {
  readonly role: Role;
  readonly name: string;
  readonly password: string;
  readonly again: string;
}

export const FIRST_PEOPLE: readonly NewPerson[] = (['operator', 'compliance', 'admin'] as const).map(
  (role) => ({
    role,
    name: '',
    password: '',
    again: '',
  }),
);

/** What keeps this person from being ready, per field; nothing while a field is still untouched. */
export function problemsOf(
  person: NewPerson,
  everyone: readonly NewPerson[],
): { readonly name?: string; readonly password?: string; readonly again?: string } {
  const same = (other: NewPerson): boolean => other !== person && other.name.trim() === person.name.trim();
  const shared = (other: NewPerson): boolean => other !== person && other.password === person.password;
  return {
    ...(person.name.trim() !== '' && everyone.some(same)
      ? { name: 'Two people cannot have the same name.' }
      : {}),
    ...(person.password !== '' && everyone.some(shared)
      ? { password: 'Each person needs a password of their own.' }
      : isShort(person)
        ? { password: `At least ${MIN_PASSWORD_LENGTH} characters; four or five words do well.` }
        : {}),
    ...(person.again !== '' && person.again !== person.password
      ? { again: 'The two passwords differ.' }
      : {}),
  };
}

export function isReady(people: readonly NewPerson[]): boolean {
  return people.every(
    (person) =>
      person.name.trim() !== '' &&
      person.password !== '' &&
      person.again === person.password &&
      Object.keys(problemsOf(person, people)).length === 0,
  );
}

function isShort({ password }: NewPerson): boolean {
  return password !== '' && Array.from(password).length < MIN_PASSWORD_LENGTH;
}
