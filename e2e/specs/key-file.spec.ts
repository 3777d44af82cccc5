import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** An older key file in the place of the newest one: it is seen, who may look into it is told, and old passwords stay out. */
const one = appForFile();
inSteps(() => one.app);

const keyFile = () => join(one.app.userFolder, 'workspace/keys.json');
const older = () => join(one.folder, 'older.json');
const NEW_PASSWORD = 'olga picks another one';

async function tryToSignIn(name: string, password: string): Promise<void> {
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(name) }).click();
  await one.page.getByLabel('Password', { exact: true }).fill(password);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
}

test('an operator takes another password, and the file from before is put back', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  await changePerson(one.page, 'operator');
  await copyFile(keyFile(), older());
  await openScreen(one.page, 'People');
  await one.page.getByRole('button', { name: 'Change your password' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel('Your password until now').fill(PEOPLE.operator.password);
  await dialog.getByLabel('New password of').fill(NEW_PASSWORD);
  await dialog.getByLabel('The same again').fill(NEW_PASSWORD);
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await dialog.waitFor({ state: 'detached' });
  const newest = keyFile();
  await one.app.close();
  await copyFile(older(), newest);
  await one.restart();
});

test('the old password does not let them in, and the screen says who looks into it first', async () => {
  await tryToSignIn(PEOPLE.operator.name, PEOPLE.operator.password);
  await one.page.getByText(/An older key file .* was put in the place of the newest one/).waitFor();
  await one.page.getByText(/A compliance officer or an administrator signs in first/).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('compliance comes in, and Today says by what', async () => {
  await signIn(one.page, 'compliance');
  await one.page.getByText('An older key file was put in the place of the newest one').waitFor();
  await one.page.getByText(/1\schange of people and keys since it was written is not in it/).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('the operator stays out by the journal, and is told what lets them in again', async () => {
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await tryToSignIn(PEOPLE.operator.name, PEOPLE.operator.password);
  await one.page.getByText(/before a change that is on record/).waitFor();
  await one.page.getByText(/proposes a new password/).waitFor();
});
