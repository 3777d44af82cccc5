import type { Page } from 'playwright';
import type { RunningApp } from './app.ts';
import { confirmAct, openScreen, PEOPLE, statePurpose, type PersonRole } from './people.ts';

/** What people do on the way through the main job, in the words of the screens. */

/** Imports a file as operator. Ends on the dataset's page. */
export async function importTable(app: RunningApp, file: string): Promise<void> {
  const { page } = app;
  await openScreen(page, 'Datasets');
  await page.getByRole('button', { name: 'Import a dataset' }).first().click();
  await app.answerDialog(file);
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('The source file is still in clear').waitFor();
}

/** Starts a run on the open dataset. Ends on the run's page. */
export async function startRun(page: Page, purpose: string): Promise<void> {
  await page.getByRole('button', { name: 'New run' }).click();
  await page.getByText(purpose, { exact: true }).click();
  await page.getByText('would be allowed').waitFor();
  await page.getByRole('button', { name: 'Start the run' }).click();
  await page.getByRole('tab', { name: /^Timeline/ }).waitFor();
}

/** Opens the only run of the workspace. */
export async function openRun(page: Page): Promise<void> {
  await openScreen(page, 'Runs');
  await page.getByRole('grid').getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: /^Timeline/ }).waitFor();
}

/** Waits until the open run says so. */
export async function waitForState(page: Page, ...states: readonly string[]): Promise<string> {
  const state = page
    .getByRole('main')
    .getByText(new RegExp(`^(${states.join('|')})$`))
    .first();
  await state.waitFor();
  return (await state.textContent()) ?? '';
}

/** Waits until the open run, which goes on by itself, asks a person again or has done its steps. */
export async function waitForMore(page: Page): Promise<'asks' | 'done'> {
  const done = page.getByRole('main').getByText('Awaiting attestation', { exact: true });
  const asks = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: /waiting$/ });
  await done.or(asks).first().waitFor();
  return (await done.count()) > 0 ? 'done' : 'asks';
}

/** Fills in what every signature needs. */
export async function sign(
  scope: ReturnType<Page['getByRole']>,
  role: PersonRole,
  meaning: string,
): Promise<void> {
  await scope
    .getByRole('radiogroup', { name: 'Meaning of your signature' })
    .getByText(meaning, { exact: true })
    .click();
  await scope.getByLabel(/^Password of/).fill(PEOPLE[role].password);
}

/** Answers the first waiting approval as compliance. */
export async function answerApproval(page: Page, answer: 'Approve' | 'Refuse'): Promise<void> {
  await openScreen(page, 'Approvals');
  const unstated = await page.getByRole('button', { name: 'No purpose stated' }).count();
  await page
    .getByRole('row', { name: /^Waiting/ })
    .first()
    .click();
  if (unstated > 0) await statePurpose(page, 'what this run asks');
  const detail = page.getByRole('region', { name: 'Approval', exact: true });
  await sign(detail, 'compliance', 'Approval');
  await detail.getByLabel('Reason').fill('looked at the examples');
  await detail.getByRole('button', { name: answer }).click();
  await detail.getByRole('heading', { name: 'Answer', exact: true }).waitFor();
}

/** Signs the minimum-necessary statement of the open run. */
export async function signStatement(page: Page, role: PersonRole): Promise<void> {
  await page.getByRole('tab', { name: /^Statement/ }).click();
  await page.getByRole('button', { name: 'Sign the statement' }).click();
  const dialog = page.getByRole('dialog');
  await sign(dialog, role, 'Responsibility');
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Tries to export a table of the open run. The dialog stays open with the answer in it. */
export async function exportTable(app: RunningApp, which: 'Cleaned' | 'Raw', file: string): Promise<void> {
  const { page } = app;
  await page.getByRole('button', { name: 'Export a table' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(which, { exact: true }).click();
  await dialog.getByLabel('Purpose').fill('weekly quality round');
  await dialog.getByRole('textbox', { name: 'Recipient' }).fill('the quality office');
  await app.answerDialog(file);
  await dialog.getByRole('button', { name: 'Choose a place and export' }).click();
  await confirmAct(page, 'operator');
}

/** Measures the redactor from an export that was refused for want of it, and exports again. */
export async function measureAndExport(app: RunningApp, file: string): Promise<void> {
  const dialog = app.page.getByRole('dialog');
  await dialog.getByText('REDACT-001').first().waitFor();
  await dialog.getByRole('button', { name: 'Measure now' }).click();
  await dialog.getByText('Measured, above the floor').waitFor();
  await app.answerDialog(file);
  await dialog.getByRole('button', { name: 'Choose a place and export' }).click();
  await confirmAct(app.page, 'operator');
}

/** Issues a report about the open run. Ends with the report's drawer. */
export async function issueReport(page: Page, role: PersonRole): Promise<void> {
  await page.getByRole('button', { name: 'Issue a report' }).click();
  await sign(page.getByRole('main'), role, 'Responsibility');
  await page.getByRole('button', { name: 'Sign and issue' }).click();
  await page.getByRole('button', { name: 'Save a copy' }).waitFor();
}

/** Verifies the whole journal on its screen. */
export async function verifyJournal(page: Page): Promise<void> {
  await openScreen(page, 'Journal');
  await page.getByRole('button', { name: /^Verify/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Intact', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
}
