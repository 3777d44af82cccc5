import { hostname } from 'node:os';
import { WEEKDAYS, type LocalTime } from '../../shared/domain/index.ts';

/** Day and minute of a moment on this machine's clock and in its zone. */
export function localTimeOf(wallMs: number): LocalTime {
  const at = new Date(wallMs);
  // JavaScript counts days from Sunday.
  const day = WEEKDAYS[(at.getDay() + 6) % 7] ?? 'mon';
  return { day, minute: at.getHours() * 60 + at.getMinutes() };
}

/** This machine's name as its network knows it: lower case, without the domain. */
export function workstationName(): string {
  return (hostname().split('.')[0] ?? '').toLowerCase();
}
