import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import {
  changePerson,
  createWorkspace,
  openScreen,
  PEOPLE,
  signIn,
  type PersonRole,
} from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** Keys for scheduled runs in the window: asked for by one, made by another, rotated, revoked. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);

const NAME = 'readiness, nightly';
const dialog = () => one.page.getByRole('dialog');
const drawer = () => one.page.getByRole('complementary', { name: 'Service key' });
const press = (name: string) => one.page.getByRole('button', { name, exact: true }).click();

async function openKeys(): Promise<void> {
  await openScreen(one.page, 'People');
  await press('Service keys');
  await one.page.getByRole('heading', { level: 1, name: 'Service keys' }).waitFor();
}

async function openKey(): Promise<void> {
  await openKeys();
  await one.page.getByRole('row').filter({ hasText: NAME }).click();
  await drawer().waitFor();
}

async function giveReasonAndPassword(role: PersonRole, reason?: string): Promise<void> {
  if (reason !== undefined) await dialog().getByLabel('Reason').fill(reason);
  await dialog().getByLabel(`Password of ${PEOPLE[role].name}`).fill(PEOPLE[role].password);
  expect(await violations(one.page)).toEqual([]);
}

async function choose(label: RegExp, option: string): Promise<void> {
  await dialog().getByRole('button', { name: label }).click();
  await one.page.getByRole('option', { name: option }).click();
}

/** The file that a made or rotated key was written to. */
async function handed(name: string): Promise<{ id: string; generation: number; secret: string }> {
  return JSON.parse(await readFile(join(one.folder, name), 'utf8')) as {
    id: string;
    generation: number;
    secret: string;
  };
}

test('an administrator asks for a key, and gets none by asking', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  await changePerson(one.page, 'admin');
  await openKeys();
  await one.page.getByText('No service keys').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await press('Ask for a key');
  await dialog().getByLabel('Name').fill(NAME);
  await choose(/Pipeline/, 'table_readiness');
  await choose(/Table/, 'admissions');
  await dialog().getByText('Check data quality', { exact: true }).click();
  await dialog().getByLabel('Days that it is good for').fill('0');
  await dialog()
    .getByText(/^A whole number from 1 to/)
    .waitFor();
  await giveReasonAndPassword('admin', 'the weekly round');
  expect(await dialog().getByRole('button', { name: 'Ask for it' }).isDisabled()).toBe(true);
  await dialog().getByLabel('Days that it is good for').fill('10');
  await press('Ask for it');
  await drawer().getByText('Asked for by').waitFor();
  await drawer().getByText('Nobody agrees to what they asked for.', { exact: false }).waitFor();
  expect(await drawer().getByRole('button', { name: 'Make it' }).count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
});

test('compliance finds it on Today and makes it; the file is written this once', async () => {
  await changePerson(one.page, 'compliance');
  await one.page.getByRole('link', { name: new RegExp(NAME) }).click();
  await drawer().waitFor();
  await press('Make it');
  await giveReasonAndPassword('compliance');
  await one.app.answerDialog(undefined);
  await press('Choose where, and make it');
  const dialogAct = dialog().getByRole('button', { name: 'Choose where, and make it' });
  await dialog()
    .getByLabel(`Password of ${PEOPLE.compliance.name}`)
    .and(one.page.locator(':enabled'))
    .waitFor();
  expect(await dialogAct.isDisabled()).toBe(true);
  await giveReasonAndPassword('compliance');
  await one.app.answerDialog(join(one.folder, 'nightly.json'));
  await dialogAct.click();
  await drawer().getByText('The key file is written, this once').waitFor();
  // Ten days are fewer than the two weeks from which a key is called to be rotated.
  await drawer().getByText('Made by').waitFor();
  expect(await violations(one.page)).toEqual([]);
  const { generation, secret } = await handed('nightly.json');
  expect(generation).toBe(1);
  expect(await one.page.content()).not.toContain(secret);
});

test('an operator rotates it: a new file, and the number of the one before is void', async () => {
  await changePerson(one.page, 'operator');
  await openKey();
  await drawer().getByText('It ends soon').waitFor();
  await press('Rotate');
  await giveReasonAndPassword('operator');
  await one.app.answerDialog(join(one.folder, 'nightly-2.json'));
  await press('Choose where, and rotate it');
  await drawer().getByText('file number 2', { exact: false }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  const [first, second] = [await handed('nightly.json'), await handed('nightly-2.json')];
  expect(second).toMatchObject({ id: first.id, generation: 2 });
  expect(second.secret).not.toBe(first.secret);
});

test('an administrator revokes it with a reason; a wrong password does nothing', async () => {
  await changePerson(one.page, 'admin');
  await openKey();
  expect(await drawer().getByRole('button', { name: 'Rotate' }).count()).toBe(0);
  await press('Revoke');
  await dialog().getByLabel('Reason').fill('the round is over');
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill('not the password at all');
  const act = dialog().getByRole('button', { name: 'Revoke', exact: true });
  await act.click();
  await dialog().getByText('Wrong password').waitFor();
  await giveReasonAndPassword('admin');
  await act.click();
  await dialog().waitFor({ state: 'detached' });
  await drawer().getByText('The round is over').waitFor();
  await drawer().getByText('Revoked by').waitFor();
  expect(await drawer().getByRole('button', { name: 'Revoke' }).count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
});

test('every step of it stands in the journal', async () => {
  await drawer().getByRole('link', { name: 'Every use and change in the journal' }).click();
  await one.page.getByRole('heading', { level: 1, name: 'Journal' }).waitFor();
  for (const words of ['asked for', 'made', 'rotated', 'revoked'])
    await one.page
      .getByRole('row')
      .filter({ hasText: `Service key ${words}` })
      .first()
      .waitFor();
});
