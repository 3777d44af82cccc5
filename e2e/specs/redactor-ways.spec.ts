import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import * as journey from '../driver/journey.ts';
import { openZipAes256 } from '../../electron/operations/transfer/protect/open-zip.ts';
import { changePerson, createWorkspace, openScreen, signIn, statePurpose } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** The ways that are seldom walked: a measuring that is called off, and profiles that rest on a paper. */
const one = appForFile(async (folder) => {
  await writeFile(join(folder, 'letters.csv'), letters());
});
inSteps(() => one.app);

const ROWS = 60;
/** A measuring and a run in one test take their time where the machine has others to serve. */
const PATIENT = { timeout: 400_000 };
/** Long enough that a measuring is still going on when somebody calls it off. */
const WORDS = 'Breathing is easy and the wound is dry. The cough is gone, appetite and sleep are good. ';

function letters(): string {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const day = `2023-0${1 + (row % 8)}-1${row % 10}`;
    const note = `Seen on ${day}, MRN88${2000 + row}. ${WORDS.repeat(40)}Return if worse.`;
    return `MRN88${2000 + row},${day},${50 + (row % 40)},"${note}"`;
  });
  return `mrn,visit_date,age,note\n${rows.join('\n')}\n`;
}

test('a measuring that is called off leaves nothing', PATIENT, async () => {
  one.page.setDefaultTimeout(120_000);
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await openScreen(one.page, 'Redactor');
  await one.page.getByRole('tab', { name: 'Proof' }).click();
  await one.page.getByText('No dataset to measure on').waitFor();
  await journey.importTable(one.app, join(one.folder, 'letters.csv'));
  await openScreen(one.page, 'Redactor');
  await one.page.getByRole('tab', { name: 'Coverage' }).click();
  await one.page.getByRole('row', { name: /BIOMETRIC/ }).waitFor();
  await one.page.getByRole('tab', { name: 'Proof' }).click();
  await one.page.getByText('Not measured yet').waitFor();
  await one.page.getByRole('button', { name: 'Measure now' }).click();
  const cancel = one.page.getByRole('button', { name: 'Cancel', exact: true });
  await cancel.waitFor();
  await cancel.click();
  await one.page.getByText('The measuring was cancelled').waitFor();
  await one.page.getByText('Not measured yet').waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('nothing is drawn where the review is called off', PATIENT, async () => {
  await one.page.getByRole('button', { name: 'Start a review' }).click();
  await one.page.getByRole('dialog').getByText('Fifty texts').click();
  await one.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await one.page.getByText('Nobody has read what the redactor does').waitFor();
});

test('a limited data set wants the number of its agreement, and the run shows it', PATIENT, async () => {
  await openScreen(one.page, 'Datasets');
  await one.page.getByRole('grid', { name: 'Datasets' }).getByRole('row').nth(1).click();
  await one.page.getByRole('button', { name: 'New run' }).click();
  await one.page.getByText('Check data quality', { exact: true }).click();
  await one.page.getByText('would be allowed').waitFor();
  const start = one.page.getByRole('button', { name: 'Start the run' });
  await one.page.getByText('Limited data set', { exact: true }).click();
  const agreement = one.page.getByRole('textbox', { name: 'Data use agreement' });
  expect(await start.isDisabled()).toBe(true);
  await agreement.fill('Maria Plantedova');
  await one.page.getByText(/with at least one digit and no spaces/).waitFor();
  expect(await start.isDisabled()).toBe(true);
  await agreement.scrollIntoViewIfNeeded();
  expect(await violations(one.page)).toEqual([]);
  await agreement.fill('DUA-2024-117');
  await expect.poll(() => start.isDisabled()).toBe(false);
  await start.click();
  await one.page.getByRole('tab', { name: /^Timeline/ }).waitFor();
  await one.page.getByText('DUA-2024-117').first().waitFor();
  await journey.waitForState(one.page, 'Awaiting attestation');
});

test('an export that is refused can be measured for, and that can be called off too', PATIENT, async () => {
  const file = join(one.folder, 'limited.csv');
  await journey.exportTable(one.app, 'Cleaned', file);
  const dialog = one.page.getByRole('dialog');
  await dialog.getByText('REDACT-001').first().waitFor();
  await dialog.getByRole('button', { name: 'Measure now' }).scrollIntoViewIfNeeded();
  await dialog.getByRole('button', { name: 'Measure now' }).click();
  await dialog.getByRole('button', { name: 'Cancel the measuring' }).click();
  await dialog.getByRole('button', { name: 'Measure now' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await journey.measureAndExport(one.app, file);
  await dialog.getByText('The export waits for an approval').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test(
  'the approver of a limited data set sees its agreement, and then it leaves with its dates',
  PATIENT,
  async () => {
    await changePerson(one.page, 'compliance');
    await openScreen(one.page, 'Approvals');
    await one.page
      .getByRole('row', { name: /^Waiting/ })
      .first()
      .click();
    await statePurpose(one.page);
    await one.page
      .getByRole('region', { name: 'Approval', exact: true })
      .getByText(/DUA-2024-117/)
      .first()
      .waitFor();
    await journey.answerApproval(one.page, 'Approve');
    await changePerson(one.page, 'operator');
    await journey.openRun(one.page);
    const file = join(one.folder, 'limited.zip');
    await journey.exportTable(one.app, 'Cleaned', file);
    const dialog = one.page.getByRole('dialog');
    await dialog.getByText('Exported', { exact: true }).waitFor();
    const passphrase = await dialog.locator('code.passphrase').textContent();
    await dialog.getByRole('button', { name: 'Close' }).click();
    const table = openZipAes256(await readFile(file), passphrase ?? '').content.toString('utf8');
    const [head, first = ''] = table.split('\r\n');
    expect(head).toBe('visit_date,age,note');
    expect(first).toMatch(/^2023-01-10,50,"?Seen on 2023-01-10, \[MRN-[a-z]{8}\]\./);
  },
);

test(
  'an expert determination wants the number of its method, says who can move dates, and begins anew',
  PATIENT,
  async () => {
    await openScreen(one.page, 'Datasets');
    await one.page.getByRole('grid', { name: 'Datasets' }).getByRole('row').nth(1).click();
    await one.page.getByRole('button', { name: 'New run' }).click();
    await one.page.getByText('Check data quality', { exact: true }).click();
    await one.page.getByText('Expert determination', { exact: true }).click();
    const start = one.page.getByRole('button', { name: 'Start the run' });
    expect(await start.isDisabled()).toBe(true);
    await one.page.getByRole('textbox', { name: 'Method on file' }).fill('METHOD-7');
    await one.page.getByText('Moving dates wants a model that knows how').waitFor();
    expect(await violations(one.page)).toEqual([]);
    await one.page.getByText('would be allowed').waitFor();
    await start.click();
    await one.page.getByRole('tab', { name: /^Timeline/ }).waitFor();
    await one.page.getByText('METHOD-7').first().waitFor();
    await journey.waitForState(one.page, 'Awaiting attestation');
    // Not from what the limited run left: its columns are here again.
    await one.page.getByRole('tab', { name: /^Findings/ }).click();
    await one.page.getByRole('row', { name: /Direct identifier.*mrn/ }).waitFor();
  },
);
