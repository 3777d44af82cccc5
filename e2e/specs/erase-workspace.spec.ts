import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** The end of a workspace: two people, one word typed, one certificate, and nothing left. */
const one = appForFile();
inSteps(() => one.app);

const dialog = () => one.page.getByRole('dialog', { name: 'Erase the workspace' });
const act = () =>
  dialog().getByRole('button', { name: 'Choose where the certificate goes, and erase everything' });
const here = async () =>
  (await readdir(one.app.userFolder)).filter((name) => name.startsWith('workspace')).sort();
const certificate = () => join(one.folder, 'certificate.pdf');

async function fill(adminPassword: string): Promise<void> {
  await dialog().getByLabel('Reason').fill('the workstation is given away');
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(adminPassword);
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
}

test('an administrator alone is not offered the end of the workspace', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'Recovery');
  await one.page.getByRole('button', { name: 'Write a backup' }).waitFor();
  expect(await one.page.getByRole('button', { name: 'Erase the workspace' }).count()).toBe(0);
});

test('compliance is told what goes, by keyboard, and can turn back', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Recovery');
  await one.page.getByRole('button', { name: 'Erase the workspace' }).focus();
  await one.page.keyboard.press('Enter');
  await dialog().getByText('Nobody can read any of it again', { exact: false }).waitFor();
  expect(await act().isDisabled()).toBe(true);
  expect(await violations(one.page)).toEqual([]);
  await one.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('neither a wrong word nor one person’s password is enough', async () => {
  await one.page.getByRole('button', { name: 'Erase the workspace' }).click();
  await fill('not the password');
  expect(await act().isDisabled()).toBe(true);
  const confirm = dialog().getByLabel(/^Type .* to confirm/);
  await confirm.fill('everything');
  expect(await act().isDisabled()).toBe(true);
  const word = /Type (\w+) to/.exec((await dialog().textContent()) ?? '')?.[1] ?? '';
  await confirm.fill(word);
  await one.app.answerDialog(certificate());
  await act().click();
  await dialog().getByRole('alert').filter({ hasText: 'password' }).waitFor();
  expect(await here()).toEqual(['workspace']);
  expect(await violations(one.page)).toEqual([]);
});

test('with both, everything goes, the certificate stands, and the first screen says so', async () => {
  await fill(PEOPLE.admin.password);
  const confirm = dialog().getByLabel(/^Type .* to confirm/);
  const word = /Type (\w+) to/.exec((await dialog().textContent()) ?? '')?.[1] ?? '';
  await confirm.fill(word);
  await one.app.answerDialog(certificate());
  await act().click();
  await one.page.getByText('The workspace was erased', { exact: true }).waitFor();
  await one.page.getByRole('heading', { name: 'Create the workspace' }).waitFor();
  expect(await here()).toEqual([]);
  expect((await readFile(certificate())).subarray(0, 5).toString()).toBe('%PDF-');
  expect(await violations(one.page)).toEqual([]);
});
