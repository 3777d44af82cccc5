import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { changePerson, confirmAct, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** The log of media: empty, full, filtered, and exported. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);
const dialog = () => one.page.getByRole('dialog');

async function openLog(): Promise<void> {
  await openScreen(one.page, 'Posture');
  await one.page.getByRole('button', { name: 'Log of media' }).click();
  await one.page.getByRole('heading', { name: 'Log of media' }).waitFor();
}

test('says what it is while nothing stands in it', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await openLog();
  await one.page.getByText('No file came in or went out yet').waitFor();
  expect(await one.page.getByRole('button', { name: 'Export', exact: true }).count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
});

test('a file that is refused says why, and names no file but to the person', async () => {
  await openScreen(one.page, 'Datasets');
  await one.page.getByRole('button', { name: 'Import a dataset' }).first().click();
  const macro = join(one.folder, 'macros.xlsm');
  await writeFile(macro, 'x');
  await one.app.answerDialog(macro);
  await one.page.getByRole('button', { name: 'Choose a file' }).click();
  await one.page.getByText('Files named .xlsm can carry macros', { exact: false }).waitFor();
  await one.app.answerDialog(join(one.folder, 'gone.csv'));
  await one.page.getByRole('button', { name: 'Choose a file' }).click();
  await one.page.getByText(/Nothing lies at/).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await importTable(one.app, join(one.folder, 'admissions.csv'));
});

test('shows who moved what on which medium, and filters', async () => {
  await changePerson(one.page, 'compliance');
  await openLog();
  const rows = one.page.getByRole('grid').getByRole('row');
  await one.page.getByText('Table, in').nth(2).waitFor();
  expect(await rows.count()).toBe(4);
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: /State/ }).click();
  await one.page.getByRole('option', { name: 'Done' }).click();
  await one.page.getByText('1 file, as of entry', { exact: false }).waitFor();
  await one.page.getByRole('button', { name: /Way/ }).click();
  await one.page.getByRole('option', { name: 'Out', exact: true }).click();
  await one.page.getByText('No file fits').waitFor();
});

test('is exported for a purpose', async () => {
  await one.page.getByRole('button', { name: /Way/ }).click();
  await one.page.getByRole('option', { name: 'In and out' }).click();
  await one.page.getByText('1 file, as of entry', { exact: false }).waitFor();
  await one.page.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog().getByLabel('Purpose').fill('yearly audit');
  expect(await violations(one.page)).toEqual([]);
  const file = join(one.folder, 'media.csv');
  await one.app.answerDialog(file);
  await dialog().getByRole('button', { name: 'Choose where it goes' }).click();
  await confirmAct(one.page, 'compliance');
  await dialog().getByText('Wrote 1 line').waitFor();
  expect((await readFile(file, 'utf8')).trim().split('\r\n')).toHaveLength(2);
});
