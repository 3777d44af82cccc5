import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { appWithClock, canSetClock } from '../driver/clock.ts';
import { createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { inSteps } from '../driver/steps.ts';

/**
 * Nobody is at the workstation. Main has a wall clock that this file sets ahead, as one does that a machine wakes up
 * with; everything else is as it is, and a session of two minutes is the shortest that the profile allows.
 */
process.env.SWARM_SESSION_TIMEOUT_MINUTES = '2';
const { one, pass } = appWithClock();
inSteps(() => one.app);
const step = test.skipIf(!canSetClock);

const word = () => one.page.getByRole('alert').filter({ hasText: 'Nobody seems to be here.' });
const isThere = (what: Locator): Promise<boolean> =>
  what.waitFor({ timeout: 30_000 }).then(
    () => true,
    () => false,
  );

/** Sets the clock ahead until it shows: main looks every five seconds, and a late sign of somebody puts it off. */
async function passUntil(what: Locator, seconds: number): Promise<void> {
  for (let tried = 0; tried < 4; tried += 1) {
    await pass(seconds);
    if (await isThere(what)) return;
  }
  await what.waitFor();
}

step('a minute before the end the person is told, and says that they are here', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'compliance');
  expect(await word().count()).toBe(0);
  await passUntil(word(), 70);
  expect(await word().innerText()).toMatch(/This session ends at .*\d.*, and runs pause\./);
  expect(await violations(one.page)).toEqual([]);
  await one.page.getByRole('button', { name: 'Stay signed in' }).click();
  await word().waitFor({ state: 'detached' });
  await openScreen(one.page, 'People');
});

step('where nobody says so the session ends, and nothing of the screen is left', async () => {
  await passUntil(one.page.getByRole('heading', { name: 'Sign in' }), 130);
  expect(await one.page.getByRole('navigation', { name: 'Screens' }).count()).toBe(0);
  expect(await word().count()).toBe(0);
});

step('the journal tells why it ended', async () => {
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'Journal');
  await one.page.getByText('Locked', { exact: true }).first().click();
  await one.page
    .getByText(/nobody was at the workstation for 2 minutes/)
    .first()
    .waitFor();
});
