import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_SWITCHES } from '../../electron/shell/hardening/switches.ts';
import { electronProgram } from '../driver/host.ts';
import { startBrowser, type Browser } from '../host/owner/browser.ts';
import { personDialogs } from '../host/owner/dialogs.ts';

/** How a person answers file dialogs in the stand-in: in a page of the host's own. */
describe.skipIf(electronProgram() !== undefined)('file dialogs of the stand-in', () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-e2e-'));
    await writeFile(join(folder, 'table.csv'), 'a,b\n1,2\n');
    browser = await startBrowser(CHROMIUM_SWITCHES, false);
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Asks, lets `act` do what a person does on the page, and gives the answer. */
  async function ask(kind: 'open' | 'save', act: (page: Page) => Promise<void>): Promise<string | undefined> {
    const opened = Promise.withResolvers<Page>();
    const dialogs = personDialogs(async () => {
      const page = await browser.context.newPage();
      opened.resolve(page);
      return page;
    });
    const answer = dialogs.ask({
      kind,
      title: 'Choose <a> table',
      suggested: 'table.csv',
      extensions: ['csv'],
    });
    await act(await opened.promise);
    return answer;
  }

  test('a typed path is taken', async () => {
    const answer = await ask('open', async (page) => {
      await page.getByLabel('Path').fill(join(folder, 'table.csv'));
      await page.getByRole('button', { name: 'Open' }).click();
    });
    expect(answer).toBe(join(folder, 'table.csv'));
  });

  test('a file chosen through Chromium’s own dialog gives its path', async () => {
    const answer = await ask('open', async (page) => {
      await page.getByLabel('or choose:').setInputFiles(join(folder, 'table.csv'));
    });
    expect(answer).toBe(join(folder, 'table.csv'));
  });

  test('a path where nothing lies is named, and the person asked again', async () => {
    const answer = await ask('open', async (page) => {
      await page.getByLabel('Path').fill(join(folder, 'missing.csv'));
      await page.getByRole('button', { name: 'Open' }).click();
      await page.getByText('There is no file').waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
    });
    expect(answer).toBeUndefined();
  });

  test('saving never overwrites', async () => {
    const answer = await ask('save', async (page) => {
      await page.getByLabel('Path').fill(join(folder, 'table.csv'));
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('exists already').waitFor();
      await page.getByLabel('Path').fill(join(folder, 'new.csv'));
      await page.getByRole('button', { name: 'Save' }).click();
    });
    expect(answer).toBe(join(folder, 'new.csv'));
  });

  test('closing the page cancels', async () => {
    const answer = await ask('save', async (page) => {
      await page.getByLabel('Path').waitFor();
      await page.close();
    });
    expect(answer).toBeUndefined();
  });
});
