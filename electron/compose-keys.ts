import { Problem } from '../shared/domain/index.ts';
import { measuredOnce, PASSWORD_TIME, type PasswordCost } from './keys/index.ts';
import { machinePolicyPath } from './core/index.ts';
import { readMachinePolicy, type MachinePolicy } from './operations/index.ts';
import type { ApplicationSettings } from './verbs/index.ts';

/**
 * The settings with the workspace that the machine policy names for everybody on this machine, where whoever
 * started the program named none.
 *
 * @throws Problem `damaged` for a machine policy that cannot be used
 */
export async function placedByPolicy(settings: ApplicationSettings): Promise<ApplicationSettings> {
  if (settings.workspaceFolder !== undefined) return settings;
  const path = settings.machinePolicyFile ?? machinePolicyPath(process.platform, process.env);
  const policy = await readMachinePolicy(path);
  return { ...settings, workspaceFolder: policy?.workspaceFolder };
}

/**
 * What a new password costs to try on this workstation: measured when the first one is set, for the time that
 * the machine policy, the environment or the default asks for, in this order.
 *
 * @throws Problem `invalid_input` for a setting of the environment that says nothing
 */
export function openPasswordCost(
  policy: Pick<MachinePolicy, 'passwordMilliseconds'> | undefined,
  environment: string | undefined,
): () => Promise<PasswordCost> {
  return measuredOnce(policy?.passwordMilliseconds ?? readTime(environment));
}

/** `SWARM_PASSWORD_MILLISECONDS`; the least and the most hold all the same. */
function readTime(text: string | undefined): number {
  const { floorMs, usualMs, ceilingMs } = PASSWORD_TIME;
  if (text === undefined || text.trim() === '') return usualMs;
  if (!/^\d{1,5}$/.test(text.trim()))
    throw new Problem(
      'invalid_input',
      '`SWARM_PASSWORD_MILLISECONDS` is no whole number of milliseconds',
      `Set it to a number from ${floorMs} to ${ceilingMs}, or take it away.`,
    );
  return Math.min(Math.max(Number(text), floorMs), ceilingMs);
}
