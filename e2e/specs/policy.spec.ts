import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** The way of a policy: one person drafts and checks it, another puts it in effect. */
const one = appForFile();
inSteps(() => one.app);

const NAME = 'Ask before any export';

test('everyone sees which rules hold', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await openScreen(one.page, 'Policy');
  await one.page.getByRole('row', { name: /In effect.*hipaa/ }).click();
  await one.page.getByRole('complementary', { name: 'Policy' }).getByText('HIPAA-001').first().waitFor();
  expect(await one.page.getByRole('button', { name: /^Draft for/ }).count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
});

test('a mistake is named with its line, and nothing is kept', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Policy');
  await one.page.getByRole('button', { name: 'Draft for hipaa' }).click();
  const text = one.page.getByLabel('YAML');
  await text.waitFor();
  const good = await text.inputValue();
  await text.fill(good.replace('behaviour: allow', 'behaviour: perhaps'));
  await one.page.getByRole('button', { name: 'Check', exact: true }).click();
  await one.page.getByText('It cannot take effect like this').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await text.fill(good);
});

test('a draft is kept, checked and replayed', async () => {
  const text = one.page.getByLabel('YAML');
  await text.fill(`${await text.inputValue()}\n# Reviewed for the site.\n`);
  await one.page.getByLabel('Name').fill(NAME);
  await one.page.getByLabel('What changes, and why').fill('A comment, to try the way.');
  await one.page.getByRole('button', { name: 'Keep as a draft' }).click();
  const drawer = one.page.getByRole('complementary', { name: 'Policy' });
  await drawer.getByRole('heading', { name: NAME }).waitFor();
  await drawer.getByRole('button', { name: 'Check', exact: true }).click();
  await drawer.getByText('Nothing keeps it from taking effect').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Replay' }).click();
  await drawer
    .getByText(/would change/)
    .first()
    .waitFor();
  await drawer.getByRole('button', { name: 'Compare' }).click();
  await drawer.getByRole('heading', { name: 'Against what is in effect' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('who drafted it does not put it in effect', async () => {
  const drawer = one.page.getByRole('complementary', { name: 'Policy' });
  expect(await drawer.getByRole('button', { name: 'Activate' }).isDisabled()).toBe(true);
  await drawer.getByText('Not yet to be activated by you').waitFor();
});

test('another person does, with password and meaning', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'Policy');
  await one.page.getByRole('row', { name: new RegExp(NAME) }).click();
  const drawer = one.page.getByRole('complementary', { name: 'Policy' });
  await drawer.getByRole('button', { name: 'Activate' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByText('Approval', { exact: true }).click();
  await dialog.getByLabel('Reason').fill('the check proves it');
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.admin.password);
  expect(await violations(one.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Put in effect' }).click();
  await dialog.waitFor({ state: 'detached' });
  await one.page.getByRole('row', { name: new RegExp(`In effect.*${NAME}`) }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});
