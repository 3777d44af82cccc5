import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { RunningApp } from './app.ts';
import { root } from './host.ts';

/**
 * For tests of one file that follow each other in one application: after the first that fails the rest
 * are skipped, what the screen showed is printed, and a picture of it is kept under `out/e2e`.
 */
export function inSteps(app: () => RunningApp): void {
  let failed = false;
  beforeEach(({ skip }) => {
    if (failed) skip('a step before this one failed');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    failed = true;
    const { page } = app();
    const folder = join(root, 'out/e2e');
    await mkdir(folder, { recursive: true });
    const picture = join(folder, `${task.name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
    await page.screenshot({ path: picture });
    const screen = await page.locator('body').ariaSnapshot();
    process.stderr.write(`\n${task.name}: the screen (${picture}):\n${screen}\n`);
  });
}
