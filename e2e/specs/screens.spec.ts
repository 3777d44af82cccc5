import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DatasetId } from '../../shared/domain/index.ts';
import type { SwarmBridge } from '../../shared/ipc/index.ts';
import { violations } from '../driver/axe.ts';
import { importTable, openRun, startRun, waitForState } from '../driver/journey.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { watchPage } from '../driver/watch.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** Every screen of every role: accessible, reachable by keyboard, and without a word in the console. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);
let complaints: readonly string[];
beforeAll(() => {
  complaints = watchPage(one.page);
});

const NO_DATASET = DatasetId.parse('5f0c2b8e-2f3e-4e86-9d3c-2a1f0d5b7c11');

describe('before sign-in', () => {
  test('making the workspace', async () => {
    await one.page.getByRole('heading', { name: 'Create the workspace' }).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await createWorkspace(one.page);
  });

  test('signing in', async () => {
    expect(await violations(one.page)).toEqual([]);
  });

  test('signing in takes no mouse', async () => {
    const person = one.page.getByRole('button', { name: /Person/ });
    const hasFocus = (field: Element): boolean => field === document.activeElement;
    await person.focus();
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('listbox').waitFor();
    await one.page.keyboard.type('Olga');
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('listbox').waitFor({ state: 'detached' });
    // The list gives the focus back after it has gone.
    await expect.poll(() => person.evaluate(hasFocus)).toBe(true);
    await one.page.keyboard.press('Tab');
    const password = one.page.getByLabel('Password', { exact: true });
    await expect.poll(() => password.evaluate(hasFocus)).toBe(true);
    await one.page.keyboard.type(PEOPLE.operator.password);
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  });
});

describe('the operator', () => {
  test('importing a table', async () => {
    await openScreen(one.page, 'Datasets');
    expect(await violations(one.page)).toEqual([]);
    await one.page.getByRole('button', { name: 'Import a dataset' }).first().click();
    await one.app.answerDialog(join(one.folder, 'admissions.csv'));
    await one.page.getByRole('button', { name: 'Choose a file' }).click();
    await one.page.getByRole('button', { name: 'Import', exact: true }).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await importTable(one.app, join(one.folder, 'admissions.csv'));
    expect(await violations(one.page)).toEqual([]);
  });

  test('starting a run and watching it', async () => {
    await one.page.getByRole('button', { name: 'New run' }).click();
    await one.page.getByRole('radiogroup', { name: 'Purpose' }).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await one.page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: 'Datasets' })
      .click();
    await one.page.getByRole('grid', { name: 'Datasets' }).getByRole('row').nth(1).click();
    await startRun(one.page, 'Train a model');
    await waitForState(one.page, 'Waiting for approval');
    expect(await violations(one.page)).toEqual([]);
  });

  test.each(['Table', 'Differences', 'Artefacts', 'Statement'])('a run: %s', async (tab) => {
    await openRun(one.page);
    await one.page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await one.page.getByRole('tabpanel', { name: new RegExp(`^${tab}`) }).waitFor();
    expect(await violations(one.page)).toEqual([]);
  });

  test('a call with its prompt', async () => {
    await openRun(one.page);
    await one.page
      .getByRole('row', { name: /^(Done|Waiting)/ })
      .first()
      .click();
    await one.page.getByRole('complementary', { name: /^Call/ }).waitFor();
    expect(await violations(one.page)).toEqual([]);
  });

  test.each(['Today', 'Approvals', 'Denials', 'Journal', 'Integrity', 'Posture', 'Reports'])(
    '%s',
    async (screen) => {
      await openScreen(one.page, screen);
      expect(await violations(one.page)).toEqual([]);
    },
  );

  test('the palette reaches a screen by keyboard, and Escape leaves it', async () => {
    await one.page.keyboard.press('Control+k');
    await one.page.getByRole('dialog').waitFor();
    // The list scrolls with the arrow keys of the search field, which axe cannot know.
    expect(await violations(one.page, 'scrollable-region-focusable')).toEqual([]);
    await one.page.keyboard.press('Escape');
    await one.page.getByRole('dialog').waitFor({ state: 'detached' });
    await one.page.keyboard.press('Control+k');
    await one.page.getByRole('dialog').waitFor();
    await one.page.keyboard.type('Journal');
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('heading', { level: 1, name: 'Journal' }).waitFor();
  });
});

describe('other roles', () => {
  test.each([
    [
      'compliance',
      [
        'Today',
        'Approvals',
        'Denials',
        'Runs',
        'Datasets',
        'Redactor',
        'Policy',
        'Agents',
        'People',
        'Journal',
        'Integrity',
        'Recovery',
        'Emergency',
        'Posture',
        'Reports',
      ],
    ],
    [
      'admin',
      [
        'Today',
        'Runs',
        'Denials',
        'Redactor',
        'Policy',
        'Agents',
        'People',
        'Journal',
        'Integrity',
        'Recovery',
        'Emergency',
        'Posture',
        'Reports',
      ],
    ],
  ] as const)('%s sees these screens and no others', async (role, screens) => {
    await changePerson(one.page, role);
    const links = one.page.getByRole('navigation', { name: 'Screens' }).getByRole('link');
    const names = (await links.allInnerTexts()).map((text) => /^\w+/.exec(text.trim())?.[0] ?? '');
    expect(names).toEqual(screens);
    for (const screen of screens) {
      await openScreen(one.page, screen);
      expect(await violations(one.page)).toEqual([]);
    }
  });

  test('the gate in main refuses what a screen does not offer', async () => {
    const codes = await one.page.evaluate(async (dataset) => {
      const { invoke } = (globalThis as unknown as { swarm: SwarmBridge }).swarm;
      const answers = await Promise.all([
        invoke['datasets.chooseFile']({}),
        invoke['approvals.list']({}),
        invoke['datasets.getRows']({ dataset, version: 1, offset: 0, limit: 5 }),
      ]);
      return answers.map((answer) => (answer.ok ? 'answered' : answer.code));
    }, NO_DATASET);
    expect(codes).toEqual(['not_allowed', 'not_allowed', 'not_allowed']);
  });
});

test('sleep locks the window, and what was on screen is gone', async () => {
  await changePerson(one.page, 'operator');
  await openScreen(one.page, 'Datasets');
  await one.app.emitPower('suspend');
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await one.page.getByText('admissions').count()).toBe(0);
  await signIn(one.page, 'operator');
});

test('nothing complained on the way, and the policy of the pages stopped nothing', () => {
  expect(complaints).toEqual([]);
});
