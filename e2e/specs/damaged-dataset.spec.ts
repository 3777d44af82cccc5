import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** A dataset whose files are damaged is shown as such, and no run can choose it. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);

test('a damaged dataset is named, with what to do', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  const datasets = join(one.app.userFolder, 'workspace/datasets');
  const [id = ''] = await readdir(datasets);
  await truncate(join(datasets, id, 'v0001.manifest'), 40);
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Datasets');
  await one.page.getByText('1 dataset cannot be opened').waitFor();
  await one.page.getByRole('list', { name: 'Damaged datasets' }).getByText('admissions').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('no run can choose it', async () => {
  await changePerson(one.page, 'operator');
  await openScreen(one.page, 'Datasets');
  await one.page.getByText('1 dataset cannot be opened').waitFor();
  await one.page.getByText('No dataset that opens').waitFor();
  expect(await one.page.getByText('No dataset yet').count()).toBe(0);
  expect(await one.page.getByRole('grid').getByText('admissions').count()).toBe(0);
});
