import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, confirmAct, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** Going back to a backup on the first screen, as IT would on a bad day. */
const one = appForFile();
inSteps(() => one.app);

const copy = () => join(one.folder, 'backup');
const list = () => join(copy(), 'backup.json');
const witness = () => join(one.folder, 'later.witness');
const press = (name: string) => one.page.getByRole('button', { name, exact: true }).click();
const here = async () =>
  (await readdir(one.app.userFolder)).filter((name) => name.startsWith('workspace')).sort();

async function fillPassword(password: string): Promise<void> {
  await one.page.getByLabel('Password', { exact: true }).fill(password);
}

test('a backup is written, more is recorded, and the workspace is gone', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'Recovery');
  await one.app.answerDialog(copy());
  await press('Write a backup');
  await confirmAct(one.page, 'admin');
  await one.page.getByText('Written and verified', { exact: true }).waitFor();
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Integrity');
  await one.app.answerDialog(witness());
  await press('Hand out a checkpoint');
  await one.page.getByText('Handed out', { exact: false }).waitFor();
  await one.app.close();
  await rename(join(one.app.userFolder, 'workspace'), join(one.folder, 'old-workspace'));
  await one.restart();
});

test('the first screen offers to go back to it, by keyboard alone', async () => {
  await one.page.getByRole('button', { name: 'Restore from a backup' }).focus();
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('heading', { name: 'Restore from a backup' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a file that is no list of a backup is refused in a sentence, and nothing is chosen', async () => {
  const other = join(one.folder, 'backup.json');
  await writeFile(other, '{"name":"something else"}');
  await one.app.answerDialog(other);
  await press('Choose backup.json');
  await one.page.getByRole('alert').filter({ hasText: 'is not the list of a backup' }).waitFor();
  await writeFile(other, (await readFile(list(), 'utf8')).slice(0, 300));
  await one.app.answerDialog(other);
  await press('Choose backup.json');
  await one.page.getByRole('alert').filter({ hasText: 'was cut short or changed' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('what was chosen is told from its list, and a wrong password opens nothing', async () => {
  await one.app.answerDialog(list());
  await one.page.getByRole('button', { name: 'Choose backup.json' }).focus();
  await one.page.keyboard.press('Enter');
  await one.page.getByText('Goes to').waitFor();
  await one.page.getByText('nothing else does', { exact: false }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(PEOPLE.compliance.name) }).click();
  await fillPassword('not the password');
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('alert').filter({ hasText: 'password' }).waitFor();
  expect(await here()).toEqual([]);
});

test('a changed byte is found before anything is copied', async () => {
  const file = join(copy(), 'content.db');
  const bytes = await readFile(file);
  bytes[5000]! ^= 1;
  await writeFile(file, bytes);
  await fillPassword(PEOPLE.compliance.password);
  await press('Check the backup');
  await one.page.getByRole('alert').filter({ hasText: 'content.db was cut short or changed' }).waitFor();
  expect(await here()).toEqual([]);
  bytes[5000]! ^= 1;
  await writeFile(file, bytes);
});

test('the verdict comes first: whole, and whether it is the newest nobody can tell', async () => {
  await fillPassword(PEOPLE.compliance.password);
  await press('Check the backup');
  await one.page.getByText('Whole, and nobody can tell whether it is the newest').waitFor();
  expect(await here()).toEqual(['workspace.restoring']);
  expect(await one.page.getByRole('button', { name: 'Restore it', exact: true }).isDisabled()).toBe(true);
  expect(await violations(one.page)).toEqual([]);
});

test('a checkpoint that was kept elsewhere shows what would be lost', async () => {
  await one.app.answerDialog(witness());
  await press('Add a checkpoint');
  await one.page.getByText('later.witness', { exact: false }).waitFor();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(PEOPLE.compliance.name) }).click();
  await fillPassword(PEOPLE.compliance.password);
  await press('Check the backup');
  await one.page.getByText('would be lost', { exact: false }).waitFor();
  await one.page.getByRole('button', { name: 'Restore it all the same' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('whoever says no leaves nothing behind', async () => {
  await press('Do not restore');
  await one.page.getByRole('heading', { name: 'Create the workspace' }).waitFor();
  expect(await here()).toEqual([]);
});

test('a power cut while it waits leaves nothing half, and the next start begins anew', async () => {
  await press('Restore from a backup');
  await one.app.answerDialog(list());
  await press('Choose backup.json');
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(PEOPLE.admin.name) }).click();
  await fillPassword(PEOPLE.admin.password);
  await press('Check the backup');
  await one.page.getByText('Whole, and nobody can tell whether it is the newest').waitFor();
  const { userFolder } = one.app;
  await one.app.kill();
  await one.restart();
  expect(one.app.userFolder).toBe(userFolder);
  await one.page.getByRole('heading', { name: 'Create the workspace' }).waitFor();
  expect(await here()).toEqual([]);
});

test('somebody says why, and the people sign in as before', async () => {
  await press('Restore from a backup');
  await one.app.answerDialog(list());
  await press('Choose backup.json');
  await one.app.answerDialog(witness());
  await press('Add a checkpoint');
  await one.page.getByText('later.witness', { exact: false }).waitFor();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(PEOPLE.compliance.name) }).click();
  await fillPassword(PEOPLE.compliance.password);
  await press('Check the backup');
  await one.page.getByLabel('Why it is used although it does not pass').fill('the old folder cannot be read');
  await press('Restore it all the same');
  await one.page.getByText('The workspace was restored', { exact: true }).waitFor();
  expect(await here()).toEqual(['workspace']);
  expect(await violations(one.page)).toEqual([]);
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Journal');
  await one.page.getByText('Restored from a backup').first().waitFor();
  await rm(join(one.folder, 'old-workspace'), { recursive: true });
});
