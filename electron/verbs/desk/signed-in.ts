import type { EntryContext, EventBody } from '../../../shared/formats/index.ts';
import type { Journal } from '../../evidence/index.ts';
import type { Session } from '../../governance/index.ts';

/** Records that a session began: by a service key, or by a person and how they proved that it is them. */
export async function recordSignedIn(
  journal: Pick<Journal, 'event'>,
  { service, factor, deputy, admitted }: Session,
  context: EntryContext,
): Promise<void> {
  if (service !== undefined) {
    const { id: key, generation } = service;
    await journal.event('service_key.used', { key, generation }, context);
    return;
  }
  const until = deputy === undefined ? {} : { deputyUntilMs: deputy.untilMs };
  const narrowed = admitted?.narrowedFrom && { narrowedFrom: admitted.narrowedFrom };
  const method = howProven(factor, admitted?.byAccount === true);
  await journal.event('auth.signed_in', { method, ...until, ...narrowed }, context);
}

function howProven(factor: Session['factor'], byAccount: boolean): EventBody<'auth.signed_in'>['method'] {
  if (factor === undefined) return byAccount ? 'hospital account and password' : 'password';
  return byAccount ? `hospital account, password and ${factor}` : `password and ${factor}`;
}
