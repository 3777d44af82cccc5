import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable, openRun, startRun, waitForState } from '../driver/journey.ts';
import { changePerson, confirmAct, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { watchPage } from '../driver/watch.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** What was said in a run: taken out for a purpose, proven, and destroyed while its proof still holds. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);
let complaints: readonly string[];
beforeAll(() => {
  complaints = watchPage(one.page);
});

const drawer = () => one.page.getByRole('complementary', { name: 'Journal entry' });

/** Opens the newest entry of a kind whose row says so. */
async function openEntry(kind: string, row: RegExp): Promise<void> {
  await one.page.evaluate((hash) => (globalThis.location.hash = hash), `#/journal?kind=${kind}`);
  const grid = one.page.getByRole('grid', { name: 'Journal entries' });
  await grid.getByRole('row', { name: row }).first().click();
  await drawer().waitFor();
}

test('a run that waits for a person is cancelled, and its question goes with it', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  await startRun(one.page, 'Train a model');
  await waitForState(one.page, 'Waiting for approval');
  await one.page.getByRole('button', { name: 'Cancel the run' }).click();
  await one.page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
  await waitForState(one.page, 'Stopped');
  await one.page.getByText('Not run', { exact: true }).first().waitFor();
  await openScreen(one.page, 'Approvals');
  await one.page.getByRole('row', { name: /^Voided/ }).click();
  await one.page.getByText('The run was cancelled').first().waitFor();
  expect(await one.page.getByRole('row', { name: /^Waiting/ }).count()).toBe(0);
  const screens = one.page.getByRole('navigation', { name: 'Screens' });
  await screens.getByRole('link', { name: 'Approvals', exact: true }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('what was said leaves as a file once a purpose is stated, which the journal keeps', async () => {
  await changePerson(one.page, 'compliance');
  await openRun(one.page);
  await one.page.getByRole('button', { name: 'Export conversations' }).click();
  const dialog = one.page.getByRole('dialog', { name: 'Export conversations' });
  const act = dialog.getByRole('button', { name: 'Choose a place and export' });
  expect(await act.isDisabled()).toBe(true);
  await dialog.getByLabel('Purpose').fill('sampling for the quarter');
  expect(await act.isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Recipient' }).fill('the quality office');
  await dialog.getByText('In clear', { exact: true }).click();
  await dialog.getByLabel('Why it has to leave in clear').fill('read on a machine without the tool');
  expect(await violations(one.page)).toEqual([]);
  const file = join(one.folder, 'said.jsonl');
  await one.app.answerDialog(file);
  await act.click();
  await confirmAct(one.page, 'compliance');
  await dialog.getByText('Exported', { exact: true }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ v: 1, prompt: expect.any(String) });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await openEntry('conversation.export', /intent/i);
  await drawer().getByText('sampling for the quarter').waitFor();
});

test('an entry leaves with its proof as a file for whoever has no access', async () => {
  await openEntry('model.call', /outcome/i);
  const file = join(one.folder, 'entry.tlog-proof');
  await one.app.answerDialog(file);
  await drawer().getByRole('button', { name: 'Save the proof as a file' }).click();
  await drawer().getByText('Leads to the root', { exact: true }).waitFor();
  await drawer().getByText(file, { exact: true }).waitFor();
  expect(await readFile(file, 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  expect(await violations(one.page)).toEqual([]);
});

test('a payload is erased by typing its entry, and the journal still verifies', async () => {
  await drawer().getByRole('button', { name: 'Erase for good' }).click();
  const dialog = one.page.getByRole('dialog');
  const erase = dialog.getByRole('button', { name: 'Choose where the certificate goes, and erase' });
  await dialog.getByLabel('Reason').fill('the patient withdrew consent');
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.compliance.password);
  expect(await erase.isDisabled()).toBe(true);
  const typed = dialog.getByLabel(/^Type \d+ to confirm/);
  const label = await dialog.getByText(/^Type \d+ to confirm/).textContent();
  await typed.fill(/\d+/.exec(label ?? '')?.[0] ?? '');
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(join(one.folder, 'sanitization.pdf'));
  await erase.click();
  await dialog.getByText('Erased', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await drawer().getByText('Erased', { exact: true }).first().waitFor();
  expect(await drawer().getByRole('button', { name: 'Erase for good' }).count()).toBe(0);
  await openScreen(one.page, 'Integrity');
  await one.page.getByRole('button', { name: 'Verify now' }).click();
  await one.page.getByText('every MAC holds').waitFor();
});

test('nothing complained on the way', () => {
  expect(complaints).toEqual([]);
});
