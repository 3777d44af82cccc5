import type { ServiceKeyState } from '../../../shared/domain/index.ts';
import type { ServiceKeyView } from '../../../shared/ipc/index.ts';
import { plural } from '../../ui/format.ts';
import type { Tone } from '../../ui/words.ts';

const DAY_MS = 24 * 3_600_000;

/** Days before its end from which a key is called to be rotated: two weekly runs fit between. */
const ENDS_SOON_DAYS = 14;

const KEY_STATES: Readonly<Record<ServiceKeyState, { readonly text: string; readonly tone: Tone }>> = {
  proposed: { text: 'Asked for', tone: 'warn' },
  good: { text: 'Good', tone: 'good' },
  expired: { text: 'Expired', tone: 'neutral' },
  revoked: { text: 'Revoked', tone: 'neutral' },
  declined: { text: 'Declined', tone: 'neutral' },
};

/** A key as the list shows it: one that counts and ends soon is no longer just good. */
export function keyState(
  key: Pick<ServiceKeyView, 'state' | 'expiresAtMs'>,
  nowMs: number,
): { readonly text: string; readonly tone: Tone } {
  return endsSoon(key, nowMs) ? { text: 'Ends soon', tone: 'warn' } : KEY_STATES[key.state];
}

/** Whether a key that counts is to be rotated now, so that the next scheduled run finds it good. */
export function endsSoon(
  { state, expiresAtMs }: Pick<ServiceKeyView, 'state' | 'expiresAtMs'>,
  nowMs: number,
): boolean {
  return state === 'good' && expiresAtMs !== undefined && expiresAtMs - nowMs <= ENDS_SOON_DAYS * DAY_MS;
}

/** What is wrong with a number of days as typed; undefined for none, which takes the usual. */
export function daysProblem(typed: string, most: number): string | undefined {
  if (typed.trim() === '') return undefined;
  const days = Number(typed);
  if (Number.isInteger(days) && days >= 1 && days <= most) return undefined;
  return `A whole number from 1 to ${most}.`;
}

/** `3 times, last` is put before the time; `never` stands alone. */
export function useWords({ uses }: Pick<ServiceKeyView, 'uses'>): string {
  return uses === 0 ? 'never' : `${plural(uses, 'time')}, last`;
}
