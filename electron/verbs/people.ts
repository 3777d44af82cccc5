import type { Actor } from '../../shared/formats/index.ts';
import type { PersonView } from '../../shared/ipc/index.ts';

/** The name behind an actor of the journal; the id where the person is no longer known. */
export function nameOf(people: readonly PersonView[], id: Actor['id']): string {
  if (id === 'application') return 'the application';
  return people.find((person) => person.id === id)?.name ?? id;
}
