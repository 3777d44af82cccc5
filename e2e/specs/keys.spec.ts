import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** The content keys in the window: asked for, changed, and put under a key file of the hospital. */
const one = appForFile();
inSteps(() => one.app);

const dialog = () => one.page.getByRole('dialog');

test('an administrator asks for new keys and cannot change them', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'Recovery');
  await one.page.getByRole('button', { name: 'Ask for new keys' }).click();
  expect(await one.page.getByRole('button', { name: 'Change the keys' }).count()).toBe(0);
  await dialog().getByLabel('Reason').fill('somebody left the ward');
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Ask', exact: true }).click();
  await one.page.getByText('asks for new content keys').waitFor();
});

test('compliance changes them, and sees who, when and how many objects', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Recovery');
  await one.page.getByText('somebody left the ward').waitFor();
  await one.page.getByRole('button', { name: 'Change the keys' }).click();
  await dialog().getByLabel('Reason').fill('as was asked');
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Change them' }).click();
  await one.page.getByText(/epoch 2, in use since/).waitFor();
  expect(await one.page.getByText('asks for new content keys').count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
});

test('compliance puts them under a key file', async () => {
  await one.page.getByRole('button', { name: 'Where they lie' }).click();
  await dialog().getByText('a key file', { exact: true }).click();
  await dialog().getByLabel('Reason').fill('the hospital keeps it');
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(join(one.folder, 'content.swarm-key'));
  await dialog().getByRole('button', { name: 'Choose where, and move them' }).click();
  await one.page.getByText(/a password and the key file content\.swarm-key/).waitFor();
  expect(await violations(one.page)).toEqual([]);
});
