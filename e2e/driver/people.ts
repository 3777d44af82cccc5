import type { Page } from 'playwright';

/** The three people of every spec. Passwords of tests only. */
export const PEOPLE = {
  operator: { name: 'Olga Operator', password: 'correct horse operator' },
  compliance: { name: 'Cora Compliance', password: 'correct horse compliance' },
  admin: { name: 'Adam Admin', password: 'correct horse admin' },
} as const;
export type PersonRole = keyof typeof PEOPLE;

const REGIONS: Readonly<Record<PersonRole, string>> = {
  operator: 'Operator',
  compliance: 'Compliance',
  admin: 'Admin',
};

/** First start: makes the workspace with the three people. Ends on the sign-in screen. */
export async function createWorkspace(page: Page): Promise<void> {
  for (const role of ['operator', 'compliance', 'admin'] as const) {
    const section = page.getByRole('region', { name: REGIONS[role], exact: true });
    await section.getByLabel('Name').fill(PEOPLE[role].name);
    await section.getByLabel('Password', { exact: true }).fill(PEOPLE[role].password);
    await section.getByLabel('Password again').fill(PEOPLE[role].password);
  }
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

/** From the sign-in screen to the role's first screen. */
export async function signIn(page: Page, role: PersonRole): Promise<void> {
  await page.getByRole('button', { name: /Person/ }).click();
  await page.getByRole('option', { name: new RegExp(PEOPLE[role].name) }).click();
  await page.getByLabel('Password', { exact: true }).fill(PEOPLE[role].password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}

/** Locks and signs in as somebody else. */
export async function changePerson(page: Page, role: PersonRole): Promise<void> {
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, role);
}

/** Gives the password once more, as acts want it that take data out or change rules and keys. */
export async function confirmAct(page: Page, role: PersonRole): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel(`Password of ${PEOPLE[role].name}`).fill(PEOPLE[role].password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Says what patients' data are opened for, where that was asked just now; compliance officers are, once in a session. */
export async function statePurpose(page: Page, reason = 'the planned look of this month'): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'What do you open patients’ data for?' });
  await dialog.waitFor();
  if (await dialog.getByRole('button', { name: /Choose/ }).isVisible()) {
    await dialog.getByRole('button', { name: /Purpose/ }).click();
    await page.getByRole('option', { name: /Audit of access/ }).click();
  }
  await dialog.getByLabel('In your words').fill(reason);
  await dialog.getByRole('button', { name: /^State it/ }).click();
  await dialog.waitFor({ state: 'detached' });
}

export async function openScreen(page: Page, name: string): Promise<void> {
  const screens = page.getByRole('navigation', { name: 'Screens' });
  await screens.getByRole('link', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('main').getByRole('heading', { level: 1, name }).waitFor();
}
