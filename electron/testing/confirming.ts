import type { Answer, VerbName } from '../../shared/ipc/index.ts';
import type { Application } from '../verbs/index.ts';

/**
 * Asks as a screen does: where a purpose is wanted first, the person signed in states one, and where the password is
 * wanted once more, they give it. People of tests are called by one name, and their password says it.
 */
export async function askConfirming(
  application: Pick<Application, 'dispatch' | 'status'>,
  verb: VerbName,
  args: unknown,
): Promise<Answer<VerbName>> {
  const answer = await askForPurpose(application, verb, args);
  const { person } = application.status();
  if (answer.ok || answer.code !== 'confirm_needed' || person === undefined) return answer;
  const password = `password of ${person.name.toLowerCase()}`;
  await application.dispatch('session.confirm', { verb, password });
  return application.dispatch(verb, args);
}

async function askForPurpose(
  application: Pick<Application, 'dispatch'>,
  verb: VerbName,
  args: unknown,
): Promise<Answer<VerbName>> {
  const answer = await application.dispatch(verb, args);
  if (answer.ok || answer.code !== 'purpose_needed') return answer;
  await application.dispatch('session.statePurpose', { purpose: 'audit', reason: 'the work of this test' });
  return application.dispatch(verb, args);
}
