import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import * as journey from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn, statePurpose } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** What approvers, reviewers and everybody see of who may do what: with the keyboard, and by axe. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);

const request = () => one.page.getByRole('region', { name: 'Approval', exact: true });

test('a run waits for a person', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await journey.importTable(one.app, join(one.folder, 'admissions.csv'));
  await journey.startRun(one.page, 'Train a model');
  await journey.waitForState(one.page, 'Waiting for approval');
});

test('a request says what exactly would happen, has nothing chosen, and Enter answers nothing', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Approvals');
  const row = one.page.getByRole('row', { name: /^Waiting/ }).first();
  await row.focus();
  await one.page.keyboard.press('Enter');
  await statePurpose(one.page);
  await request().getByRole('heading', { level: 2 }).first().waitFor();
  const text = (await request().textContent()) ?? '';
  expect(text).toMatch(/touching \d+ records/);
  expect(text).toMatch(/\d+ values? (?:is|are) lost/);
  for (const bound of ['arguments', 'data', 'policy', 'program']) expect(text).toContain(bound);

  expect(await request().getByRole('radio', { checked: true }).count()).toBe(0);
  for (const name of ['Approve', 'Refuse'])
    expect(await request().getByRole('button', { name }).isDisabled()).toBe(true);
  await request().getByRole('radiogroup').getByText('Approval', { exact: true }).click();
  await request().getByLabel('Reason').fill('looked at the examples');
  await request()
    .getByLabel(/^Password of/)
    .fill(PEOPLE.compliance.password);
  await one.page.keyboard.press('Enter');
  expect(await request().getByRole('button', { name: 'Approve' }).isEnabled()).toBe(true);
  expect(await request().getByText('Waiting', { exact: true }).count()).toBe(1);
  expect(await violations(one.page)).toEqual([]);
});

test('the answer is given by its own button, with the keyboard', async () => {
  await request()
    .getByLabel(/^Password of/)
    .focus();
  await one.page.keyboard.press('Tab');
  await one.page.keyboard.press('Tab');
  await expect.poll(() => one.page.evaluate(() => document.activeElement?.textContent)).toBe('Approve');
  await one.page.keyboard.press('Space');
  await request().getByRole('heading', { name: 'Answer', exact: true }).waitFor();
  expect(await request().getByText(PEOPLE.compliance.name).count()).toBeGreaterThan(0);
  expect(await violations(one.page)).toEqual([]);
});

test('the compliance officer sees how people answer', async () => {
  await one.page.getByRole('tab', { name: 'Requests' }).focus();
  await one.page.keyboard.press('ArrowRight');
  const row = one.page.getByRole('row', { name: new RegExp(PEOPLE.compliance.name) });
  await row.waitFor();
  expect(await row.textContent()).toContain('100');
  expect(await violations(one.page)).toEqual([]);
});

test('everybody sees what agents may do, and which duties are kept apart', async () => {
  await openScreen(one.page, 'Agents');
  await one.page.getByRole('row', { name: /report_generator/ }).click();
  const drawer = one.page.getByRole('complementary', { name: 'Agent' });
  for (const word of ['demographics', 'ssn', '100,000'])
    await drawer.getByText(word, { exact: true }).first().waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await one.page.getByRole('tab', { name: /^Agents/ }).focus();
  await one.page.keyboard.press('ArrowRight');
  await one.page.getByRole('table').waitFor();
  expect(await one.page.getByText('kept apart', { exact: true }).count()).toBe(6);
  expect(await violations(one.page)).toEqual([]);
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'Agents');
  await one.page.getByRole('row', { name: /general_assistant/ }).waitFor();
});

test('the operator has nothing to press: the run goes on by itself', async () => {
  await changePerson(one.page, 'operator');
  await journey.openRun(one.page);
  await journey.waitForMore(one.page);
});
