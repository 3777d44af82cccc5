import { Problem } from '../shared/domain/index.ts';
import { CODE_WINDOW } from './governance/index.ts';
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

/**
 * How long a code of an authenticator counts for acts that want the password once more, in milliseconds: as the
 * machine policy, `SWARM_SECOND_FACTOR_MINUTES` or the default says, in this order; 0 where each act wants its own.
 *
 * @throws Problem `invalid_input` for a setting of the environment that says nothing
 */
export function openCodeWindow(
  policy: Pick<MachinePolicy, 'secondFactorMinutes'> | undefined,
  environment: string | undefined,
): number {
  const { usualMinutes, mostMinutes } = CODE_WINDOW;
  if (policy?.secondFactorMinutes !== undefined) return policy.secondFactorMinutes * 60_000;
  if (environment === undefined || environment.trim() === '') return usualMinutes * 60_000;
  if (!/^\d{1,4}$/.test(environment.trim()))
    throw new Problem(
      'invalid_input',
      '`SWARM_SECOND_FACTOR_MINUTES` is no whole number of minutes',
      `Set it to a number from 0 to ${mostMinutes}, or take it away.`,
    );
  return Math.min(Number(environment), mostMinutes) * 60_000;
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
