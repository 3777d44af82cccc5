import { mkdir, rename, rm } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { SOFT_MODULE, softTokens } from '../../electron/testing/soft-token/index.ts';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

const LABEL = 'Key of Sankt Anna';
const PIN = '1234';

/** The content keys in the window under a token of the hospital: put there, opened with its PIN, taken back. */
describe.skipIf(SOFT_MODULE === undefined)('a token', () => {
  // Before the application starts: the library finds its tokens by the environment.
  const tokens = SOFT_MODULE === undefined ? undefined : softTokens();
  tokens?.insert(LABEL);
  const one = appForFile();
  inSteps(() => one.app);
  afterAll(() => tokens?.remove());

  const dialog = () => one.page.getByRole('dialog');
  const alert = () => one.page.getByRole('alert');
  const pin = () => one.page.getByLabel(`PIN of the token ${LABEL}`);
  const press = (name: string) => one.page.getByRole('button', { name, exact: true }).click();
  const folder = tokens?.folder ?? '';

  /** The reader is there, and no token in it. */
  async function takeOut(): Promise<void> {
    await rename(folder, `${folder}-out`);
    await mkdir(folder);
  }

  /** Asks for the keys to be put under a token: with the library that came with it, and what is typed. */
  async function move(label: string, typedPin: string): Promise<void> {
    await dialog().getByLabel('How the token names itself').fill(label);
    await dialog().getByLabel('PIN of the token').fill(typedPin);
    await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
    await one.app.answerDialog(tokens?.modulePath);
    await dialog().getByRole('button', { name: 'Choose its library, and move them' }).click();
  }

  /** From the sign-in screen, where the PIN stands beside the password. */
  async function signInWith(typedPin: string): Promise<void> {
    await one.page.getByLabel('Password', { exact: true }).fill(PEOPLE.operator.password);
    await pin().fill(typedPin);
    await press('Sign in');
  }

  test('that is not there, or whose PIN is another, takes no keys and says why', async () => {
    await createWorkspace(one.page);
    await signIn(one.page, 'compliance');
    await openScreen(one.page, 'Recovery');
    await press('Where they lie');
    await dialog().getByText('a token', { exact: true }).click();
    await dialog().getByLabel('Reason').fill('the hospital keeps it');
    expect(await violations(one.page)).toEqual([]);
    await move('Another token', PIN);
    await dialog().getByRole('alert').filter({ hasText: 'Another token' }).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await move(LABEL, '0000');
    await dialog().getByRole('alert').filter({ hasText: 'The PIN of the token is wrong' }).waitFor();
    expect(await violations(one.page)).toEqual([]);
  });

  test('takes the content keys, with its PIN', async () => {
    await move(LABEL, PIN);
    await dialog().waitFor({ state: 'detached' });
    await one.page.getByText(`a password and the token ${LABEL}, as Cora Compliance set it`).waitFor();
    expect(await violations(one.page)).toEqual([]);
  });

  test('is asked for who holds content, and nobody else', async () => {
    await changePerson(one.page, 'admin');
    await press('Lock');
    await one.page.getByRole('button', { name: /Person/ }).click();
    await one.page.getByRole('option', { name: new RegExp(PEOPLE.operator.name) }).click();
    await pin().waitFor();
    expect(await one.page.getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
    expect(await violations(one.page)).toEqual([]);
  });

  test('opens nothing with another PIN, and says that it is the PIN', async () => {
    await signInWith('0000');
    await alert().filter({ hasText: 'The PIN of the token is wrong' }).waitFor();
    expect(await violations(one.page)).toEqual([]);
  });

  test('that was taken out is asked for by its name', async () => {
    await takeOut();
    await signInWith(PIN);
    await alert()
      .filter({ hasText: `The token ${LABEL} is not there` })
      .waitFor();
    expect(await violations(one.page)).toEqual([]);
    await rm(folder, { recursive: true });
    await rename(`${folder}-out`, folder);
  });

  test('opens them with password and PIN', async () => {
    await signInWith(PIN);
    await openScreen(one.page, 'Datasets');
  });

  test('gives them back to passwords, and nobody is asked for a PIN', async () => {
    await press('Lock');
    await one.page.getByRole('button', { name: /Person/ }).click();
    await one.page.getByRole('option', { name: new RegExp(PEOPLE.compliance.name) }).click();
    await one.page.getByLabel('Password', { exact: true }).fill(PEOPLE.compliance.password);
    await pin().fill(PIN);
    await press('Sign in');
    await openScreen(one.page, 'Recovery');
    await press('Where they lie');
    await dialog().getByText('nothing more', { exact: true }).click();
    await dialog().getByLabel('Reason').fill('the token is given back');
    await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
    await dialog().getByRole('button', { name: 'Move them', exact: true }).click();
    await one.page.getByText('the passwords of operators and compliance', { exact: true }).waitFor();
    await takeOut();
    await changePerson(one.page, 'operator');
    await openScreen(one.page, 'Datasets');
  });
});
