import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { lettersOf } from '../driver/paper.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** The hospital's key file is lost: sheets that were made before a witness with a second factor let somebody in. */
const one = appForFile();
inSteps(() => one.app);
const dialog = () => one.page.getByRole('dialog');
const NEW_PASSWORD = 'cora picks another one';
let recoveryCode = '';
let sheets: readonly string[] = [];

test('compliance puts the content keys under a key file', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Recovery');
  await one.page.getByRole('button', { name: 'Where they lie' }).click();
  await dialog().getByText('a key file', { exact: true }).click();
  await dialog().getByLabel('Reason').fill('the hospital keeps it');
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  await one.app.answerDialog(join(one.folder, 'content.swarm-key'));
  await dialog().getByRole('button', { name: 'Choose where, and move them' }).click();
  await one.page.getByText(/a password and the key file content\.swarm-key/).waitFor();
});

test('the administrator gets a second factor', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'People');
  await one.page.getByRole('button', { name: 'Get a second factor' }).click();
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(PEOPLE.admin.password);
  await dialog().getByRole('button', { name: 'Show the secret' }).click();
  const shown = await dialog().locator('code').first().innerText();
  const totp = new TOTP({ secret: Secret.fromBase32(shown.replaceAll(/\s/g, '')) });
  await dialog().getByLabel('Code that it shows now').fill(totp.generate());
  await dialog().getByRole('button', { name: 'Enrol' }).click();
  const codes = dialog().getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  recoveryCode = await codes.first().innerText();
  await dialog().getByRole('button', { name: 'I have kept them' }).click();
});

test('as a witness they are asked for their code too, and nothing is made without it', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Recovery');
  await one.page.getByRole('button', { name: 'Make sheets' }).click();
  await dialog().getByLabel('Reason').fill('first set');
  await dialog()
    .getByRole('button', { name: /Who stands by/ })
    .click();
  await one.page.getByRole('option', { name: /Adam Admin/ }).click();
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(PEOPLE.admin.password);
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  const make = dialog().getByRole('button', { name: 'Choose where, and make them' });
  await one.app.answerDialog(join(one.folder, 'sheet.pdf'));
  await make.click();
  const code = dialog().getByLabel(`Code of the authenticator of ${PEOPLE.admin.name}, or a recovery code`);
  await code.waitFor();
  await dialog()
    .getByText(/the code of the authenticator/i)
    .first()
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
  for (const { name, password } of [PEOPLE.admin, PEOPLE.compliance]) {
    const field = dialog().getByLabel(`Password of ${name}`);
    if ((await field.inputValue()) === '') await field.fill(password);
  }
  await code.fill(recoveryCode);
  await one.app.answerDialog(join(one.folder, 'sheet.pdf'));
  await make.click();
  await dialog().getByText('These files are the keys, in clear').waitFor();
  sheets = [1, 2, 3].map((number) => lettersOf(join(one.folder, `sheet-${number}-of-3.pdf`)));
  await dialog().getByRole('button', { name: 'Done' }).click();
});

test('without the key file content stays shut, and the sheets ask whether it is lost', async () => {
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await rename(join(one.folder, 'content.swarm-key'), join(one.folder, 'somewhere-else'));
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Cora Compliance/ }).click();
  await one.page.getByLabel('Password', { exact: true }).fill(PEOPLE.compliance.password);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page
    .getByRole('alert')
    .getByText(/key file/)
    .first()
    .waitFor();
  await one.page.getByRole('button', { name: /Recover access/ }).click();
  await one.page.getByRole('button', { name: /Who gets a new password/ }).click();
  await one.page.getByRole('option', { name: /Cora Compliance/ }).click();
  await one.page.getByLabel('Sheet 1').fill(sheets[0] ?? '');
  await one.page.getByLabel('Sheet 2').fill(sheets[1] ?? '');
  await one.page.getByLabel('New password of').fill(NEW_PASSWORD);
  await one.page.getByLabel('The same again').fill(NEW_PASSWORD);
  await one.page.getByLabel('Why').fill('the stick is lost');
  await one.page.getByText('Is lost', { exact: true }).click();
  await one.page.getByText('Passwords alone will open the content keys').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('recovered without the medium, a password alone opens content', async () => {
  await one.page.getByRole('button', { name: 'Recover access without the medium' }).click();
  await one.page.getByText(/can sign in with the new password/).waitFor();
  await one.page.getByRole('button', { name: 'Back to sign-in' }).click();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Cora Compliance/ }).click();
  await one.page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  await openScreen(one.page, 'Recovery');
  await one.page.getByText('the passwords of operators and compliance').waitFor();
});
