import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { sign } from '../driver/journey.ts';
import { createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** The report centre: choose what about, look at the pages, sign, sign after another, save, verify by dropping. */
const one = appForFile();
inSteps(() => one.app);

const saved = (): string => join(one.app.userFolder, 'saved.pdf');

/** Drops a file on the screen as a person does. */
async function drop(name: string, bytes: Uint8Array): Promise<void> {
  const handle = await one.page.evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64 ?? ''), (character) => character.charCodeAt(0));
      data.items.add(new File([content], fileName ?? ''));
      return data;
    },
    [name, Buffer.from(bytes).toString('base64')],
  );
  const screen = one.page.locator('.screen-main');
  for (const type of ['dragenter', 'dragover', 'drop'])
    await screen.dispatchEvent(type, { dataTransfer: handle });
}

test('without a report the screen says what one is', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Reports');
  await one.page.getByText('No report yet').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a period that is none can be neither looked at nor signed for', async () => {
  const { page } = one;
  await page.getByRole('button', { name: 'Issue a report' }).click();
  await page.getByText('No preview yet').waitFor();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Report|Run/ })
    .first()
    .click();
  await page.getByRole('option', { name: /Access register/ }).click();
  await page.getByLabel('First day').fill('2026-03-31');
  await page.getByLabel('Last day').fill('2026-03-01');
  await sign(page.getByRole('main'), 'compliance', 'Review');
  await page.getByText('These are not two days in order.').waitFor();
  expect(await page.getByRole('button', { name: 'Sign and issue' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Preview', exact: true }).isDisabled()).toBe(true);
  // Whose key signs, and what others compare.
  await page.getByText('The workspace’s own key and root').waitFor();
  await page.getByText('Root', { exact: true }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('the preview shows the pages of the PDF itself, to eyes and to screen readers', async () => {
  const { page } = one;
  await page.getByLabel('First day').fill('2020-01-01');
  await page.getByLabel('Last day').fill('2099-12-31');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  const first = page.getByRole('figure', { name: 'Page 1 of' });
  await first.getByText('PREVIEW, NOT SIGNED').waitFor({ state: 'attached' });
  const ink = await first.locator('canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let dark = 0;
    for (let at = 0; at < pixels.length; at += 4)
      if ((pixels[at] ?? 255) < 128 && pixels[at + 3] === 255) dark += 1;
    return dark;
  });
  expect(ink).toBeGreaterThan(500);
  // With the keyboard alone, to the last page.
  const pages = page.getByRole('region', { name: 'Pages of the preview' });
  await pages.focus();
  await page.keyboard.press('End');
  await pages.getByText('FURTHER SIGNATURE 3, EMPTY').waitFor({ state: 'attached' });
  expect(await violations(one.page)).toEqual([]);
});

test('a report about a period is signed, listed with its checkpoint and opened', async () => {
  const { page } = one;
  await page.getByRole('button', { name: 'Sign and issue' }).click();
  const drawer = page.getByRole('complementary', { name: 'Report' });
  await drawer.getByText('Access register, 2020-01-01 to 2099-12-31').first().waitFor();
  await drawer.getByText('Checkpoint', { exact: true }).waitFor();
  await drawer.getByText(PEOPLE.compliance.name).first().waitFor();
  // Its author cannot sign it again.
  expect(await drawer.getByRole('button', { name: 'Sign it too' }).count()).toBe(0);
  expect(await violations(one.page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Open', exact: true }).click();
  await page
    .getByRole('figure', { name: 'Page 1 of' })
    .getByText('SIGNED ELECTRONICALLY')
    .waitFor({ state: 'attached' });
  await page.getByText('Intact', { exact: true }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a second person signs after the author, and a copy is saved', async () => {
  const { page } = one;
  await page.getByRole('button', { name: 'Lock' }).click();
  await signIn(page, 'admin');
  await openScreen(page, 'Reports');
  await page.getByRole('grid').getByRole('row').nth(1).click();
  await page.getByRole('button', { name: 'Sign it too' }).click();
  const dialog = page.getByRole('dialog');
  await sign(dialog, 'admin', 'Approval');
  expect(await violations(one.page)).toEqual([]);
  await one.app.answerDialog(saved());
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
  const drawer = page.getByRole('complementary', { name: 'Report' });
  await drawer.getByRole('listitem').filter({ hasText: PEOPLE.admin.name }).waitFor();
  expect(await drawer.getByRole('button', { name: 'Sign it too' }).count()).toBe(0);
  expect(readFileSync(saved()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a dropped file is verified on the spot, and what is wrong is named', async () => {
  const { page } = one;
  const bytes = readFileSync(saved());
  await drop('saved.pdf', bytes);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Intact', { exact: true }).waitFor();
  await dialog.getByText(/a PDF of 2 revisions, each signed/).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();

  const changed = Buffer.from(bytes);
  const at = changed.indexOf('stream\n') + 20;
  changed[at] = (changed[at] ?? 0) ^ 1;
  await drop('changed.pdf', changed);
  await dialog.getByText('Not intact', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await drop('notes.txt', Buffer.from('no report'));
  await dialog.getByText('the file is not a PDF').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('a chosen file is verified too', async () => {
  await one.app.answerDialog(saved());
  await one.page.getByRole('button', { name: 'Verify a file' }).click();
  await one.page.getByRole('dialog').getByText('Intact', { exact: true }).waitFor();
});
