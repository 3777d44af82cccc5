import type { EntryContext } from '../../../shared/formats/index.ts';
import type { Journal } from '../../evidence/index.ts';
import type { Session } from '../../governance/index.ts';

/** Records that a session began: by a service key, or by a person and how they proved that it is them. */
export async function recordSignedIn(
  journal: Pick<Journal, 'event'>,
  { service, factor, deputy }: Session,
  context: EntryContext,
): Promise<void> {
  if (service !== undefined) {
    const { id: key, generation } = service;
    await journal.event('service_key.used', { key, generation }, context);
    return;
  }
  const method = factor === undefined ? 'password' : (`password and ${factor}` as const);
  const until = deputy === undefined ? {} : { deputyUntilMs: deputy.untilMs };
  await journal.event('auth.signed_in', { method, ...until }, context);
}
