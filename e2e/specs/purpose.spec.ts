import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** A compliance officer says what for before a table opens; it is on record first, and the next session is asked anew. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);

const dialog = () => one.page.getByRole('dialog', { name: 'What do you open patients’ data for?' });
const head = () => one.page.getByRole('banner');
const openTable = async (): Promise<void> => {
  await openScreen(one.page, 'Datasets');
  await one.page.getByRole('row', { name: /admissions/ }).click();
};

test('an operator is not asked', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  expect(
    await head()
      .getByRole('button', { name: /purpose/ })
      .count(),
  ).toBe(0);
});

test('a compliance officer is, and without an answer nothing of the table is shown', async () => {
  await changePerson(one.page, 'compliance');
  await head().getByRole('button', { name: 'No purpose stated' }).waitFor();
  await openTable();
  await dialog().waitFor();
  expect(await violations(one.page)).toEqual([]);
  const go = dialog().getByRole('button', { name: 'State it and open' });
  expect(await go.isDisabled()).toBe(true);
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await one.page.getByText('You did not say what for').waitFor();
  expect(await one.page.getByRole('main').getByText('birth_date').count()).toBe(0);
});

test('with the keyboard alone it is stated, and the table opens', async () => {
  await one.page.getByRole('button', { name: 'Try again' }).click();
  await dialog().waitFor();
  await dialog()
    .getByRole('button', { name: /Purpose/ })
    .press('ArrowDown');
  await one.page.getByRole('option', { name: /Incident or complaint/ }).waitFor();
  for (let presses = 0; presses < 3; presses += 1) await one.page.keyboard.press('ArrowDown');
  await one.page.keyboard.press('Enter');
  await dialog()
    .getByRole('button', { name: /Purpose/ })
    .getByText('Incident or complaint')
    .waitFor();
  await dialog().getByLabel('In your words').fill('a complaint of the ward');
  await dialog().getByRole('button', { name: 'State it and open' }).press('Enter');
  await dialog().waitFor({ state: 'detached' });
  await one.page.getByRole('main').getByText('birth_date').first().waitFor();
  await head()
    .getByRole('button', { name: /^Incident or complaint/ })
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('it stands in the journal, before the look', async () => {
  await openScreen(one.page, 'Journal');
  const row = one.page.getByRole('row', { name: /Purpose of looking stated/ });
  await row.getByText('incident · a complaint of the ward').waitFor();
});

test('another purpose takes its place', async () => {
  await head()
    .getByRole('button', { name: /^Incident or complaint/ })
    .click();
  await dialog()
    .getByRole('button', { name: /Purpose/ })
    .click();
  await one.page.getByRole('option', { name: /Audit of access/ }).click();
  await dialog().getByLabel('In your words').fill('the planned look of this month');
  await dialog().getByRole('button', { name: 'State it', exact: true }).click();
  await head()
    .getByRole('button', { name: /^Audit of access/ })
    .waitFor();
});

test('the next session is asked again', async () => {
  await changePerson(one.page, 'compliance');
  await head().getByRole('button', { name: 'No purpose stated' }).waitFor();
  await openTable();
  await dialog().waitFor();
});
