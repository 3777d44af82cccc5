import { keyAge, type KeyAge } from '../shared/domain/index.ts';
import { systemClock } from './core/index.ts';
import type { Journal } from './evidence/index.ts';
import { readKeyFileView } from './keys/index.ts';
import { workspacePaths, type MachinePolicy } from './operations/index.ts';

const APPLICATION_CONTEXT = {
  actor: { id: 'application', role: 'none' },
  correlation: 'application',
} as const;
/** A window may stand open for days; keys age by the day. */
const LOOK_EVERY_MS = 3_600_000;

/** What is known of the content keys without any key. */
export interface ContentKeysNow extends KeyAge {
  readonly epoch: number;
  readonly everyDays: number;
  /** A change whose objects are not all wrapped anew yet. */
  readonly unfinished: boolean;
}

/** Days after which content keys are changed: the sooner of profile and machine policy. */
export function rotationDays(
  profile: { readonly key_rotation_days: number },
  policy: Pick<MachinePolicy, 'keyRotationDays'> | undefined,
): number {
  return Math.min(profile.key_rotation_days, policy?.keyRotationDays ?? profile.key_rotation_days);
}

/** The age of the content keys of a workspace; undefined where its key file cannot be read. */
export async function contentKeysNow(
  workspaceFolder: string,
  everyDays: number,
): Promise<ContentKeysNow | undefined> {
  const view = await readKeyFileView(workspacePaths(workspaceFolder).keyFile).catch(() => undefined);
  if (view === undefined) return undefined;
  const { epoch, sinceMs, rewrapping } = view.contentKeys;
  const age = keyAge(sinceMs, systemClock.wallMs(), everyDays);
  return { ...age, epoch, everyDays, unfinished: rewrapping !== undefined };
}

/**
 * Records that keys are due, then that they are overdue: once for each epoch and state, now and every hour
 * while the journal is open.
 *
 * @param tell called behind each new entry
 * @returns ends the watch
 */
export async function watchKeyAge(
  journal: Journal,
  look: () => Promise<ContentKeysNow | undefined>,
  tell: (epoch: number) => void,
): Promise<() => void> {
  const note = async (): Promise<void> => {
    const now = await look();
    if (now === undefined || (now.state !== 'due' && now.state !== 'overdue')) return;
    const { epoch, ageDays, state } = now;
    const noted = (await journal.read.ofKinds(['key.aged'])).some(
      ({ entry }) => entry.body.epoch === epoch && entry.body.state === state,
    );
    if (noted) return;
    await journal.event('key.aged', { epoch, ageDays, state }, APPLICATION_CONTEXT);
    tell(epoch);
  };
  await note();
  const timer = setInterval(() => {
    // A journal that is gone has nobody to tell; the next act fails on it.
    note().catch(() => undefined);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
