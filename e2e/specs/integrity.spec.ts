import { beforeAll, expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { watchPage } from '../driver/watch.ts';

/** Whether the journal can be believed: verification, risk window, witnesses and the drill. */
const one = appForFile();
inSteps(() => one.app);
let complaints: readonly string[];
beforeAll(() => {
  complaints = watchPage(one.page);
});

test('before anything was verified it says so, and how much nobody outside knows', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Integrity');
  await one.page.getByText('Not in this workspace yet.').waitFor();
  await one.page.getByText(/^Risk window: \d+\sentries$/).waitFor();
  await one.page.getByText('No drill in this workspace yet.').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('verifying by keyboard ends in a verdict with its lines', async () => {
  await one.page.getByRole('button', { name: 'Verify now' }).focus();
  await one.page.keyboard.press('Enter');
  await one.page.getByText('every MAC holds').waitFor();
  await one.page.getByText('by Cora Compliance').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a checkpoint is handed out and closes the risk window', async () => {
  const file = `${one.folder}/checkpoint.witness`;
  await one.app.answerDialog(file);
  await one.page.getByRole('button', { name: 'Hand out a checkpoint' }).click();
  await one.page.getByText('Handed out', { exact: true }).waitFor();
  await one.page.getByText(/in a file$/).waitFor();
  await one.app.answerDialog(file);
  await one.page.getByRole('button', { name: 'Against a witness file' }).click();
  await one.page.getByText('every MAC holds').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a drill shows every attack, and which of them only a witness shows', async () => {
  await one.page.getByRole('button', { name: 'Run a drill' }).click();
  await one.page.getByText('Every attack got the verdict that it should get').waitFor();
  expect(await one.page.getByText('only a witness shows it', { exact: true }).count()).toBe(2);
  expect(await violations(one.page)).toEqual([]);
});

test('an operator reads all of it and runs no drill', async () => {
  await changePerson(one.page, 'operator');
  await openScreen(one.page, 'Integrity');
  await one.page.getByText('Every attack got the verdict that it should get').waitFor();
  expect(await one.page.getByRole('button', { name: 'Run a drill' }).count()).toBe(0);
  expect(await one.page.getByRole('button', { name: 'Take in a cosignature' }).count()).toBe(0);
});

test('nothing complained on the way', () => {
  expect(complaints).toEqual([]);
});
