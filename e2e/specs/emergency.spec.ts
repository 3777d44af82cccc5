import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn, statePurpose } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { lettersOf } from '../driver/paper.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** Breaking the glass in the window: the envelope, a drill, the use with its banner, the review. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);
let code = '';

const dialog = () => one.page.getByRole('dialog');
const press = (name: string) => one.page.getByRole('button', { name, exact: true }).click();

async function choose(label: RegExp, option: RegExp): Promise<void> {
  await dialog().getByRole('button', { name: label }).click();
  await one.page.getByRole('option', { name: option }).click();
}

test('compliance makes the envelope with a witness', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Emergency');
  await one.page.getByText('Nobody has broken the glass').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await press('Make an envelope');
  await dialog().getByLabel('Reason').fill('for the nights');
  await choose(/Who stands by/, /Adam Admin/);
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(PEOPLE.admin.password);
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  expect(await violations(one.page)).toEqual([]);
  const paper = join(one.folder, 'code.pdf');
  await one.app.answerDialog(paper);
  await press('Choose where, and make it');
  await dialog().getByText('This is the code, in clear').waitFor();
  code = lettersOf(paper);
  expect(code.split(' ')).toHaveLength(10);
  await dialog().getByRole('button', { name: 'Done' }).click();
  await one.page.getByText('one, in the safe').waitFor();
});

test('a drill compares the code and opens nothing; a slip is told by its group', async () => {
  await press('Drill');
  await choose(/Why$/, /^A patient needs it/);
  const field = dialog().getByLabel('Emergency code');
  await field.fill(code.replace(/^\S{5}/, 'AAAAA'));
  expect(await dialog().getByRole('button', { name: 'Try the code' }).isDisabled()).toBe(true);
  await field.fill(code);
  await dialog().getByText('The letters fit together.').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Try the code' }).click();
  await dialog().waitFor({ state: 'detached' });
  await one.page.getByText(/by Cora Compliance: good/).waitFor();
});

test('an administrator breaks the glass for one table, and every screen says so', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'Emergency');
  await press('Begin emergency access');
  await choose(/Why$/, /^A patient needs it/);
  await dialog().getByLabel('What happened').fill('a patient needs the list of admissions');
  await choose(/Table$/, /admissions/);
  await dialog().getByLabel('Emergency code').fill(code);
  await dialog().getByLabel(`Password of ${PEOPLE.admin.name}`).fill(PEOPLE.admin.password);
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Break the glass' }).click();
  await one.page.getByRole('region', { name: 'Rows' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await press('Forward');
  await one.page.getByText(/^26 to 50 of/).waitFor();
  await openScreen(one.page, 'Today');
  await one.page.getByRole('button', { name: 'End now' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('the time that is left goes down before the eyes of who broke it', async () => {
  const left = one.page.getByRole('region', { name: 'Emergency access', exact: true }).locator('.figure');
  for (let seen = 0; seen < 2; seen += 1) {
    const shown = await left.innerText();
    expect(shown).toMatch(/\d/);
    await expect.poll(() => left.innerText(), { timeout: 60_000 }).not.toBe(shown);
  }
});

test('it ends when the person says so, and the sign-in screen tells of it', async () => {
  await press('End now');
  await openScreen(one.page, 'Emergency');
  await one.page.getByText('Used, void until reviewed').waitFor();
  await one.page.getByRole('region', { name: 'Rows' }).waitFor({ state: 'detached' });
  await press('Lock');
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await one.page
    .getByRole('alert')
    .filter({ hasText: /emergency/i })
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a quarter of an hour later, with no compliance officer, it says whom to call', async () => {
  const alarm = one.page.getByRole('alert').filter({ hasText: 'No compliance officer has seen it yet.' });
  await alarm.waitFor();
  const words = 'It is escalated: call one now.';
  expect(await alarm.innerText()).not.toContain(words);
  await one.page.clock.setFixedTime(Date.now() + 15.5 * 60_000);
  await alarm.filter({ hasText: words }).waitFor({ timeout: 90_000 });
  await one.page.clock.setFixedTime(Date.now());
  await alarm.filter({ hasNotText: words }).waitFor({ timeout: 90_000 });
});

test('compliance sees every look, reads why, and signs the review', async () => {
  await signIn(one.page, 'compliance');
  await one.page.getByRole('link', { name: /Review the access of Adam Admin/ }).click();
  await press('I have seen this');
  await press('Read why');
  await statePurpose(one.page, 'the use of this night');
  await one.page.getByText('a patient needs the list of admissions').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await press('Review');
  await dialog().getByText('Justified', { exact: true }).click();
  await dialog().getByLabel('Why you judge so').fill('the patient was in danger');
  await dialog().getByText('Review', { exact: true }).click();
  await dialog()
    .getByLabel(new RegExp(`Password of ${PEOPLE.compliance.name}|Password`))
    .fill(PEOPLE.compliance.password);
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Sign the review' }).click();
  await dialog().waitFor({ state: 'detached' });
  await one.page.getByText('the patient was in danger', { exact: false }).waitFor();
  await one.page
    .getByRole('button', { name: 'Make an envelope' })
    .or(one.page.getByRole('button', { name: 'Make a new one' }))
    .waitFor();
});
