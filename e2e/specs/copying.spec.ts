import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** SEC-52: what the profile keeps in the window stays in it, and the attempt is on record. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);

test('cells of a table are not copied, and the person is told why', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  await one.page.getByRole('tab', { name: 'Rows' }).click();
  const cell = one.page
    .getByRole('table', { name: 'Rows' })
    .getByRole('cell')
    .filter({ hasText: /\S/ })
    .nth(1);
  await cell.waitFor();
  await cell.evaluate((element) => document.getSelection()?.selectAllChildren(element));
  await one.page.keyboard.press('Control+C');
  const told = one.page.getByText(/data off the clipboard/);
  await told.waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'Close' }).click();
  await told.waitFor({ state: 'detached' });
});

test('neither are they dragged out, nor with everything around them', async () => {
  const dragged = await one.page.evaluate(() => {
    const event = new DragEvent('dragstart', { bubbles: true, cancelable: true });
    return document.body.dispatchEvent(event);
  });
  expect(dragged).toBe(false);
  await one.page.evaluate(() => document.getSelection()?.selectAllChildren(document.body));
  await one.page.keyboard.press('Control+C');
  await one.page.getByText('Export what is needed', { exact: false }).waitFor();
  await one.page.getByRole('button', { name: 'Close' }).click();
});

test('words of the screen copy as everywhere', async () => {
  const stopped = await one.page.evaluate(() => {
    document.getSelection()?.selectAllChildren(document.querySelector('nav') ?? document.body);
    return !document.body.dispatchEvent(new ClipboardEvent('copy', { bubbles: true, cancelable: true }));
  });
  expect(stopped).toBe(false);
});

test('both attempts stand in the journal', async () => {
  await openScreen(one.page, 'Journal');
  await one.page.getByText('Kept off the clipboard').nth(1).waitFor();
  expect(await one.page.getByText('Kept off the clipboard').count()).toBe(2);
});
