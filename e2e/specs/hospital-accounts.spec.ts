import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { HospitalProvider } from '../../electron/testing/provider/hospital-provider.ts';
import { violations } from '../driver/axe.ts';
import { canPlaceMachinePolicy, placeMachinePolicy } from '../driver/machine-policy.ts';
import { createWorkspace, openScreen, PEOPLE, type PersonRole } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/**
 * Sign-in with an account of the hospital: a real provider over TLS on loopback, its own pages in the
 * provider's window, the sign-in process under its guard, and the program without any network. The run that
 * counts calls tells the connections of that one process to that one provider apart from all others.
 */
const possible = canPlaceMachinePolicy();
let hospital: HospitalProvider | undefined;
let startedBy: readonly string[] | undefined;
async function pinProvider(base: string): Promise<void> {
  if (!possible) return;
  hospital = await HospitalProvider.start();
  hospital.groups.set('olga.o', ['clinical-analysts']);
  hospital.groups.set('cora.c', ['privacy-office']);
  startedBy = await placeMachinePolicy(base, { identityProvider: hospital.settings({ mode: 'required' }) });
}
const one = appForFile(pinProvider, () => startedBy);
afterAll(() => hospital?.close());
inSteps(() => one.app);

const dialog = () => one.page.getByRole('dialog');
const button = (name: string) => one.page.getByRole('button', { name, exact: true });

/** The window that shows the provider's pages. */
async function providerWindow(): Promise<Page> {
  const pages = () => one.page.context().pages();
  await expect.poll(() => pages().filter((page) => page !== one.page).length).toBe(1);
  const page = pages().find((each) => each !== one.page);
  if (page === undefined) throw new Error('the window of the provider is gone');
  return page;
}

/** Signs in at the provider's own pages, and agrees there; its window closes by itself. */
async function signInThere(account: string): Promise<void> {
  const page = await providerWindow();
  await page.getByPlaceholder('Enter any login').fill(account);
  await page.getByPlaceholder('and password').fill('typed at the provider');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  // The window goes with the click; that it went is what is waited for.
  await page
    .getByRole('button', { name: 'Continue' })
    .click()
    .catch(() => undefined);
  await expect.poll(() => one.app.windowCount()).toBe(1);
}

async function choose(role: PersonRole): Promise<void> {
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(PEOPLE[role].name) }).click();
}

async function typePassword(role: PersonRole): Promise<void> {
  await one.page.getByLabel('Workspace password').fill(PEOPLE[role].password);
  await button('Sign in').click();
}

async function lock(): Promise<void> {
  await button('Lock').click();
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

test.skipIf(!possible)(
  'the sign-in screen offers the account, and a person without one can do nothing but link it',
  async () => {
    await createWorkspace(one.page);
    await button('Sign in with your hospital account').waitFor();
    expect(await violations(one.page)).toEqual([]);
    await choose('operator');
    await typePassword('operator');
    await one.page.getByRole('heading', { name: 'Link your hospital account' }).waitFor();
    expect(await one.page.getByRole('navigation', { name: 'Screens' }).count()).toBe(0);
    expect(await violations(one.page)).toEqual([]);
  },
);

test.skipIf(!possible)(
  'its window shows the pages of the provider alone, and goes when the person cancels',
  async () => {
    await button('Link your hospital account').click();
    await dialog().getByText('it opens the keys').waitFor();
    await dialog().getByRole('button', { name: 'Sign in there' }).click();
    const page = await providerWindow();
    await page.getByPlaceholder('Enter any login').waitFor();
    expect(new URL(page.url()).origin).toBe(hospital?.issuer);
    // Nothing of ours is in it: no preload, no verb.
    expect(await page.evaluate(() => Object.keys(globalThis).filter((name) => /swarm/i.test(name)))).toEqual(
      [],
    );
    await page.evaluate(() => {
      location.href = 'https://elsewhere.hospital.test/';
    });
    await dialog().getByText('the sign-in service of the hospital leads to another address').waitFor();
    await expect.poll(() => page.isClosed()).toBe(true);
    expect(await violations(one.page)).toEqual([]);

    await dialog().getByRole('button', { name: 'Sign in there' }).click();
    await (await providerWindow()).getByPlaceholder('Enter any login').waitFor();
    await dialog().getByText('Its own window is open', { exact: false }).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Close its window' }).click();
    await expect.poll(() => one.app.windowCount()).toBe(1);
  },
);

test.skipIf(!possible)('a confirmed account is asked for with the workspace password', async () => {
  await dialog().getByRole('button', { name: 'Sign in there' }).click();
  await signInThere('olga.o');
  await dialog().getByText('olga.o@hospital.test').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByLabel(`Password of ${PEOPLE.operator.name}`).fill(PEOPLE.operator.password);
  await dialog().getByRole('button', { name: 'Ask for it to be linked' }).click();
  await dialog().waitFor({ state: 'detached' });
  await one.page.getByText('Somebody else agrees to your account', { exact: false }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await lock();
});

test.skipIf(!possible)('somebody else agrees to it, and has their own linked', async () => {
  await choose('compliance');
  await typePassword('compliance');
  await one.page.getByRole('heading', { name: 'Link your hospital account' }).waitFor();
  await button('Answer').click();
  await dialog().getByText('will stand for', { exact: false }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  await dialog().getByRole('button', { name: 'Agree' }).click();
  await dialog().waitFor({ state: 'detached' });
  await one.page.getByText(`as ${PEOPLE.compliance.name} agreed`, { exact: false }).waitFor();
  await button('Link your hospital account').click();
  await dialog().getByRole('button', { name: 'Sign in there' }).click();
  await signInThere('cora.c');
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  await dialog().getByRole('button', { name: 'Ask for it to be linked' }).click();
  await dialog().waitFor({ state: 'detached' });
  await lock();
});

test.skipIf(!possible)(
  'from then on the password alone is refused, and account and password open',
  async () => {
    await choose('operator');
    await typePassword('operator');
    await one.page.getByText('on this workstation you sign in with your hospital account').waitFor();
    await button('Sign in with your hospital account').click();
    await signInThere('olga.o');
    await one.page.getByText('St. Anna directory confirmed olga.o@hospital.test').waitFor();
    expect(await violations(one.page)).toEqual([]);
    await typePassword('operator');
    await one.page.getByRole('navigation', { name: 'Screens' }).waitFor();
    await openScreen(one.page, 'Posture');
    await one.page.getByText(`may reach ${new URL(hospital?.issuer ?? '').host}`, { exact: false }).waitFor();
    await openScreen(one.page, 'People');
    await one.page.getByText('Your account is linked.', { exact: false }).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await button('Answer').click();
    await dialog().getByLabel(`Password of ${PEOPLE.operator.name}`).fill(PEOPLE.operator.password);
    await dialog().getByRole('button', { name: 'Agree' }).click();
    await one.page.getByText(`as ${PEOPLE.operator.name} agreed`, { exact: false }).waitFor();
    await lock();
  },
);

test.skipIf(!possible)('whoever lost the group is here as viewer, and told so', async () => {
  hospital?.groups.set('olga.o', []);
  await button('Sign in with your hospital account').click();
  await signInThere('olga.o');
  await one.page.getByText('St. Anna directory confirmed olga.o@hospital.test').waitFor();
  await typePassword('operator');
  const banner = one.page.getByRole('status', { name: 'What your hospital account allows' });
  await banner.getByText('In this workspace you are operator', { exact: false }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await lock();
});

test.skipIf(!possible)('compliance takes a link away, with a reason', async () => {
  await button('Sign in with your hospital account').click();
  await signInThere('cora.c');
  await one.page.getByText('St. Anna directory confirmed cora.c@hospital.test').waitFor();
  await typePassword('compliance');
  await one.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  await openScreen(one.page, 'People');
  await button(`Unlink the account of ${PEOPLE.operator.name}`).click();
  await dialog().getByText('From now on no account stands for', { exact: false }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByLabel('Reason').fill('left the department');
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  await dialog().getByRole('button', { name: 'Unlink' }).click();
  await button(`Unlink the account of ${PEOPLE.operator.name}`).waitFor({ state: 'detached' });
  expect(await violations(one.page)).toEqual([]);
  await lock();
});

test.skipIf(!possible)('a provider that is away is told as such', async () => {
  await hospital?.close();
  await button('Sign in with your hospital account').click();
  await one.page.getByText('the sign-in service of the hospital cannot be reached').waitFor();
  expect(await violations(one.page)).toEqual([]);
});
