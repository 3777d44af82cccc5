import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { electronProgram } from '../driver/host.ts';
import { createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/**
 * Nobody is at the workstation. Main has a wall clock that this file sets ahead, as one does that a machine wakes up
 * with; everything else is as it is, and a session of two minutes is the shortest that the profile allows.
 */
process.env.SWARM_SESSION_TIMEOUT_MINUTES = '2';
let aheadFile = '';
const one = appForFile(
  async (folder) => {
    aheadFile = join(folder, 'ahead');
    await setAhead(0);
  },
  () => {
    const clock = `
      import { readFileSync } from 'node:fs';
      const now = Date.now;
      Date.now = () => now() + Number(readFileSync(${JSON.stringify(aheadFile)}, 'utf8'));`;
    return ['env', `NODE_OPTIONS=--import=data:text/javascript,${encodeURIComponent(clock)}`];
  },
);
inSteps(() => one.app);
/** The stand-in alone, on Linux, starts its main process by a command of ours. */
const step = test.skipIf(process.platform !== 'linux' || electronProgram() !== undefined);

let ahead = 0;
/** Seconds that main's wall clock is ahead from now on. */
async function setAhead(seconds: number): Promise<void> {
  ahead = seconds;
  await writeFile(aheadFile, String(seconds * 1000));
}

const word = () => one.page.getByRole('alert').filter({ hasText: 'Nobody seems to be here.' });
const isThere = (what: Locator): Promise<boolean> =>
  what.waitFor({ timeout: 30_000 }).then(
    () => true,
    () => false,
  );

/** Sets the clock ahead until it shows: main looks every five seconds, and a late sign of somebody puts it off. */
async function passUntil(what: Locator, seconds: number): Promise<void> {
  for (let tried = 0; tried < 4; tried += 1) {
    await setAhead(ahead + seconds);
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
