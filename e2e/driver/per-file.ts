import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { launchApp, type RunningApp } from './app.ts';

/** One application for all tests of a file, on a data folder of its own that goes with it. */
export interface AppForFile {
  readonly app: RunningApp;
  readonly page: Page;
  /** A folder for files of the test, outside the data folder. */
  readonly folder: string;
  /** Starts again on the same data folder; the last one has ended. */
  restart(): Promise<void>;
  /** Tries a second start on the data folder, beside the one that runs. */
  startSecond(): Promise<RunningApp>;
}

/**
 * @param prepare called before the first start with the folder for the test's own files
 * @param startedBy a command that the program is started by, asked for at each start
 */
export function appForFile(
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
  startedBy: () => readonly string[] | undefined = () => undefined,
): AppForFile {
  let base = '';
  let running: RunningApp | undefined;
  const app = (): RunningApp => {
    if (running === undefined) throw new Error('the application is not started yet');
    return running;
  };
  const start = (): Promise<RunningApp> => launchApp(join(base, 'user'), { startedBy: startedBy() });
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'swarm-e2e-'));
    await prepare(base);
    running = await start();
  });
  afterAll(async () => {
    await running?.close();
    await rm(base, { recursive: true, force: true });
  });
  return {
    get app() {
      return app();
    },
    get page() {
      return app().page;
    },
    get folder() {
      return base;
    },
    restart: async () => {
      running = await start();
    },
    startSecond: start,
  };
}
