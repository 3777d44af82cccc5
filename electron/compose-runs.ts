import { setTimeout } from 'node:timers/promises';
import { Problem, type RunId } from '../shared/domain/index.ts';
import type { Journal } from './evidence/index.ts';
import type { RunEngine, Started } from './runtime/run/index.ts';
import type { ApplicationSettings } from './verbs/index.ts';

/** How long one call may go on after its run was told to pause; then the run is cancelled. */
const PAUSE_GRACE_MS = 30_000;
const APPLICATION = { id: 'application', role: 'none' } as const;

export interface TrackedRuns {
  readonly engine: RunEngine;
  /** Every run that is going on comes to its next safe point and is stored; resolves when none is left. */
  pause(): Promise<void>;
  /** @throws Problem `wrong_usage` where the run is not going on */
  keepGoing(run: RunId): void;
  /** Resolves when the runs that may go on have let go; undefined where there is none. */
  goingOn(): Promise<unknown> | undefined;
}

/** Remembers which runs are going on, and which of them may do so while nobody is signed in. */
export function trackRuns(
  engine: RunEngine,
  journal: Pick<Journal, 'checkpoint'>,
  notify: ApplicationSettings['notify'],
): TrackedRuns {
  const going = new Map<RunId, Promise<unknown>>();
  const granted = new Set<RunId>();
  const track = (started: Started): Started => {
    // A run that cannot record its own end is found interrupted at the next start.
    const settled = started.done
      .then(() => journal.checkpoint('run_end'))
      .catch(() => undefined)
      .then(() => {
        going.delete(started.run);
        granted.delete(started.run);
        notify('run.changed', { run: started.run });
      });
    going.set(started.run, settled);
    return started;
  };
  return {
    engine: {
      ...engine,
      get live() {
        return engine.live;
      },
      start: async (request) => track(await engine.start(request)),
      resume: async (run, model, actor) => track(await engine.resume(run, model, actor)),
    },
    pause: async () => {
      for (const run of engine.live) engine.pause(run, APPLICATION, 'its operator was signed out');
      const settled = Promise.all(going.values());
      const over = new AbortController();
      const late = setTimeout(PAUSE_GRACE_MS, 'late', { signal: over.signal }).catch(() => 'stopped');
      const first = await Promise.race([settled, late]);
      over.abort();
      if (first !== 'late') return;
      for (const run of engine.live)
        await engine.cancel(
          run,
          APPLICATION,
          'it came to no safe point in time, as its operator was signed out',
        );
      await settled;
    },
    keepGoing: (run) => {
      if (!engine.live.includes(run))
        throw new Problem('wrong_usage', 'the run is not going on', 'Look at its state.');
      granted.add(run);
    },
    // One run goes on at a time, so there is none beside it that would have to pause.
    goingOn: () => {
      const runs = [...granted].flatMap((run) => going.get(run) ?? []);
      return runs.length === 0 ? undefined : Promise.all(runs);
    },
  };
}
