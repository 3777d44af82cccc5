import { Problem } from '../../shared/domain/index.ts';
import { EVENTS, type Actor } from '../../shared/formats/index.ts';
import type { Journal } from '../evidence/index.ts';
import type { DeviceSecretPlaces, DeviceSecretState } from '../keys/index.ts';

/** Who may answer for a system without a key store. */
const ANSWERING: readonly string[] = ['compliance', 'admin'];

/** Who answers for a system without a key store, and until when. */
export interface WeakAccepted {
  readonly personId: Actor['id'];
  readonly expiresAtMs: number;
}

/**
 * Whether the workstation's secret lies in a file because the system offers no better, although the window
 * could use a key store: shown always, and in a strict workspace patient data opens only if somebody answers.
 */
export function isWeak({ places, keychain }: DeviceSecretState): boolean {
  return keychain.state === 'weak' && places.includes('file');
}

/** The last word of somebody who may say it, while it holds. */
export async function weakAccepted(journal: Journal, nowMs: number): Promise<WeakAccepted | undefined> {
  const entries = (await journal.read.ofKinds(['device.weak_accepted'])).map(({ entry }) => entry);
  const last = entries.findLast(({ actor }) => ANSWERING.includes(actor.role));
  const said = EVENTS['device.weak_accepted'].event.safeParse(last?.body);
  if (last === undefined || !said.success || said.data.expiresAtMs <= nowMs) return undefined;
  return { personId: last.actor.id, expiresAtMs: said.data.expiresAtMs };
}

/** @throws Problem `denied` in a strict workspace on a system without a key store that nobody answers for */
export async function requireDeviceAllowed(
  store: DeviceSecretPlaces,
  journal: Journal,
  { strict, nowMs }: { readonly strict: boolean; readonly nowMs: number },
): Promise<void> {
  if (!strict || !isWeak(await store.state()) || (await weakAccepted(journal, nowMs)) !== undefined) return;
  throw new Problem(
    'denied',
    'this system has no key store for the secret of the workstation, and the workspace is strict about that',
    'Start a key store (GNOME Keyring or KWallet) and move the secret there, or let compliance or an administrator answer for it on the screen Posture.',
  );
}
