import { Problem } from '../../../shared/domain/index.ts';
import type { Journal } from '../../evidence/index.ts';
import type { DeputyFor } from '../../keys/index.ts';

/** What a timer can wait; no session lasts as long. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * SEC: a clock that was set back lets nobody stand in longer: what is on record already tells the time too.
 *
 * @throws Problem `not_allowed`
 */
export async function requireStillDeputy({ untilMs }: DeputyFor, journal: Journal): Promise<void> {
  const known = await journal.read.ofKinds(['workspace.opened', 'workspace.closed', 'auth.signed_in']);
  const newestMs = Math.max(0, ...known.map(({ entry }) => entry.wallMs));
  if (newestMs < untilMs) return;
  throw new Problem(
    'not_allowed',
    'the time in which you stand in has ended, by what is on record already',
    'The clock of this workstation was set back; have it looked into. Sign in with your own role.',
  );
}
