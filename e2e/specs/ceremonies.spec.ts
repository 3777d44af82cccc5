import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** A ceremony from its first step to its last, left by each person and taken up by the next. */
const one = appForFile();
inSteps(() => one.app);

const NINA = { name: 'Nina Newcomer', password: 'words that nina keeps' } as const;
const guide = () => one.page.locator('section.ceremony');
const step = (at: number) => guide().getByRole('listitem').nth(at);

async function openCeremony(title: string): Promise<void> {
  await openScreen(one.page, 'People');
  await one.page.getByRole('button', { name: 'Ceremonies' }).click();
  await one.page.getByRole('heading', { level: 1, name: 'Ceremonies' }).waitFor();
  const choice = one.page.getByRole('navigation', { name: 'Ceremonies' }).getByRole('link', { name: title });
  await choice.focus();
  await one.page.keyboard.press('Enter');
  await guide().getByRole('heading', { name: title }).waitFor();
}

test('the first set-up shows how far it is, and who is next', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openCeremony('First set-up');
  await guide().getByText('Who must be there').waitFor();
  await guide().getByText('Step 2 of 7').waitFor();
  await step(1)
    .getByText(/Waits for one of them/)
    .waitFor();
  await step(3).getByText('Done').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('an administrator begins that somebody joins, and leaves it', async () => {
  await openCeremony('Somebody joins');
  await guide().getByText('Not begun').waitFor();
  await guide().getByRole('button', { name: 'Add a person' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(NINA.name);
  await dialog.getByText('Operator', { exact: true }).click();
  await dialog.getByLabel(/^New password of/).fill(NINA.password);
  await dialog.getByLabel('The same again').fill(NINA.password);
  await dialog.getByLabel('Reason').fill('joins the ward');
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.admin.password);
  await dialog.getByRole('button', { name: 'Propose it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await guide().getByText('Step 2 of 3').waitFor();
  await step(1)
    .getByText(/Waits for one of them/)
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a content holder takes it up', async () => {
  await changePerson(one.page, 'compliance');
  await openCeremony('Somebody joins');
  await step(1).getByRole('link', { name: 'Look at the proposal' }).click();
  const drawer = one.page.getByRole('complementary', { name: 'Person' });
  await drawer.getByRole('button', { name: 'Agree' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.compliance.password);
  await dialog.getByRole('button', { name: 'Agree' }).click();
  await dialog.waitFor({ state: 'detached' });
  await openCeremony('Somebody joins');
  await guide().getByText('Step 3 of 3').waitFor();
});

test('the newcomer ends it by signing in', async () => {
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(NINA.name) }).click();
  await one.page.getByLabel('Password', { exact: true }).fill(NINA.password);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  await openCeremony('Somebody joins');
  await guide().getByText('Every step is done.').waitFor();
  await guide().getByText('What it proves at the end').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a deputy is named by one, agreed to by another, and chooses at sign-in', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'People');
  await one.page.getByRole('row', { name: /Nina Newcomer/ }).click();
  const drawer = one.page.getByRole('complementary', { name: 'Person' });
  await drawer.getByRole('button', { name: 'Name as a deputy' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Cora is away');
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.admin.password);
  expect(await violations(one.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Propose it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await changePerson(one.page, 'compliance');
  await openCeremony('Somebody stands in');
  await step(1).getByRole('link', { name: 'Look at the proposal' }).click();
  await drawer.getByRole('button', { name: 'Agree' }).click();
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.compliance.password);
  await dialog.getByRole('button', { name: 'Agree' }).click();
  await dialog.waitFor({ state: 'detached' });

  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: new RegExp(NINA.name) }).click();
  await one.page.getByText(/stands in until/).click();
  await one.page.getByLabel('Password', { exact: true }).fill(NINA.password);
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByText('stands in for compliance').waitFor();
});
