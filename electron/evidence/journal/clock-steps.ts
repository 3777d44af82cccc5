import type { ClockReading } from './append-item.ts';

/** The two clocks may drift apart by so much between two entries without a word. */
const TOLERANCE_MS = 5000;

/**
 * How far the wall clock was moved between two entries, in milliseconds, or undefined where it was not.
 * Within one process the monotonic clock tells, forwards and backwards; a machine that slept looks like a
 * clock set forwards. From one process to the next only a time that falls can be seen.
 *
 * @param last `monoMs` is undefined where another process wrote the last entry
 */
export function clockStepMs(
  last: { readonly wallMs: number; readonly monoMs: number | undefined },
  now: ClockReading,
): number | undefined {
  const passedMs = now.wallMs - last.wallMs;
  const movedMs = last.monoMs === undefined ? 0 : Math.round(passedMs - (now.monoMs - last.monoMs));
  if (Math.abs(movedMs) > TOLERANCE_MS) return movedMs;
  return passedMs < 0 ? passedMs : undefined;
}
