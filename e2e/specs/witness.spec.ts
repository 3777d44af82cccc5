import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { violations } from '../driver/axe.ts';
import { launchApp, type RunningApp } from '../driver/app.ts';
import { confirmAct, createWorkspace, openScreen, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { inSteps } from '../driver/steps.ts';

/** Two workspaces that witness each other by files alone. */
const one = appForFile();
inSteps(() => one.app);
let other: RunningApp | undefined;
afterAll(async () => {
  await other?.close();
});

/** A key as its owner would read it out. */
async function keyOf(page: Page, what: string): Promise<string> {
  const key = page.getByRole('button', { name: new RegExp(`^Copy ${what}`) });
  return ((await key.textContent()) ?? '').trim();
}

/** @param files answers of the file dialogs, in turn */
async function press(app: RunningApp, button: string, ...files: readonly string[]): Promise<void> {
  for (const file of files) await app.answerDialog(file);
  await app.page.getByRole('button', { name: button }).click();
}

/** Two applications start and make their workspaces in the first step. */
const LONG = { timeout: 400_000 };
const request = (): string => join(one.folder, 'out.witness');
const cosigned = (): string => join(one.folder, 'cosigned.witness');

test(
  'a checkpoint that was handed out is cosigned by another workspace, which wants to know its key',
  LONG,
  async () => {
    await createWorkspace(one.page);
    await signIn(one.page, 'compliance');
    await openScreen(one.page, 'Integrity');
    await press(one.app, 'Hand out a checkpoint', request());
    await one.page.getByText('Handed out', { exact: true }).waitFor();
    const logKey = await keyOf(one.page, 'key of this journal');
    expect(logKey).toMatch(/^\S+\+[0-9a-f]{8}\+\S+$/);

    other = await launchApp(join(one.folder, 'other'));
    await createWorkspace(other.page);
    await signIn(other.page, 'compliance');
    await openScreen(other.page, 'Integrity');
    await press(other, 'Cosign for another workspace', request());
    await confirmAct(other.page, 'compliance');
    await other.page.getByRole('alert').filter({ hasText: /key/i }).waitFor();
    expect(await violations(other.page)).toEqual([]);
    await other.page.getByLabel('Key of the other side').fill(logKey);
    await press(other, 'Cosign for another workspace', request(), cosigned());
    await confirmAct(other.page, 'compliance');
    await other.page.getByText(/, cosigned by \S+\/witness:/).waitFor();
    expect((await readFile(cosigned(), 'utf8')).match(/^— /gm)).toHaveLength(2);
    expect(await violations(other.page)).toEqual([]);
  },
);

test('the cosigned checkpoint comes back, and the panel says who vouches for how much', async () => {
  const witnessKey = await keyOf(other!.page, 'key of this workspace as a witness');
  await press(one.app, 'Take in a cosignature', cosigned());
  await one.page.getByRole('alert').filter({ hasText: /key/i }).waitFor();
  await one.page.getByLabel('Key of the other side').fill(witnessKey);
  await press(one.app, 'Take in a cosignature', cosigned());
  await one.page.getByText('Taken in', { exact: true }).waitFor();
  await one.page.getByText(/entr(y|ies), by \S+\/witness$/).waitFor();
  expect(await violations(one.page)).toEqual([]);
  await press(one.app, 'Against a witness file', cosigned());
  await one.page.getByText('every MAC holds').waitFor();
});

test('what the other workspace keeps does not fit it, and it says so', async () => {
  await press(other!, 'Against a witness file', request());
  await other!.page.getByRole('alert').or(other!.page.getByText('Not intact')).first().waitFor();
});
