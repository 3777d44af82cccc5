import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { lettersOf } from '../driver/paper.ts';
import { inSteps } from '../driver/steps.ts';

/** Sealed sheets in the window: made by two, tried, and used by somebody who forgot. */
const one = appForFile();
inSteps(() => one.app);
let sheets: readonly string[] = [];

const dialog = () => one.page.getByRole('dialog');

test('where no sheets were made, the sign-in screen says that there is no other way in', async () => {
  await createWorkspace(one.page);
  await one.page.getByRole('button', { name: /Recover access/ }).click();
  await one.page.getByText('There is no other way in.').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'Back to sign-in' }).click();
});

test('Today sends compliance to make them, with a witness', async () => {
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Today');
  await one.page.getByRole('link', { name: /Make recovery sheets/ }).click();
  await one.page.getByText('No sheets were made yet').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'Make sheets' }).click();
  await dialog().getByLabel('Reason').fill('first set');
  await dialog()
    .getByRole('button', { name: /Who stands by/ })
    .click();
  await one.page.getByRole('option', { name: /Adam Admin/ }).click();
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(PEOPLE.admin.password);
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(join(one.folder, 'sheet.pdf'));
  await dialog().getByRole('button', { name: 'Choose where, and make them' }).click();
  await dialog().getByText('These files are the keys, in clear').waitFor();
  sheets = [1, 2, 3].map((number) => lettersOf(join(one.folder, `sheet-${number}-of-3.pdf`)));
  expect(sheets.map((text) => text.split(' ').length)).toEqual([17, 17, 17]);
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Done' }).click();
  await one.page.getByText(/2 of 3 sheets open the workspace/).waitFor();
});

test('a drill tells a slip by its group, and a good sheet without opening anything', async () => {
  await one.page.getByRole('button', { name: 'Try sheets' }).click();
  const field = dialog().getByLabel('Sheet 1');
  const [first = ''] = sheets;
  await field.fill(`${first.startsWith('A') ? 'B' : 'A'}${first.slice(1)}`);
  await dialog().getByText('group 1 is not as printed').waitFor();
  expect(await dialog().getByRole('button', { name: 'Try them' }).isDisabled()).toBe(true);
  await field.fill(first.toLowerCase());
  await dialog().getByText('The letters fit together.').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Try them' }).click();
  await dialog().getByText('Sheet 1 is good').waitFor();
  await dialog().getByRole('button', { name: 'Done' }).click();
  await one.page.getByText(/not tried in the last year: sheet 2, sheet 3/).waitFor();
});

test('two sheets give the operator a new password, and Today asks for new sheets', async () => {
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await one.page.getByRole('button', { name: /Recover access/ }).click();
  await one.page.getByRole('button', { name: /Who gets a new password/ }).click();
  await one.page.getByRole('option', { name: /Olga Operator/ }).click();
  await one.page.getByLabel('Sheet 1').fill(sheets[0] ?? '');
  await one.page.getByLabel('Sheet 2').fill(sheets[2] ?? '');
  await one.page.getByLabel('New password of').fill('olga picks another one');
  await one.page.getByLabel('The same again').fill('olga picks another one');
  await one.page.getByLabel('Why').fill('she forgot it');
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'Recover access', exact: true }).click();
  await one.page.getByText(/can sign in with the new password/).waitFor();
  await one.page.getByRole('button', { name: 'Back to sign-in' }).click();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Olga Operator/ }).click();
  await one.page.getByLabel('Password', { exact: true }).fill('olga picks another one');
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await openScreen(one.page, 'Datasets');
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Today');
  await one.page.getByRole('link', { name: /Make new recovery sheets/ }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});
