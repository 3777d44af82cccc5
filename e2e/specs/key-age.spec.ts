import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { appWithClock, canSetClock } from '../driver/clock.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { inSteps } from '../driver/steps.ts';

/** Content keys that nobody changed for a quarter of a year and a fortnight: every screen says so to those who can do something. */
const { one, pass } = appWithClock();
inSteps(() => one.app);
const step = test.skipIf(!canSetClock);

const DAY_S = 86_400;
const banner = () => one.page.getByRole('region', { name: 'Content keys' });
const isOverdue = () => banner().getByText('The content keys are overdue');

step('an operator sees on Posture how old they are, and no word of it elsewhere', async () => {
  await createWorkspace(one.page);
  await signIn(one.page, 'operator');
  await openScreen(one.page, 'Posture');
  await one.page.getByText(/epoch 1, in use since/).waitFor();
  expect(await isOverdue().count()).toBe(0);
});

step(
  'a fortnight after the day they were due an operator is told on every screen, and sent to where they change them',
  async () => {
    await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
    await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await pass(105 * DAY_S);
    await signIn(one.page, 'operator');
    await isOverdue().waitFor();
    await openScreen(one.page, 'Runs');
    await isOverdue().waitFor();
    expect(await violations(one.page)).toEqual([]);
    await banner().getByRole('link', { name: 'Change them' }).click();
    await one.page.getByRole('main').getByRole('heading', { level: 1, name: 'Posture' }).waitFor();
  },
);

step('an administrator is sent to where they ask for new ones', async () => {
  await changePerson(one.page, 'admin');
  await banner().getByRole('link', { name: 'Ask for new keys' }).click();
  await one.page.getByRole('button', { name: 'Ask for new keys' }).waitFor();
});

step('once compliance changed them the word is gone', async () => {
  await changePerson(one.page, 'compliance');
  await banner().getByRole('link', { name: 'Change them' }).click();
  await one.page.getByRole('button', { name: 'Change the keys' }).click();
  const dialog = one.page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('they are due');
  await dialog.getByLabel(`Password of ${PEOPLE.compliance.name}`).fill(PEOPLE.compliance.password);
  await dialog.getByRole('button', { name: 'Change them' }).click();
  await one.page.getByText(/epoch 2, in use since/).waitFor();
  await isOverdue().waitFor({ state: 'detached' });
});
