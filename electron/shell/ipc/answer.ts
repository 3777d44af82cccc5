import { Problem } from '../../../shared/domain/index.ts';
import type { Answer, VerbName } from '../../../shared/ipc/index.ts';
import type { ShellApplication } from '../application.ts';
import { passGates, type Message } from './gates.ts';

/**
 * Answers one message of a page: gates, then the dispatcher. Never rejects: exceptions and stacks
 * stay in main, and what is not a Problem is answered without its words.
 */
export async function answerMessage(
  message: Message,
  application: Pick<ShellApplication, 'dispatch' | 'recordRefusal' | 'status'>,
): Promise<Answer<VerbName>> {
  try {
    const verdict = passGates(message, application.status());
    if (verdict.passed) return await application.dispatch(verdict.verb, verdict.args);
    const { verb, gate, reason } = verdict.refusal;
    await application.recordRefusal(verb, `${gate}: ${reason}`);
    return verdict.answer;
  } catch (error) {
    if (error instanceof Problem) return { ok: false, ...error.toDetail() };
    return {
      ok: false,
      code: 'internal',
      message: 'unexpected failure while answering',
      hint: 'This is a fault in the application; please report it.',
    };
  }
}
