import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { appForFile } from '../driver/per-file.ts';
import { changePerson, confirmAct, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { inSteps } from '../driver/steps.ts';

/**
 * A cable that is plugged in while patient data is open: a real route in the test's own namespace. How soon it
 * is noticed is held to five seconds in `electron/verbs/posture-desk.test.ts`, by a clock that no load slows.
 */
const one = appForFile();
inSteps(() => one.app);

const wire = Object.keys(networkInterfaces()).find((name) => name !== 'lo');
const canRoute = process.getuid?.() === 0 && process.platform === 'linux' && wire !== undefined;

function route(...args: string[]): void {
  execFileSync('ip', ['route', ...args], { timeout: 10_000 });
}
const plugIn = (): void => {
  route('replace', 'default', 'via', '192.0.2.1');
};
const pullOut = (): void => {
  route('delete', 'default');
};

test.skipIf(!canRoute)('without a way out the screen says so', async () => {
  pullOut();
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await openScreen(one.page, 'Posture');
  await one.page.getByText('No way out', { exact: true }).waitFor();
  await one.page.getByText('Every call that would open a connection is refused in this process.').waitFor();
  await one.page
    .getByText('This program runs in a network namespace of its own, without an interface.')
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test.skipIf(!canRoute)('a way out that appears is shown by itself', async () => {
  plugIn();
  await one.page.getByText('A way out appeared while patient data was open').waitFor({ timeout: 20_000 });
  await one.page
    .getByText('leads out of this machine, and nobody answers for it', { exact: false })
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
  expect(await one.page.getByRole('button', { name: /a way out that nobody answers for/ }).count()).toBe(1);
  expect(await one.page.getByRole('button', { name: 'Answer for this network' }).count()).toBe(0);
});

test.skipIf(!canRoute)('compliance answers for it by name, by keyboard alone', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Posture');
  await one.page.getByRole('button', { name: 'Answer for this network' }).focus();
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('dialog').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByLabel('What you know about it').focus();
  await one.page.keyboard.type('the ward network, without the internet');
  await one.page.getByRole('button', { name: 'Answer for it' }).focus();
  await one.page.keyboard.press('Enter');
  await one.page.getByLabel(`Password of ${PEOPLE.compliance.name}`).focus();
  await one.page.keyboard.type(PEOPLE.compliance.password);
  await one.page.keyboard.press('Enter');
  await one.page.getByText('Isolated network, as answered for').waitFor();
  await one.page.getByText(PEOPLE.compliance.name, { exact: false }).first().waitFor();
  expect(await one.page.getByText('A way out appeared').count()).toBe(0);
});

test.skipIf(!canRoute)('strict, the workspace locks when another way out appears', async () => {
  pullOut();
  execFileSync('ip', ['link', 'add', 'other0', 'type', 'veth', 'peer', 'name', 'other1'], {
    timeout: 10_000,
  });
  for (const end of ['other0', 'other1']) execFileSync('ip', ['link', 'set', end, 'up'], { timeout: 10_000 });
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'Posture');
  await one.page.getByRole('button', { name: 'Be strict' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('rules of the ward');
  await dialog.getByRole('button', { name: 'Be strict' }).click();
  await confirmAct(one.page, 'admin');
  await dialog.waitFor({ state: 'detached' });
  await changePerson(one.page, 'operator');
  route('add', 'default', 'dev', 'other0');
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 20_000 });
});

test.skipIf(!canRoute)(
  'then content stays closed until a named person answers, who needs no content',
  async () => {
    await one.page.getByRole('button', { name: /Person/ }).click();
    await one.page.getByRole('option', { name: new RegExp(PEOPLE.operator.name) }).click();
    await one.page.getByLabel('Password', { exact: true }).fill(PEOPLE.operator.password);
    await one.page.getByRole('button', { name: 'Sign in' }).click();
    await one.page.getByText('a way out that nobody answers for', { exact: false }).first().waitFor();
    await signIn(one.page, 'admin');
    await openScreen(one.page, 'Posture');
    await one.page.getByRole('button', { name: 'Answer for this network' }).click();
    const dialog = one.page.getByRole('dialog');
    await dialog.getByLabel('What you know about it').fill('a cable of the test');
    await dialog.getByRole('button', { name: 'Answer for it' }).click();
    await confirmAct(one.page, 'admin');
    await dialog.waitFor({ state: 'detached' });
    await changePerson(one.page, 'operator');
    route('delete', 'default');
    execFileSync('ip', ['link', 'delete', 'other0'], { timeout: 10_000 });
    plugIn();
  },
);
