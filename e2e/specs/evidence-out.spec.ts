import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { confirmAct, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** Evidence that leaves by the window: entries as files, and a sample drawn from a typed seed. */
const one = appForFile();
inSteps(() => one.app);

async function fillPeriod(): Promise<void> {
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel('First day').fill('2020-01-01');
  await dialog.getByLabel('Last day').fill('2099-12-31');
}

test('entries are exported once a purpose is given, and nothing that is there is replaced', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Reports');
  await one.page.getByRole('button', { name: 'Export entries' }).click();
  const dialog = one.page.getByRole('dialog');
  await fillPeriod();
  const act = dialog.getByRole('button', { name: 'Export', exact: true });
  expect(await act.isDisabled()).toBe(true);
  await dialog.getByLabel('What it is for').fill('for the archive of the hospital');
  expect(await violations(one.page)).toEqual([]);
  const file = join(one.folder, 'bundle.zip');
  await one.app.answerDialog(file);
  await act.click();
  await confirmAct(one.page, 'compliance');
  await dialog.getByText('Exported', { exact: true }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  const bytes = await readFile(file);
  expect(bytes.toString('latin1', 0, 2)).toBe('PK');
  expect(bytes.includes('swarm-verifier.html')).toBe(true);
  await one.app.answerDialog(file);
  await dialog.getByRole('button', { name: 'Export another' }).click();
  await act.click();
  await confirmAct(one.page, 'compliance');
  await dialog.getByText('there is a file').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
});

test('a sample is drawn from a seed, with its query and its limits', async () => {
  await one.page.getByRole('button', { name: 'Draw a sample' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Everything taken out/ }).click();
  await one.page.getByRole('option', { name: 'Every entry' }).click();
  await fillPeriod();
  await dialog.getByLabel('What it is for').fill('the yearly audit');
  await dialog.getByLabel('Seed').fill('abc');
  await dialog.getByText('4 to 64 letters').waitFor();
  const act = dialog.getByRole('button', { name: 'Draw', exact: true });
  expect(await act.isDisabled()).toBe(true);
  await dialog.getByLabel('Seed').fill('four dice: 4 2 6 1');
  await dialog.getByLabel('How many').fill('3');
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(join(one.folder, 'sample.zip'));
  await act.click();
  await dialog.getByText(/^Drawn: 3 of/).waitFor();
  await dialog.getByText('SELECT seq FROM run_events').waitFor();
  await dialog.getByText('Completeness covers recorded events').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
});

test('the file is verified in the window: complete, and drawn as it says', async () => {
  await one.app.answerDialog(join(one.folder, 'sample.zip'));
  await one.page.getByRole('button', { name: 'Verify a file' }).click();
  await one.page.getByText(/the query finds \d+ of them/).waitFor();
  await one.page.getByText('the seed draws these 3 entries').waitFor();
});
