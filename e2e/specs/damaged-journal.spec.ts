import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** A journal that does not check any more: it stays as it is, and a named person leads on. */
const one = appForFile();
inSteps(() => one.app);
let damaged: Buffer;
const file = (): string => join(one.app.userFolder, 'workspace/journal/epoch-0001.db');

async function tryToSignIn(name: string, password: string): Promise<void> {
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(name) }).click();
  await one.page.getByLabel('Password', { exact: true }).fill(password);
}

test('a damaged journal is said to be one, and nothing is touched', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  await one.app.close();
  damaged = await readFile(file());
  damaged[900]! ^= 1;
  damaged[damaged.length - 900]! ^= 1;
  await writeFile(file(), damaged);
  await one.restart();
  await tryToSignIn(PEOPLE.compliance.name, PEOPLE.compliance.password);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByText(/the journal is damaged/i).waitFor();
  await one.page.getByText('Going on without it').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('leaving it wants a person who may, their password and the words, and can be left again', async () => {
  await one.page.getByRole('button', { name: 'Leave the damaged journal' }).click();
  await one.page.getByRole('heading', { name: 'Leave the damaged journal' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: /Person/ }).click();
  expect(await one.page.getByRole('option', { name: new RegExp(PEOPLE.operator.name) }).count()).toBe(0);
  await one.page.keyboard.press('Escape');
  await one.page.getByRole('button', { name: 'Back to sign-in' }).click();
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await one.page.getByRole('button', { name: 'Leave the damaged journal' }).click();
  const begin = one.page.getByRole('button', { name: 'Begin a new file' });
  await tryToSignIn(PEOPLE.compliance.name, 'not the password');
  expect(await begin.isDisabled()).toBe(true);
  await one.page.getByLabel(/^Type/).fill('leave damaged');
  await begin.click();
  await one.page.getByRole('alert').waitFor();
});

test('work goes on in a new file that names who said so, and the old one is as it was', async () => {
  await one.page.getByLabel('Password', { exact: true }).fill(PEOPLE.compliance.password);
  await one.page.getByRole('button', { name: 'Begin a new file' }).click();
  await one.page.getByRole('navigation', { name: 'Screens' }).waitFor({ timeout: 30_000 });
  expect((await readFile(file())).equals(damaged)).toBe(true);
  await openScreen(one.page, 'Journal');
  await one.page.getByText('New journal file begun').first().waitFor();
});
