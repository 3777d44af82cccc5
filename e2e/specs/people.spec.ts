import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** A colleague joins: the administrator proposes, a content holder agrees, and the newcomer signs in. */
const one = appForFile();
inSteps(() => one.app);
const NEWCOMER = { name: 'Nina Newcomer', password: 'nina picks four words' };

const dialog = () => one.page.getByRole('dialog');
const drawer = () => one.page.getByRole('complementary', { name: 'Person' });
const row = (name: RegExp) => one.page.getByRole('row', { name });

test('the administrator proposes, and cannot agree', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'admin');
  await openScreen(one.page, 'People');
  await one.page.getByRole('button', { name: 'Add a person' }).click();
  await dialog().getByLabel('Name', { exact: true }).fill(NEWCOMER.name);
  await dialog().getByText('Operator', { exact: true }).click();
  await dialog().getByLabel('New password of').fill('short');
  await dialog().getByLabel('The same again').fill('short');
  await dialog()
    .getByText(/^At least 15 characters; four/)
    .waitFor();
  const propose = dialog().getByRole('button', { name: 'Propose it' });
  expect(await propose.isDisabled()).toBe(true);
  await dialog().getByLabel('New password of').fill(NEWCOMER.password);
  await dialog().getByLabel('The same again').fill(NEWCOMER.password);
  await dialog().getByLabel('Reason').fill('joins the ward');
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(PEOPLE.admin.password);
  expect(await violations(one.page)).toEqual([]);
  await propose.click();
  await dialog().waitFor({ state: 'detached' });
  await row(/Proposed.*Nina Newcomer/).click();
  await drawer()
    .getByText(/Nobody agrees to what they proposed/)
    .waitFor();
  expect(await drawer().getByRole('button', { name: 'Agree' }).count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
});

test('a content holder finds it on Today and agrees', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Today');
  await one.page.getByRole('link', { name: /Nina Newcomer wants to join/ }).click();
  await drawer().getByRole('button', { name: 'Agree' }).click();
  await dialog()
    .getByLabel(/^Password of/)
    .fill(PEOPLE.compliance.password);
  await dialog().getByRole('button', { name: 'Agree' }).click();
  await dialog().waitFor({ state: 'detached' });
  await row(/Active.*Nina Newcomer/).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('the newcomer signs in, is told of wrong passwords, and changes her own', async () => {
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  // The page after a lock is a new one; what is clicked before that stands on the old one.
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Nina Newcomer/ }).click();
  await one.page.getByLabel('Password', { exact: true }).fill('not hers at all');
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page
    .getByText(/wrong password/i)
    .first()
    .waitFor();
  await one.page.getByLabel('Password', { exact: true }).fill(NEWCOMER.password);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await openScreen(one.page, 'Today');
  await one.page.getByText(/1\swrong password at your name/).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await openScreen(one.page, 'People');
  await one.page.getByRole('button', { name: 'Change your password' }).click();
  await dialog().getByLabel('Your password until now').fill(NEWCOMER.password);
  await dialog().getByLabel('New password of').fill('others that she keeps');
  await dialog().getByLabel('The same again').fill('others that she keeps');
  await dialog().getByRole('button', { name: 'Change it' }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('who leaves is shut out, and the last of a duty stays', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'People');
  await row(/Cora Compliance/).click();
  await drawer()
    .getByText(/This is the last person with the role compliance/)
    .waitFor();
  expect(await drawer().getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true);
  await row(/Nina Newcomer/).click();
  await drawer().getByRole('button', { name: 'Remove' }).click();
  await dialog().getByLabel('Reason').fill('left the hospital');
  await dialog()
    .getByLabel(/^Password of/)
    .fill(PEOPLE.admin.password);
  await dialog().getByRole('button', { name: 'Remove' }).click();
  await dialog().waitFor({ state: 'detached' });
  await row(/Left.*Nina Newcomer/).waitFor();
  await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Cora Compliance/ }).waitFor();
  expect(await one.page.getByRole('option', { name: /Nina Newcomer/ }).count()).toBe(0);
});
