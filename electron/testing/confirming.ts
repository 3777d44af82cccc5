import type { Answer, VerbName } from '../../shared/ipc/index.ts';
import type { Application } from '../verbs/index.ts';

/**
 * Asks as a screen does: where the password is wanted once more, the person signed in gives it. People of
 * tests are called by one name, and their password says it.
 */
export async function askConfirming(
  application: Pick<Application, 'dispatch' | 'status'>,
  verb: VerbName,
  args: unknown,
): Promise<Answer<VerbName>> {
  const answer = await application.dispatch(verb, args);
  const { person } = application.status();
  if (answer.ok || answer.code !== 'confirm_needed' || person === undefined) return answer;
  const password = `password of ${person.name.toLowerCase()}`;
  await application.dispatch('session.confirm', { verb, password });
  return application.dispatch(verb, args);
}
