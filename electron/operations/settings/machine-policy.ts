import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { IdentityProvider, Problem, Role, ROTATION_DAYS } from '../../../shared/domain/index.ts';

const MAX_BYTES = 64 * 1024;

/** What the administrator of the machine decides for everybody on it; the application never writes it. */
const MachinePolicy = z.strictObject({
  v: z.literal(1),
  /** Automatic logoff. Floor and ceiling of the compliance profile hold all the same. */
  sessionTimeoutMinutes: z.int().min(0).max(100_000).optional(),
  /** Days after which content keys are changed; only sooner than the compliance profile wants it. */
  keyRotationDays: z.int().min(1).max(ROTATION_DAYS).optional(),
  /** Roles that sign in with a second factor. */
  secondFactorRoles: z.array(Role).optional(),
  /** Minutes for which a code counts for acts that want the password once more; 0 for each act its own. */
  secondFactorMinutes: z.int().min(0).max(15).optional(),
  /** The one workspace of everybody on this machine; each user of the system is let in to it. */
  workspaceFolder: z.string().max(1000).refine(isAbsolute, 'not a full path').optional(),
  /** How long a password may take to try on this machine; it never costs less than the floor. */
  passwordMilliseconds: z.int().min(100).max(1000).optional(),
  /** Sign-in with an account of the hospital; off where it is absent. */
  identityProvider: IdentityProvider.optional(),
});
export type MachinePolicy = z.infer<typeof MachinePolicy>;

/**
 * The machine policy; undefined where there is none.
 *
 * @throws Problem `damaged` for a file that cannot be read or says something unknown: nothing starts until
 * an administrator has put it right, because what it asked for cannot be known
 */
export async function readMachinePolicy(path: string): Promise<MachinePolicy | undefined> {
  let text: string;
  try {
    if ((await stat(path)).size > MAX_BYTES) throw refused('it is too big');
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error instanceof Problem ? error : refused('it cannot be read');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('it is no JSON');
  }
  const parsed = MachinePolicy.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refused(`\`${issue?.path.join('.') ?? ''}\`: ${issue?.message.toLowerCase() ?? 'not as expected'}`);
}

function refused(why: string): Problem {
  return new Problem(
    'damaged',
    `the machine policy of this workstation cannot be used: ${why}`,
    'An administrator of the workstation puts `machine-policy.json` right.',
  );
}
