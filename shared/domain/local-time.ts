import { z } from 'zod';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const Weekday = z.enum(WEEKDAYS);
export type Weekday = z.infer<typeof Weekday>;

export const MINUTES_PER_DAY = 1440;

/** Day and minute after midnight on this workstation's clock and in its zone, as rules about hours see it. */
export const LocalTime = z.object({
  day: Weekday,
  minute: z
    .int()
    .min(0)
    .max(MINUTES_PER_DAY - 1),
});
export type LocalTime = z.infer<typeof LocalTime>;
