import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openZipAes256 } from '../../electron/operations/transfer/protect/open-zip.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import * as journey from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { PLANTED, writeSmallTable } from '../fixtures/small-table.ts';

/**
 * The main job as people do it, on the real llama.cpp and databases. The tests follow each other in one
 * workspace, as the acts do in life; each names what it hands on.
 */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv'), true));
inSteps(() => one.app);

test('a workspace with three people is made, and a wrong password opens nothing', async () => {
  await createWorkspace(one.page);
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Olga/ }).click();
  await one.page.getByLabel('Password', { exact: true }).fill('not the password');
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor();
  await signIn(one.page, 'operator');
});

test('the operator imports a table and sees what was found in it', async () => {
  await journey.importTable(one.app, join(one.folder, 'admissions.csv'));
  await one.page.getByRole('heading', { level: 1, name: 'admissions' }).waitFor();
  await one.page.getByRole('tab', { name: /^Findings/ }).click();
  await one.page.getByRole('row', { name: /Direct identifier.*ssn|ssn.*Direct identifier/ }).waitFor();
});

test('a run asks a person before values are lost', async () => {
  await journey.startRun(one.page, 'Train a model');
  await journey.waitForState(one.page, 'Waiting for approval');
});

test('the operator cannot approve what they asked for', async () => {
  await openScreen(one.page, 'Approvals');
  await one.page.getByRole('row', { name: /^Waiting/ }).click();
  await one.page.getByText('Nobody approves what they asked for').waitFor();
  expect(await one.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
});

test('compliance answers, the operator goes on, until the last finding is decided', async () => {
  for (let round = 0; ; round += 1) {
    expect(round).toBeLessThan(6);
    await changePerson(one.page, 'compliance');
    await journey.answerApproval(one.page, 'Approve');
    await changePerson(one.page, 'operator');
    await journey.openRun(one.page);
    if ((await journey.waitForMore(one.page)) === 'done') break;
  }
});

test('the run is finished once the statement is signed', async () => {
  await journey.signStatement(one.page, 'operator');
  await journey.waitForState(one.page, 'Finished');
});

test('the raw table does not leave, and the denial says which rule', async () => {
  const file = join(one.folder, 'raw.csv');
  await journey.exportTable(one.app, 'Raw', file);
  const dialog = one.page.getByRole('dialog');
  await dialog.getByText('HIPAA-001').first().waitFor();
  await dialog.getByRole('button', { name: /^(Cancel|Close)$/ }).click();
  await expect(readFile(file)).rejects.toThrow('ENOENT');
  await openScreen(one.page, 'Denials');
  await one.page.getByText('HIPAA-001').first().waitFor();
});

test('the cleaned table leaves without the planted identifiers', async () => {
  await journey.openRun(one.page);
  const file = join(one.folder, 'cleaned.zip');
  await journey.exportTable(one.app, 'Cleaned', file);
  await journey.measureAndExport(one.app, file);
  const dialog = one.page.getByRole('dialog');
  await dialog.getByText('Exported', { exact: true }).waitFor();
  const passphrase = await dialog.locator('code.passphrase').textContent();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const text = openZipAes256(await readFile(file), passphrase ?? '').content.toString('utf8');
  expect(text.split('\n')[0]).toContain('glucose');
  for (const planted of Object.values(PLANTED)) expect(text).not.toContain(planted);
});

test('the report is issued, saved and verified; a changed byte is named', async () => {
  await journey.issueReport(one.page, 'operator');
  const file = join(one.folder, 'report.pdf');
  await one.app.answerDialog(file);
  await one.page.getByRole('button', { name: 'Save a copy' }).click();
  await one.page.getByText('Saved', { exact: true }).waitFor();

  await one.app.answerDialog(file);
  await one.page.getByRole('button', { name: 'Verify a file' }).click();
  await one.page.getByRole('dialog').getByText('Intact', { exact: true }).waitFor();
  await one.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const bytes = await readFile(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  const changed = join(one.folder, 'changed.pdf');
  await writeFile(changed, bytes);
  await one.app.answerDialog(changed);
  await one.page.getByRole('button', { name: 'Verify a file' }).click();
  await one.page.getByRole('dialog').getByText('Not intact', { exact: true }).waitFor();
  await one.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('no log holds what was planted', () => {
  for (const planted of Object.values(PLANTED)) expect(one.app.output()).not.toContain(planted);
});

test('the journal verifies', async () => {
  await journey.verifyJournal(one.page);
});
