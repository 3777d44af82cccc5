import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** A person gets an authenticator, and signs in with it; a lock leaves nothing of the page behind. */
const one = appForFile();
inSteps(() => one.app);
let recoveryCode: string;

const dialog = () => one.page.getByRole('dialog');

test('an authenticator is enrolled with a code that it shows', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'People');
  await one.page.getByRole('button', { name: 'Get a second factor' }).click();
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(PEOPLE.admin.password);
  await dialog().getByRole('button', { name: 'Show the secret' }).click();
  await dialog().getByRole('img', { name: 'The secret as a QR code' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  const shown = await dialog().locator('code').first().innerText();
  const totp = new TOTP({ secret: Secret.fromBase32(shown.replaceAll(/\s/g, '')) });
  await dialog().getByLabel('Code that it shows now').fill(totp.generate());
  await dialog().getByRole('button', { name: 'Enrol' }).click();
  const codes = dialog().getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await codes.first().waitFor();
  expect(await codes.count()).toBe(10);
  expect(await violations(one.page)).toEqual([]);
  recoveryCode = await codes.first().innerText();
  await dialog().getByRole('button', { name: 'I have kept them' }).click();
  await one.page.getByRole('button', { name: 'Your second factor' }).waitFor();
});

test('a lock puts a new page in the place of the old one', async () => {
  await one.page.evaluate(() => {
    (globalThis as { kept?: string }).kept = 'by the page before';
  });
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await one.page.evaluate(() => (globalThis as { kept?: string }).kept)).toBeUndefined();
  expect(new URL(one.page.url()).hash).toBe('');
});

test('sign-in asks for the code behind the password, and a recovery code opens', async () => {
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(PEOPLE.admin.name) }).click();
  await one.page.getByLabel('Password', { exact: true }).fill(PEOPLE.admin.password);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  const code = one.page.getByLabel('Code of your authenticator, or a recovery code');
  await code.waitFor();
  expect(await violations(one.page)).toEqual([]);
  await code.fill('AAAA-BBBB-CCCC-DDDD');
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByText('Wrong code').waitFor();
  await one.page.getByLabel('Password', { exact: true }).fill(PEOPLE.admin.password);
  await code.fill(recoveryCode);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByRole('navigation', { name: 'Screens' }).waitFor();
});
