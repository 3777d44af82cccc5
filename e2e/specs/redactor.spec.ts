import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { importTable } from '../driver/journey.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn, statePurpose } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

const NOTES = [
  'Seen with her daughter Maria Plantedova today, doing well. Follow up in two weeks.',
  'Call (206) 555-0134 with results. Return if symptoms worsen.',
];

/** Trusting the redactor: trying it, measuring it on one's own notes, and a review by keyboard alone. */
const one = appForFile(async (folder) => {
  const rows = NOTES.map((note, at) => `${4000 + at},"${note}"`).join('\n');
  await writeFile(join(folder, 'letters.csv'), `mrn,note\n${rows}\n`);
});
inSteps(() => one.app);

test('a text shows what would be redacted and why', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'letters.csv'));
  await openScreen(one.page, 'Redactor');
  await one.page.getByRole('tab', { name: 'Try a text' }).click();
  await one.page
    .getByLabel('Text', { exact: true })
    .fill('Mr. John Smithers, phone (206) 555-0199, was seen.');
  await one.page.getByRole('button', { name: 'Show what would be redacted' }).click();
  await one.page.getByText('[PHONE]').waitFor();
  await one.page
    .getByText(/found by/)
    .first()
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('the coverage names all classes and what needs a person', async () => {
  await one.page.getByRole('tab', { name: 'Coverage' }).click();
  await one.page.getByRole('row', { name: /BIOMETRIC/ }).waitFor();
  expect(await one.page.getByRole('row').count()).toBe(21);
  expect(await violations(one.page)).toEqual([]);
});

test('measuring says per class what was found, and between which bounds', async () => {
  await one.page.getByRole('tab', { name: 'Proof' }).click();
  await one.page.getByRole('button', { name: 'Measure now' }).click();
  await one.page.getByRole('heading', { name: 'Measured on these notes' }).waitFor();
  await one.page.getByRole('row', { name: /EMAIL.*of 200/ }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a review is walked by keyboard, and what was missed becomes the hospital’s own', async () => {
  await one.page.getByRole('button', { name: 'Start a review' }).click();
  await one.page.getByRole('dialog').getByText('Every text').click();
  await one.page.getByRole('button', { name: 'Draw the sample' }).click();
  await one.page.getByRole('button', { name: 'Begin' }).click();
  const text = one.page.getByRole('group', { name: 'Text under review' });
  await text.waitFor();
  expect(await violations(one.page)).toEqual([]);
  await expect.poll(() => text.evaluate((box) => box === document.activeElement)).toBe(true);
  await one.page.keyboard.press('ArrowRight');
  await one.page.keyboard.press('Shift+ArrowRight');
  await one.page.keyboard.press('m');
  await one.page.getByText('1 marked as missed').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.keyboard.press('m');
  await one.page.getByText('1 marked as missed').waitFor({ state: 'detached' });
  await one.page.keyboard.press('ArrowDown');
  await one.page.keyboard.press('x');
  await one.page.getByText('1 marked as wrong').waitFor();
  await one.page.keyboard.press('x');
  for (const judged of ['1 of 2', '2 of 2']) {
    await text.waitFor();
    await expect.poll(() => text.evaluate((box) => box === document.activeElement)).toBe(true);
    await one.page.keyboard.press('Enter');
    if (judged === '1 of 2') await one.page.getByText(judged).waitFor();
  }
  await one.page.getByRole('button', { name: 'Sign the review' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('another person signs it as Safe Harbor', async () => {
  await changePerson(one.page, 'compliance');
  await openScreen(one.page, 'Redactor');
  await one.page.getByRole('button', { name: 'Sign the review' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByText('I know of none').click();
  await dialog.getByText(/Safe Harbor: a person read every text/).waitFor();
  await dialog.getByText('Review', { exact: true }).click();
  await dialog.getByLabel(/^Password of/).fill(PEOPLE.compliance.password);
  expect(await violations(one.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await one.page.getByText(/^Signed by/).waitFor();
  await one.page.getByRole('tab', { name: 'Dictionary' }).click();
  await statePurpose(one.page);
  await one.page.getByText('No corrections yet').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('an administrator sees the coverage and no text', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'Redactor');
  await one.page.getByRole('row', { name: /BIOMETRIC/ }).waitFor();
  expect(await one.page.getByRole('tab').count()).toBe(1);
});
