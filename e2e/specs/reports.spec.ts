import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { sign } from '../driver/journey.ts';
import { createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** The compliance officer's reports: choose what about, sign, see it in the list. */
const one = appForFile();
inSteps(() => one.app);

async function violations(): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: one.page }).setLegacyMode(true).analyze();
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`);
}

test('without a report the screen says what one is', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Reports');
  await one.page.getByText('No report yet').waitFor();
  expect(await violations()).toEqual([]);
});

test('a period that is none cannot be signed for', async () => {
  await one.page.getByRole('button', { name: 'Issue a report' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog
    .getByRole('button', { name: /^Report|Run/ })
    .first()
    .click();
  await one.page.getByRole('option', { name: /Access register/ }).click();
  await dialog.getByLabel('First day').fill('2026-03-31');
  await dialog.getByLabel('Last day').fill('2026-03-01');
  await sign(dialog, 'compliance', 'Review');
  await dialog.getByText('These are not two days in order.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Sign and issue' }).isDisabled()).toBe(true);
  expect(await violations()).toEqual([]);
});

test('a report about a period is signed, listed with its checkpoint and opened', async () => {
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel('First day').fill('2020-01-01');
  await dialog.getByLabel('Last day').fill('2099-12-31');
  await dialog.getByRole('button', { name: 'Sign and issue' }).click();
  const drawer = one.page.getByRole('complementary', { name: 'Report' });
  await drawer.getByText('Access register, 2020-01-01 to 2099-12-31').first().waitFor();
  await drawer.getByText('Checkpoint', { exact: true }).waitFor();
  await drawer.getByText(PEOPLE.compliance.name).first().waitFor();
  expect(await violations()).toEqual([]);
});
