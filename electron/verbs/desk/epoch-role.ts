import { Problem, type Role } from '../../../shared/domain/index.ts';
import type { SignedIn } from '../../governance/index.ts';

/** Who may say that a damaged journal is to be left: those who answer for it or run the machine. */
const EPOCH_ROLES: readonly Role[] = ['compliance', 'admin'];

/**
 * @param refused records the refusal, before anybody learns of it
 * @throws Problem `not_allowed`
 */
export async function requireEpochRole(
  { role }: SignedIn,
  refused: (reason: string) => Promise<void>,
): Promise<void> {
  if (EPOCH_ROLES.some((each) => each === role)) return;
  await refused(`role ${role} may not`);
  throw new Problem(
    'not_allowed',
    `as ${role} you may not begin a new journal file`,
    `This needs the role ${EPOCH_ROLES.join(' or ')}. The attempt was recorded.`,
  );
}
