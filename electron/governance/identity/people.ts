import { Problem } from '../../../shared/domain/index.ts';
import type { Person } from '../../keys/index.ts';

/**
 * The person someone means by an id or a name; names are compared without regard to case.
 *
 * @throws Problem `not_found`, which names the people there are (staff names, shown at sign-in anyway)
 */
export function findPerson(people: readonly Person[], nameOrId: string): Person {
  const wanted = nameOrId.normalize('NFC').trim().toLowerCase();
  const person = people.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  if (person !== undefined) return person;
  throw new Problem(
    'not_found',
    `nobody here is called \`${nameOrId.trim().slice(0, 60)}\``,
    `People of this workspace: ${people.map(({ name, role }) => `${name} (${role})`).join(', ')}.`,
  );
}
