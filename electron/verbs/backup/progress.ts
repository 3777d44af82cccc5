import type { Notify } from '../application.ts';

/** Windows are told so often at most, in milliseconds. */
const PACE_MS = 100;

export type Stage = 'copying' | 'verifying';

/**
 * Tells the window how far a restore is, and for about how long it goes on. Each stage counts in its own
 * unit and begins with its first call.
 */
export function restoreProgress(
  notify: Notify,
  monoMs: () => number,
): (stage: Stage, done: number, total: number) => void {
  let [begun, beganMs, toldMs]: [Stage | undefined, number, number] = [undefined, 0, 0];
  return (message, done, total) => {
    const nowMs = monoMs();
    if (begun !== message) [begun, beganMs, toldMs] = [message, nowMs, -Infinity];
    if (nowMs - toldMs < PACE_MS && done < total) return;
    toldMs = nowMs;
    const left = done > 0 && nowMs > beganMs ? ((total - done) * (nowMs - beganMs)) / done / 1000 : undefined;
    notify('task.progress', {
      ...{ task: 'restore', done, total, message },
      ...(left !== undefined && { secondsLeft: left }),
    });
  };
}
