import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchApp, type RunningApp } from '../driver/app.ts';
import { importTable, openRun, startRun, verifyJournal, waitForState } from '../driver/journey.ts';
import { createWorkspace, signIn } from '../driver/people.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** A power cut while a run works: the next start finds everything consistent and says what happened. */
let base: string;
let app: RunningApp;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'swarm-e2e-'));
  await writeSmallTable(join(base, 'admissions.csv'));
  app = await launchApp(join(base, 'user'));
});
afterAll(async () => {
  await app.close();
  await rm(base, { recursive: true, force: true });
});
inSteps(() => app);

test('main is killed as soon as a run shows', async () => {
  await createWorkspace(app.page);
  await signIn(app.page, 'operator');
  await importTable(app, join(base, 'admissions.csv'));
  await startRun(app.page, 'Train a model');
  await app.kill();
});

test('the next start opens the workspace, knows the run and verifies the journal', async () => {
  app = await launchApp(join(base, 'user'));
  await signIn(app.page, 'operator');
  await openRun(app.page);
  // Where the cut fell before the first question, or after it.
  const state = await waitForState(app.page, 'Interrupted', 'Waiting for approval');
  expect(state).not.toBe('');
  await verifyJournal(app.page);
});

test('a second start on the same folder is turned away while the first one runs', async () => {
  await expect(launchApp(join(base, 'user'))).rejects.toThrow();
});
