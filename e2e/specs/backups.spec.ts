import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, confirmAct, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** Copies of the workspace: by hand, by the schedule, and tried. */
const one = appForFile();
inSteps(() => one.app);

const copy = () => join(one.folder, 'backup');
const shelf = () => join(one.folder, 'shelf');
const press = (name: string) => one.page.getByRole('button', { name, exact: true }).click();

test('an administrator writes a backup, which counts once it was verified', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'Recovery');
  await one.page.getByText('None: backups are made by hand alone.').waitFor();
  await one.page.getByText('No backup was tried yet.', { exact: false }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(copy());
  await press('Write a backup');
  await confirmAct(one.page, 'admin');
  await one.page.getByText('Written and verified', { exact: true }).waitFor();
  await one.page.getByRole('list', { name: 'Backups that were made' }).getByText('Verified').waitFor();
  expect(JSON.parse(await readFile(join(copy(), 'backup.json'), 'utf8'))).toMatchObject({
    format: 1,
    journal: { root: expect.any(String) },
  });
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(copy());
  await press('Write a backup');
  await confirmAct(one.page, 'admin');
  await one.page.getByRole('alert').filter({ hasText: 'already' }).waitFor();
});

test('it is tried, and the trial is on record', async () => {
  await one.app.answerDialog(join(copy(), 'backup.json'));
  await press('Try a backup');
  await one.page.getByRole('list', { name: 'Backups that were tried' }).getByText('Comes back').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a schedule is set by keyboard alone, and counts from the last copy', async () => {
  await one.page.getByRole('button', { name: 'Schedule', exact: true }).focus();
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('dialog').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(shelf());
  await one.page.getByRole('button', { name: 'Choose the folder' }).focus();
  await one.page.keyboard.press('Enter');
  await confirmAct(one.page, 'admin');
  await one.page.getByText('Every day, while nobody is signed in', { exact: false }).waitFor();
  await one.page.getByText('Next one').waitFor();
  expect(await one.page.getByText('Due', { exact: true }).count()).toBe(0);
});

test('compliance sees it and may try one, and cannot change it', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Recovery');
  await one.page.getByText('Every day, while nobody is signed in', { exact: false }).waitFor();
  await one.page.getByRole('button', { name: 'Try a backup' }).waitFor();
  for (const name of ['Schedule', 'Write a backup'])
    expect(await one.page.getByRole('button', { name, exact: true }).count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
});

test('the schedule ends when an administrator says so', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'Recovery');
  await press('Schedule');
  await one.page.getByRole('button', { name: /How often/ }).click();
  await one.page.getByRole('option', { name: /Not by itself/ }).click();
  await press('End the schedule');
  await confirmAct(one.page, 'admin');
  await one.page.getByText('backups are made by hand alone', { exact: false }).waitFor();
});
