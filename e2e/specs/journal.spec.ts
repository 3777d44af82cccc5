import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { SwarmBridge } from '../../shared/ipc/index.ts';
import { violations } from '../driver/axe.ts';
import { importTable, startRun, waitForState } from '../driver/journey.ts';
import { createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';
import { watchPage } from '../driver/watch.ts';
import { writeSmallTable } from '../fixtures/small-table.ts';

/** The journal as a person explores it: by filter, by words, over time, and entry by entry. */
const one = appForFile((folder) => writeSmallTable(join(folder, 'admissions.csv')));
inSteps(() => one.app);
let complaints: readonly string[];
beforeAll(() => {
  complaints = watchPage(one.page);
});

const grid = () => one.page.getByRole('grid', { name: 'Journal entries' });
const address = (): Promise<string> => one.page.evaluate(() => globalThis.location.hash);

/** How often the journal says that entries were looked at, asked past the screen. */
async function looks(): Promise<number> {
  return one.page.evaluate(async () => {
    const { invoke } = (globalThis as unknown as { swarm: SwarmBridge }).swarm;
    const answer = await invoke['journal.searchEntries']({
      filter: { kinds: ['journal.viewed'], text: 'entries' },
      limit: 500,
    });
    return answer.ok ? answer.value.entries.length : -1;
  });
}

test('a workspace with a run in it', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await importTable(one.app, join(one.folder, 'admissions.csv'));
  await startRun(one.page, 'Train a model');
  await waitForState(one.page, 'Waiting for approval');
});

test('the list comes with counts and activity over time', async () => {
  await openScreen(one.page, 'Journal');
  await grid().getByRole('row').nth(1).waitFor();
  await one.page.getByText(/^\d+\sentries$/).waitFor();
  await one.page.getByRole('img', { name: /entries over time/ }).waitFor();
  expect(await violations(one.page)).toEqual([]);
});

test('a kind is chosen by keyboard, says how many there are, and stands in the address', async () => {
  await one.page.getByRole('button', { name: 'Kind' }).focus();
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('listbox', { name: 'Kind' }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.keyboard.type('Model c');
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('option', { name: /^Model call/, selected: true }).waitFor();
  await one.page.keyboard.press('Escape');
  await one.page.getByRole('listbox').waitFor({ state: 'detached' });
  await one.page.getByRole('button', { name: 'Kind Model call' }).waitFor();
  expect(await address()).toBe('#/journal?kind=model.call');
  await one.page.getByText('2 entries', { exact: true }).waitFor();
});

test('an entry opens with its causes, and its links keep the filter', async () => {
  await grid()
    .getByRole('row', { name: /Model call outcome/ })
    .click();
  const drawer = one.page.getByRole('complementary', { name: 'Journal entry' });
  await drawer.getByText('Intent', { exact: true }).waitFor();
  await drawer.getByText('Same', { exact: true }).waitFor();
  await drawer.getByRole('button', { name: 'Prove it' }).click();
  await drawer.getByText('Leads to the root', { exact: true }).waitFor();
  await drawer.getByText('Kept', { exact: true }).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await drawer
    .getByRole('link', { name: /^entry \d+$/ })
    .first()
    .click();
  expect(await address()).toMatch(/^#\/journal\/\d+\?kind=model\.call$/);
  await drawer.getByText('Outcome', { exact: true }).waitFor();
  await one.page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
});

test('an entry of a call tells why it was decided so', async () => {
  await one.page.evaluate(() => (globalThis.location.hash = '#/journal?kind=tool.decided'));
  await grid()
    .getByRole('row', { name: /Call decided/ })
    .first()
    .click();
  const drawer = one.page.getByRole('complementary', { name: 'Journal entry' });
  await drawer.getByText('All that spoke in it').click();
  await drawer.getByText(/is on the agent's allowlist/).waitFor();
  await drawer.getByText(/^Used: /).waitFor();
  await drawer.getByText(/^the same, by /).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await one.page.evaluate(() => (globalThis.location.hash = '#/journal?kind=model.call'));
});

test('words are found at Enter, from anywhere by a slash', async () => {
  await one.page.getByRole('button', { name: 'Clear all' }).click();
  await grid().getByRole('row').nth(1).click();
  await one.page.keyboard.press('/');
  await one.page.keyboard.type('LOSS-001');
  await one.page.keyboard.press('Enter');
  await one.page.getByText('2 entries', { exact: true }).waitFor();
  expect(await address()).toContain('q=LOSS-001');
});

test('a search that finds nothing says so and leads back', async () => {
  await one.page.getByRole('searchbox').fill('nothing has this word');
  await one.page.keyboard.press('Enter');
  await one.page.getByText('No entry matches').waitFor();
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'Clear all conditions' }).click();
  await grid().getByRole('row').nth(3).waitFor();
  await one.page.getByRole('searchbox').fill('*');
  await one.page.keyboard.press('Enter');
  await one.page.getByText('There is no word to search for.').waitFor();
  await one.page.getByRole('searchbox').fill('');
  await one.page.keyboard.press('Enter');
  await grid().getByRole('row').nth(3).waitFor();
});

test('a span of time is chosen with the arrow keys', async () => {
  const all = await one.page.getByText(/^\d+\sentries$/).textContent();
  await one.page.getByRole('slider', { name: 'From' }).focus();
  await one.page.keyboard.press('ArrowRight');
  await expect.poll(address).toContain('from=');
  await expect.poll(() => one.page.getByText(/^\d+\sentries$/).textContent()).not.toBe(all);
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'All times' }).click();
  await expect.poll(address).not.toContain('from=');
});

test('a look is recorded once, however much of it is read', async () => {
  const before = await looks();
  const pages = await one.page.evaluate(async () => {
    const { invoke } = (globalThis as unknown as { swarm: SwarmBridge }).swarm;
    const begun = await invoke['journal.searchEntries']({ filter: {}, limit: 5 });
    if (!begun.ok) return [begun.code];
    const { look } = begun.value;
    const answers = [
      await invoke['journal.readEntries']({ look, offset: 5, limit: 5 }),
      await invoke['journal.readEntries']({ look, offset: 10, limit: 5 }),
      await invoke['journal.countEntries']({ look }),
      await invoke['journal.countEntries']({ look: 'somebody else' }),
    ];
    return answers.map((answer) => (answer.ok ? answer.value.total > 20 : answer.code));
  });
  expect(pages).toEqual([true, true, true, 'not_found']);
  // The look above, and the one that `looks` itself took before.
  expect(await looks()).toBe(before + 2);
});

test('nothing complained on the way', () => {
  expect(complaints).toEqual([]);
});
