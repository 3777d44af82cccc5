import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SwarmBridge } from '../../shared/ipc/index.ts';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** The compliance officer's week: what was denied, what to make of it, and the signature over it. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);

test('an export in the raw is denied', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  await one.app.answerDialog(join(one.folder, 'raw.csv'));
  const { password } = PEOPLE.operator;
  const answer = await one.page.evaluate(async (password) => {
    const { invoke } = (globalThis as unknown as { swarm: SwarmBridge }).swarm;
    const datasets = await invoke['datasets.list']({});
    const dataset = datasets.ok ? datasets.value[0]?.id : undefined;
    if (dataset === undefined) return undefined;
    const verb = 'datasets.exportTable';
    await invoke['session.confirm']({ verb, password });
    return invoke[verb]({
      dataset,
      ...{ version: 1, format: 'csv', purpose: 'to look at it', raw: true },
      ...{ recipient: 'the registry', protection: { kind: 'passphrase' } },
    });
  }, password);
  expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('HIPAA-001') as string });
});

test('it waits for compliance, on Today and on its own screen', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Today');
  await one.page.getByRole('link', { name: /Review 1\sdenial/ }).click();
  await one.page.getByText('1 to review').first().waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('nothing can be signed before it is judged', async () => {
  await one.page.getByRole('button', { name: 'Sign the review' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByText(/1\sdenial to review first/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Sign the review' }).isDisabled()).toBe(true);
  expect(await violations(one.page)).toEqual([]);
  await one.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a judgement takes an outcome and a note, by keyboard alone', async () => {
  const row = one.page.getByRole('row', { name: /HIPAA-001/ });
  await row.focus();
  await one.page.keyboard.press('Enter');
  const drawer = one.page.getByRole('complementary', { name: 'Group of denials' });
  await drawer.waitFor();
  // The whole account: what did not speak against it is named as well, and what would be decided today.
  await drawer.getByText('All that spoke in it').click();
  await drawer.getByText('Role operator', { exact: true }).waitFor();
  await drawer.getByText(/The role operator may/).waitFor();
  await drawer.getByText(/^the same, by HIPAA-001$/).waitFor();
  expect(await violations(one.page)).toEqual([]);
  const record = drawer.getByRole('button', { name: /Record for 1\sdenial/ });
  expect(await record.isDisabled()).toBe(true);
  await drawer.getByRole('radio', { name: /Training/ }).focus();
  await one.page.keyboard.press('Space');
  await drawer.getByLabel('Note').focus();
  await one.page.keyboard.type('Explained the rule');
  await record.focus();
  await one.page.keyboard.press('Enter');
  await drawer.getByText('Explained the rule').waitFor();
  await one.page.getByText('Everything is reviewed').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('the review is signed with password and meaning', async () => {
  await one.page.getByRole('button', { name: 'Sign the review' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByText('1 training').waitFor();
  await dialog.getByText('Review', { exact: true }).click();
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.compliance.password);
  await dialog.getByRole('button', { name: 'Sign the review' }).click();
  await dialog.waitFor({ state: 'detached' });
  await one.page.getByText(/last signed .* by/).waitFor();
});

test('the rules tab shows which rules never fired', async () => {
  await one.page.getByRole('tab', { name: /^Rules/ }).click();
  await one.page.getByText('Never fired').first().waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('tab', { name: /^All denials/ }).click();
  await one.page.getByRole('grid', { name: 'Denials' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('an operator sees the list, not the review', async () => {
  await changePerson(one.page, 'operator');
  await openScreen(one.page, 'Denials');
  await one.page.getByRole('grid', { name: 'Denials' }).waitFor();
  expect(await one.page.getByRole('tab').count()).toBe(0);
});
