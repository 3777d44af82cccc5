import { Problem, type Role } from '../../shared/domain/index.ts';
import type { Actor, EntryContext } from '../../shared/formats/index.ts';
import type { PersonView } from '../../shared/ipc/index.ts';
import type { Caller } from './dispatch.ts';

/** What the application does by itself, before or after anyone is signed in. */
export const APPLICATION_CONTEXT: EntryContext = {
  actor: { id: 'application', role: 'none' },
  correlation: 'application',
};

/** The signed-in caller as the journal's actor. @throws Problem `not_signed_in` */
export function actorOf(person: PersonView | undefined): Actor & { readonly role: Role } {
  if (person === undefined) throw notSignedIn();
  return { id: person.id, role: person.role };
}

/** What surrounds every entry that a call leaves. @throws Problem `not_signed_in` */
export function contextOf(caller: Pick<Caller, 'person' | 'correlation'>): EntryContext {
  return { actor: actorOf(caller.person), correlation: caller.correlation };
}

export function notSignedIn(): Problem {
  return new Problem('not_signed_in', 'nobody is signed in', 'Sign in, then try again.');
}
