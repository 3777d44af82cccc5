import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importTable, openRun, startRun, verifyJournal, waitForState } from '../driver/journey.ts';
import { createWorkspace, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** A power cut while a run works: the next start finds everything consistent and says what happened. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);

test('main is killed as soon as a run shows', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  await startRun(one.page, 'Train a model');
  await one.app.kill();
});

test('the next start opens the workspace, knows the run and verifies the journal', async () => {
  await one.restart();
  await signIn(one.page, 'operator');
  await openRun(one.page);
  // Where the cut fell before the first question, or after it.
  const state = await waitForState(one.page, 'Interrupted', 'Waiting for approval');
  expect(state).not.toBe('');
  await verifyJournal(one.page);
});

test('a second start on the same folder is turned away while the first one runs', async () => {
  await expect(one.startSecond()).rejects.toThrow();
});
