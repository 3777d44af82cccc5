import { Problem } from '../../../shared/domain/index.ts';

/** Minutes without anybody at the workstation after which the session ends, where nobody says otherwise. */
export const USUAL_LOGOFF_MINUTES = 10;

export type LogoffSource = 'default' | 'environment' | 'machine policy';

/** The automatic logoff in effect, and who said so. */
export interface Logoff {
  readonly minutes: number;
  readonly source: LogoffSource;
  /** What was asked for, where floor or ceiling of the profile did not let it through. */
  readonly asked?: number | undefined;
}

export interface LogoffWishes {
  /** `SWARM_SESSION_TIMEOUT_MINUTES`, as it stands in the environment. */
  readonly environment: string | undefined;
  /** The machine policy's word, which nobody on this workstation overrides. */
  readonly machinePolicy: number | undefined;
  readonly bounds: { readonly floor: number; readonly ceiling: number };
}

/**
 * The automatic logoff (45 CFR 164.312(a)(2)(iii)): the machine policy before the environment before the
 * default, never outside of what the compliance profile allows.
 *
 * @throws Problem `invalid_input` for a setting that is no number of minutes: it is refused, not ignored
 */
export function sessionLogoff({ environment, machinePolicy, bounds }: LogoffWishes): Logoff {
  const [asked, source] = wish(environment, machinePolicy);
  const minutes = Math.min(Math.max(asked, bounds.floor), bounds.ceiling);
  return { minutes, source, ...(minutes !== asked && { asked }) };
}

function wish(
  environment: string | undefined,
  machinePolicy: number | undefined,
): [minutes: number, source: LogoffSource] {
  if (machinePolicy !== undefined) return [machinePolicy, 'machine policy'];
  if (environment === undefined || environment.trim() === '') return [USUAL_LOGOFF_MINUTES, 'default'];
  if (!/^\d{1,5}$/.test(environment.trim()))
    throw new Problem(
      'invalid_input',
      '`SWARM_SESSION_TIMEOUT_MINUTES` is no whole number of minutes',
      'Set it to a number such as 10, or take it away.',
    );
  return [Number(environment), 'environment'];
}
