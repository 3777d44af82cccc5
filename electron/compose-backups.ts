import { drop } from './core/index.ts';
import type { ApplicationSettings } from './verbs/index.ts';

/** How often it is looked at while nobody is here, from when somebody left on. */
const LOOK_MS = 60_000;

/** Looks whether a backup is due, while nobody is signed in. */
export interface BackupWatch {
  /** The session has changed: looks once somebody has left, because before the journal is not open. */
  changed(signedIn: boolean): void;
  close(): void;
}

/** @param make makes what is due; a failure of it is in the journal already */
export function watchBackups(
  { host }: Pick<ApplicationSettings, 'host'>,
  make: () => Promise<void>,
): BackupWatch {
  let timer: NodeJS.Timeout | undefined;
  let wasHere = false;
  const look = (): void => {
    drop(make().catch(() => undefined));
  };
  const stop = (): void => {
    clearInterval(timer);
  };
  return {
    changed: (signedIn) => {
      stop();
      wasHere ||= signedIn;
      // A command ends by itself; the schedule is the window's.
      if (signedIn || !wasHere || host === 'command-line') return;
      look();
      timer = setInterval(look, LOOK_MS).unref();
    },
    close: stop,
  };
}
