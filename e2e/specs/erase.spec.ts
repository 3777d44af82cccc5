import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn, statePurpose } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** Destroying for good: what is asked before, and what is left after. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);
const dialog = () => one.page.getByRole('dialog');

test('an operator is not offered to erase a dataset', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  expect(await one.page.getByRole('button', { name: 'Erase for good' }).count()).toBe(0);
});

test('compliance types its id, gives a reason and the password, and gets a certificate', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Datasets');
  await one.page.getByRole('row', { name: /admissions/ }).click();
  await statePurpose(one.page, 'the study was withdrawn');
  await one.page.getByRole('button', { name: 'Erase for good' }).click();
  const act = dialog().getByRole('button', { name: 'Choose where the certificate goes, and erase' });
  expect(await act.isDisabled()).toBe(true);
  await dialog().getByLabel('Reason').fill('the study was withdrawn');
  const confirm = dialog().getByLabel(/^Type .* to confirm/);
  const word = /Type (\w+) to/.exec((await dialog().textContent()) ?? '')?.[1] ?? '';
  await confirm.fill('something else');
  await dialog().getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  expect(await act.isDisabled()).toBe(true);
  await confirm.fill(word);
  expect(await violations(one.page)).toEqual([]);
  const certificate = join(one.folder, 'certificate.pdf');
  await one.app.answerDialog(certificate);
  await act.click();
  await dialog().getByText('The certificate stands in', { exact: false }).waitFor();
  expect((await readFile(certificate)).subarray(0, 5).toString()).toBe('%PDF-');
  expect(await violations(one.page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Close' }).click();
  await one.page.getByRole('heading', { name: 'Datasets' }).waitFor();
  await one.page
    .getByText(/No datasets|Nothing was imported|no dataset/i)
    .first()
    .waitFor();
});
