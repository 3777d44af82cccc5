import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchApp, type RunningApp } from '../driver/app.ts';
import { inSteps } from '../driver/steps.ts';
import * as journey from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { PLANTED, writeSmallTable } from '../fixtures/small-table.ts';

/**
 * The main job as people do it, on the real llama.cpp and databases. The tests follow each other in one
 * workspace, as the acts do in life; each names what it hands on.
 */
let base: string;
let app: RunningApp;
let page: Page;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'swarm-e2e-'));
  await writeSmallTable(join(base, 'admissions.csv'));
  app = await launchApp(join(base, 'user'));
  page = app.page;
});
inSteps(() => app);
afterAll(async () => {
  await app.close();
  await rm(base, { recursive: true, force: true });
});

test('a workspace with three people is made, and a wrong password opens nothing', async () => {
  await createWorkspace(page);
  await page.getByRole('button', { name: /Person/ }).click();
  await page.getByRole('option', { name: /Olga/ }).click();
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor();
  await signIn(page, 'operator');
});

test('the operator imports a table and sees what was found in it', async () => {
  await journey.importTable(app, join(base, 'admissions.csv'));
  await page.getByRole('heading', { level: 1, name: 'admissions' }).waitFor();
  await page.getByRole('tab', { name: /^Findings/ }).click();
  await page.getByRole('row', { name: /Direct identifier.*ssn|ssn.*Direct identifier/ }).waitFor();
});

test('a run asks a person before values are lost', async () => {
  await journey.startRun(page, 'Train a model');
  await journey.waitForState(page, 'Waiting for approval');
});

test('the operator cannot approve what they asked for', async () => {
  await openScreen(page, 'Approvals');
  await page.getByRole('row', { name: /^Waiting/ }).click();
  await page.getByText('Nobody approves what they asked for').waitFor();
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
});

test('compliance answers, the operator goes on, until the last finding is decided', async () => {
  for (let round = 0; ; round += 1) {
    expect(round).toBeLessThan(6);
    await changePerson(page, 'compliance');
    await journey.answerApproval(page, 'Approve');
    await changePerson(page, 'operator');
    await journey.openRun(page);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor({ state: 'detached' });
    const state = await journey.waitForState(page, 'Waiting for approval', 'Awaiting attestation');
    if (state === 'Awaiting attestation') break;
  }
});

test('the run is finished once the statement is signed', async () => {
  await journey.signStatement(page, 'operator');
  await journey.waitForState(page, 'Finished');
});

test('the raw table does not leave, and the denial says which rule', async () => {
  const file = join(base, 'raw.csv');
  await journey.exportTable(app, 'Raw', file);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('HIPAA-001').first().waitFor();
  await dialog.getByRole('button', { name: /^(Cancel|Close)$/ }).click();
  await expect(readFile(file)).rejects.toThrow('ENOENT');
  await openScreen(page, 'Denials');
  await page.getByText('HIPAA-001').first().waitFor();
});

test('the cleaned table leaves without the planted identifiers', async () => {
  await journey.openRun(page);
  const file = join(base, 'cleaned.csv');
  await journey.exportTable(app, 'Cleaned', file);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Exported', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const text = await readFile(file, 'utf8');
  expect(text.split('\n')[0]).toContain('glucose');
  for (const planted of Object.values(PLANTED)) expect(text).not.toContain(planted);
});

test('the report is issued, saved and verified; a changed byte is named', async () => {
  await journey.issueReport(page, 'operator');
  const file = join(base, 'report.pdf');
  await app.answerDialog(file);
  await page.getByRole('button', { name: 'Save a copy' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();

  await app.answerDialog(file);
  await page.getByRole('button', { name: 'Verify a file' }).click();
  await page.getByRole('dialog').getByText('Intact', { exact: true }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const bytes = await readFile(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  const changed = join(base, 'changed.pdf');
  await writeFile(changed, bytes);
  await app.answerDialog(changed);
  await page.getByRole('button', { name: 'Verify a file' }).click();
  await page.getByRole('dialog').getByText('Not intact', { exact: true }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('no log holds what was planted', () => {
  for (const planted of Object.values(PLANTED)) expect(app.output()).not.toContain(planted);
});

test('the journal verifies', async () => {
  await journey.verifyJournal(page);
});
