import { assertNever, Problem } from '../../../shared/domain/index.ts';
import { refusalToAnswer, type Answerer, type Approval } from './project.ts';

/** How long a question stands before nobody can answer it any more. */
export const APPROVAL_LIFETIME_MS = 24 * 60 * 60 * 1000;

/**
 * SEC: separation of duties. Operator or compliance may answer, never who asked, and only while the
 * question stands.
 *
 * @throws Problem `not_allowed`, `changed`
 */
export function requireMayAnswer(approval: Approval, person: Answerer, nowMs: number): void {
  const refusal = refusalToAnswer(approval, person, nowMs);
  switch (refusal) {
    case undefined:
      return;
    case 'role':
      throw new Problem(
        'not_allowed',
        'this role may not answer approvals',
        'An operator or a compliance officer can.',
      );
    case 'requester':
      throw new Problem(
        'not_allowed',
        'nobody approves what they asked for',
        'Have another operator or a compliance officer answer.',
      );
    case 'expired':
      throw new Problem('changed', 'the approval has expired', 'Resume the run, so that it asks again.');
    case 'settled':
      throw new Problem(
        'changed',
        `the approval is ${approval.state} already`,
        'Look at it again; nothing was recorded.',
      );
    default:
      assertNever(refusal);
  }
}
