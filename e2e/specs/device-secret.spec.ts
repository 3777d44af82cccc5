import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret of the workstation in the window, and a second user of its system who is let in. */
const one = appForFile();
inSteps(() => one.app);

const secret = (): string => join(one.app.userFolder, 'device-secret');
const kept = (): string => join(one.folder, 'first-user');
const panel = () =>
  one.page.locator('section', { has: one.page.getByRole('heading', { name: 'Device secret' }) });

/** The same folder under another user of the system: the secret of this one is not there. */
async function asSecondUser(): Promise<void> {
  await one.app.close();
  await rename(secret(), kept());
  await one.restart();
}

test('the posture says where the secret lies and who was let in', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'Posture');
  await panel().getByText('Weaker').waitFor();
  await panel().getByText('This one').waitFor();
  await one.page.getByText(/weaker than a key store of the system/).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('another user of the workstation asks, and reads a code out', async () => {
  await asSecondUser();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Olga/ }).click();
  await one.page.getByLabel('Password', { exact: true }).fill('correct horse operator');
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByText(/made on another workstation/).waitFor();
  await one.page.getByRole('button', { name: 'Ask to be let in' }).click();
  await one.page.getByText('Read this code out').waitFor();
  expect(await violations(one.page)).toEqual([]);
  const code = await one.page.locator('output').innerText();
  expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
  await writeFile(join(one.folder, 'code'), code);
});

test('who answers for the workstation types it, and the other user signs in', async () => {
  await one.app.close();
  const second = join(one.folder, 'second-user');
  await rename(secret(), second);
  await rename(kept(), secret());
  await one.restart();
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'Posture');
  await panel().getByText('Another user of this workstation asks to be let in').waitFor();
  await panel().getByRole('button', { name: 'Let in' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel(/Code that/).fill(await readFile(join(one.folder, 'code'), 'utf8'));
  await dialog.getByLabel('Reason').fill('works at night');
  await dialog.getByLabel(/^Password of/).fill('correct horse admin');
  expect(await violations(one.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Let in' }).click();
  await dialog.waitFor({ state: 'detached' });
  await panel().getByRole('button', { name: 'Shut out' }).waitFor();

  await one.app.close();
  await rm(secret());
  await rename(second, secret());
  await one.restart();
  await signIn(one.page, 'operator');
  await openScreen(one.page, 'Posture');
  await panel()
    .getByText(/by Adam Admin/)
    .waitFor();
  expect(await panel().getByRole('button', { name: 'Shut out' }).count()).toBe(0);
});
