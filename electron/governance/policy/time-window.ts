import { MINUTES_PER_DAY, WEEKDAYS, type LocalTime, type Weekday } from '../../../shared/domain/index.ts';
import type { TimeWindow } from '../../../shared/formats/index.ts';

/** Minutes after midnight; the end is not part of it and may lie in the next day. */
interface Span {
  readonly from: number;
  readonly until: number;
}

/** Whether a moment lies in the window. A span that runs past midnight belongs to the day it began on. */
export function compileTimeWindow(window: TimeWindow): (at: LocalTime) => boolean {
  const days = daysOf(window);
  const spans = spansOf(window);
  return ({ day, minute }) => {
    if (days.has(day) && spans.some(({ from, until }) => minute >= from && minute < until)) return true;
    const late = minute + MINUTES_PER_DAY;
    return days.has(dayBefore(day)) && spans.some(({ until }) => late < until);
  };
}

/** Minutes of the day at which some span of the window begins or ends. */
export function boundariesOf(window: TimeWindow): number[] {
  return spansOf(window).flatMap(({ from, until }) => [from, until % MINUTES_PER_DAY]);
}

function daysOf({ days }: TimeWindow): ReadonlySet<Weekday> {
  if (days === undefined) return new Set(WEEKDAYS);
  const found = new Set<Weekday>();
  for (const word of typeof days === 'string' ? [days] : days) {
    const [first, last = first] = word.split('-').map((part) => WEEKDAYS.indexOf(part as Weekday));
    if (first === undefined || last === undefined) continue;
    for (let step = 0; step < WEEKDAYS.length; step += 1) {
      const day = WEEKDAYS[(first + step) % WEEKDAYS.length];
      if (day !== undefined) found.add(day);
      if ((first + step) % WEEKDAYS.length === last) break;
    }
  }
  return found;
}

function spansOf({ hours }: TimeWindow): Span[] {
  if (hours === undefined) return [{ from: 0, until: MINUTES_PER_DAY }];
  return (typeof hours === 'string' ? [hours] : hours).map((text) => {
    const [from = 0, end = 0] = text.split('-').map(minutes);
    return { from, until: end < from ? end + MINUTES_PER_DAY : end };
  });
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}

function dayBefore(day: Weekday): Weekday {
  const at = WEEKDAYS.indexOf(day);
  return WEEKDAYS[(at + WEEKDAYS.length - 1) % WEEKDAYS.length] ?? day;
}
