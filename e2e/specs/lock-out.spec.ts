import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { changePerson, createWorkspace, openScreen, PEOPLE, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** Somebody guesses at a password until it is a lock-out, and compliance sees it. */
const one = appForFile();
inSteps(() => one.app);

const row = () => one.page.getByRole('row', { name: /Olga Operator/ });
const drawer = () => one.page.getByRole('complementary', { name: 'Person' });

async function tryAsOlga(password: string, answer: RegExp): Promise<void> {
  await one.page.getByRole('button', { name: /Person/ }).click();
  await one.page.getByRole('option', { name: /Olga Operator/ }).click();
  await one.page.getByLabel('Password', { exact: true }).fill(password);
  await one.page.getByRole('button', { name: 'Sign in' }).click();
  await one.page.getByRole('alert').filter({ hasText: answer }).waitFor();
}

test('the tenth wrong password in a row makes the right one wait half an hour', async () => {
  await createWorkspace(one.page);
  await tryAsOlga('a first guess', /password is wrong|wrong password/i);
  // Eight more, with the waits between them, an hour ago: nobody waits for that here.
  await one.app.close();
  const path = join(one.app.userFolder, 'workspace/attempts.json');
  const { v, people } = JSON.parse(await readFile(path, 'utf8')) as {
    readonly v: number;
    readonly people: Readonly<Record<string, { readonly lastAtMs: number }>>;
  };
  const [[id, { lastAtMs }]] = Object.entries(people) as [[string, { readonly lastAtMs: number }]];
  const nine = { [id]: { failures: 9, lastAtMs: lastAtMs - 3_600_000 } };
  await writeFile(path, JSON.stringify({ v, people: nine }));
  await one.restart();
  await tryAsOlga('a tenth guess', /password is wrong|wrong password/i);
  await tryAsOlga(PEOPLE.operator.password, /after 10 wrong passwords the next one has to wait 30 minutes/i);
  expect(await violations(one.page)).toEqual([]);
});

test('compliance sees it on the list of people, with the time, and in the journal', async () => {
  await signIn(one.page, 'compliance');
  await openScreen(one.page, 'People');
  await row().getByText('Locked out', { exact: true }).waitFor();
  expect(await one.page.getByText('Locked out', { exact: true }).count()).toBe(1);
  await row().click();
  await drawer()
    .getByText(/after ten wrong passwords in a row/)
    .waitFor();
  expect(await violations(one.page)).toEqual([]);
  await openScreen(one.page, 'Journal');
  await one.page.getByText('Locked out', { exact: true }).first().waitFor();
});

test('the administrator sees it too', async () => {
  await changePerson(one.page, 'admin');
  await openScreen(one.page, 'People');
  await row().getByText('Locked out', { exact: true }).waitFor();
});
