import { Problem, type Principal } from '../../shared/domain/index.ts';
import type { VerbDefinition } from '../../shared/ipc/index.ts';
import type { Actor, EntryContext } from '../../shared/formats/index.ts';

/** What the application does by itself, before or after anyone is signed in. */
export const APPLICATION_CONTEXT: EntryContext = {
  actor: { id: 'application', role: 'none' },
  correlation: 'application',
};

/** A person who is signed in, or a service key. */
interface Acting<R extends Principal> {
  readonly id: Exclude<Actor['id'], 'application'>;
  readonly role: R;
}

/** The signed-in caller as the journal's actor. @throws Problem `not_signed_in` */
export function actorOf<R extends Principal>(
  acting: Acting<R> | undefined,
): Actor & { readonly id: Acting<R>['id']; readonly role: R } {
  if (acting === undefined) throw notSignedIn();
  return { id: acting.id, role: acting.role };
}

/** What surrounds every entry that a call leaves. @throws Problem `not_signed_in` */
export function contextOf({
  person,
  correlation,
}: {
  readonly person: Acting<Principal> | undefined;
  readonly correlation: string;
}): EntryContext {
  return { actor: actorOf(person), correlation };
}

/**
 * What surrounds the entry of a look at patients' data, and of what moves them.
 *
 * @throws Problem `not_signed_in`; Error where the contract says of the verb that it touches none
 */
export function lookContextOf(
  caller: Parameters<typeof contextOf>[0] & { readonly content?: VerbDefinition['content'] },
): EntryContext & { readonly phiAccessed: true } {
  if (caller.content === undefined) throw new Error('a verb that touches no content, by the contract, did');
  return { ...contextOf(caller), phiAccessed: true };
}

export function notSignedIn(): Problem {
  return new Problem('not_signed_in', 'nobody is signed in', 'Sign in, then try again.');
}
