import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/**
 * A person gets an authenticator, signs in with it, and shows it again where an act wants the password; a lock leaves
 * nothing of the page behind. Each act wants a code of its own here, so that no spec waits for a window to pass.
 */
process.env.SWARM_SECOND_FACTOR_MINUTES = '0';
const one = appForFile();
inSteps(() => one.app);
let recoveryCodes: readonly string[];

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
  recoveryCodes = await codes.allInnerTexts();
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
  await code.fill(recoveryCodes[0] ?? '');
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByRole('navigation', { name: 'Screens' }).waitFor();
});

test('an act that wants the password wants a code too, and goes on where it was', async () => {
  await openScreen(one.page, 'People');
  await one.page.getByRole('button', { name: 'Change your password' }).click();
  const next = 'correct horse admin again';
  const change = one.page.getByRole('dialog', { name: 'Change your password' });
  await change.getByLabel('Your password until now').fill(PEOPLE.admin.password);
  await change.getByLabel(`New password of ${PEOPLE.admin.name}`).fill(next);
  await change.getByLabel('The same again').fill(next);
  await change.getByRole('button', { name: 'Change it' }).click();
  const prove = one.page.getByRole('dialog', { name: 'The code of your authenticator' });
  const code = prove.getByLabel('Code of your authenticator, or a recovery code');
  await code.fill(recoveryCodes[0] ?? '');
  await prove.getByRole('button', { name: 'Confirm' }).click();
  await prove.getByText('Wrong code').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await code.fill(recoveryCodes[1] ?? '');
  await code.press('Enter');
  await prove.waitFor({ state: 'detached' });
  await change.waitFor({ state: 'detached' });
});

test('who does not give it does nothing', async () => {
  await one.page.getByRole('button', { name: 'Change your password' }).click();
  const change = one.page.getByRole('dialog', { name: 'Change your password' });
  await change.getByLabel('Your password until now').fill('correct horse admin again');
  await change.getByLabel(`New password of ${PEOPLE.admin.name}`).fill('a third horse for admin');
  await change.getByLabel('The same again').fill('a third horse for admin');
  await change.getByRole('button', { name: 'Change it' }).click();
  const prove = one.page.getByRole('dialog', { name: 'The code of your authenticator' });
  await prove.getByRole('button', { name: 'Cancel' }).click();
  await change.getByText('You did not confirm it').waitFor();
});
