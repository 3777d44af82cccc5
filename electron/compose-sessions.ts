import type { RunsAtLock } from './verbs/index.ts';
import { drop, machinePolicyPath, systemClock } from './core/index.ts';
import type { Journal } from './evidence/index.ts';
import { IdleWatch, sessionLogoff, type Logoff } from './governance/index.ts';
import { readMachinePolicy, type MachinePolicy } from './operations/index.ts';
import type { ApplicationSettings } from './verbs/index.ts';

const APPLICATION_CONTEXT = {
  actor: { id: 'application', role: 'none' },
  correlation: 'application',
} as const;

/** The automatic logoff of this workstation: what is in effect, and the watch that carries it out. */
export interface AutomaticLogoff {
  readonly policy: MachinePolicy | undefined;
  readonly logoff: Logoff | undefined;
  readonly touch: () => void;
  /** The session has changed: watches while somebody is signed in. */
  changed(signedIn: boolean): void;
  /** Records the setting where it is not the one recorded last. */
  record(journal: Journal): Promise<void>;
}

/**
 * @throws Problem `damaged` for a machine policy that cannot be used, `invalid_input` for a setting of the
 * environment that says nothing
 */
export async function openLogoff(
  settings: Pick<ApplicationSettings, 'machinePolicyFile' | 'host' | 'notify'>,
  bounds: { readonly floor: number; readonly ceiling: number },
  lock: (reason: string, runs: RunsAtLock) => Promise<unknown>,
): Promise<AutomaticLogoff> {
  const policy = await readMachinePolicy(
    settings.machinePolicyFile ?? machinePolicyPath(process.platform, process.env),
  );
  const logoff = sessionLogoff({
    environment: process.env.SWARM_SESSION_TIMEOUT_MINUTES,
    machinePolicy: policy?.sessionTimeoutMinutes,
    bounds,
  });
  // A command is a session of its own and ends by itself; nobody can walk away from it and leave it open.
  if (settings.host === 'command-line')
    return {
      policy,
      logoff: undefined,
      touch: () => undefined,
      changed: () => undefined,
      record: () => Promise.resolve(),
    };
  const watch = new IdleWatch({
    clock: systemClock,
    later: (act, ms) => {
      const timer = setTimeout(act, ms);
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
    onSoon: (locksAtMs) => {
      settings.notify('session.idle', { locksAtMs });
    },
    onIdle: () => {
      drop(
        lock(`nobody was at the workstation for ${logoff.minutes} minutes`, 'as_granted').catch(
          () => undefined,
        ),
      );
    },
  });
  return {
    policy,
    logoff,
    touch: () => {
      watch.touch();
    },
    changed: (signedIn) => {
      if (signedIn) watch.start(logoff.minutes * 60_000);
      else watch.stop();
    },
    record: async (journal) => {
      const last = (await journal.read.ofKinds(['auth.logoff_set'])).at(-1)?.entry.body;
      if (last?.minutes === logoff.minutes && last.source === logoff.source && last.asked === logoff.asked)
        return;
      await journal.event('auth.logoff_set', { ...logoff }, APPLICATION_CONTEXT);
    },
  };
}
