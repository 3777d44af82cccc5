/** Days after which content keys are changed, unless a profile or the machine asks for it sooner. */
export const ROTATION_DAYS = 90;
/** How long before that day the screen says so, and how long after it an alarm follows. */
const NOTICE_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

export interface KeyAge {
  readonly ageDays: number;
  readonly dueAtMs: number;
  /** `soon`: within a fortnight of the day; `due`: past it; `overdue`: past it by a fortnight. */
  readonly state: 'fresh' | 'soon' | 'due' | 'overdue';
}

/** How old keys are that are in use since a moment. A clock before that moment counts as no age. Pure. */
export function keyAge(sinceMs: number, nowMs: number, everyDays: number): KeyAge {
  const ageDays = Math.max(0, Math.floor((nowMs - sinceMs) / DAY_MS));
  const dueAtMs = sinceMs + everyDays * DAY_MS;
  // Where keys live for less than four weeks, notice and grace are half of that.
  const noticeMs = Math.min(NOTICE_DAYS, everyDays / 2) * DAY_MS;
  const state =
    nowMs >= dueAtMs + noticeMs
      ? 'overdue'
      : nowMs >= dueAtMs
        ? 'due'
        : nowMs >= dueAtMs - noticeMs
          ? 'soon'
          : 'fresh';
  return { ageDays, dueAtMs, state };
}
