import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { launchApp, type RunningApp } from '../../e2e/driver/app.ts';
import { describeHost } from '../../e2e/driver/host.ts';
import { importTable } from '../../e2e/driver/journey.ts';
import { createWorkspace, openScreen, signIn } from '../../e2e/driver/people.ts';

interface BenchResult {
  readonly name: string;
  readonly rows: readonly {
    readonly what: string;
    readonly value: number;
    readonly unit: string;
    readonly ratio?: number;
    readonly baseline?: number;
  }[];
}

const ROUNDS = 5;
/** A name in a cell of the table that is on the screen. */
const PATIENT = 'Wilhelmina Krauss';

/**
 * From the click on Lock to the first frame without content, in the window with a patient's table open. The page
 * measures itself: the click, then the frame in which no cell of the table stands in the document any more.
 * Before it, what this host takes for a click that changes one word of a page without anything of ours.
 */
export async function bench(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-'));
  const emptyFolder = await mkdtemp(join(tmpdir(), 'swarm-bench-'));
  try {
    const table = join(folder, 'visits.csv');
    const rows = Array.from({ length: 200 }, (_, at) => `${4_100_000 + at},${PATIENT},${50 + (at % 9)}`);
    await writeFile(table, ['mrn,name,age', ...rows].join('\n'));
    const bare: number[] = [];
    const empty = await launchApp(emptyFolder, {
      entry: join(import.meta.dirname, 'empty-window.mjs'),
    });
    try {
      await empty.page.getByRole('button', { name: 'Usable' }).waitFor();
      for (let round = 0; round < ROUNDS; round += 1)
        bare.push(await clickToFrame(empty.page, 'Usable', 'nothing of ours'));
    } finally {
      await empty.close();
    }
    const ours: number[] = [];
    const app = await launchApp(folder);
    try {
      await createWorkspace(app.page);
      await signIn(app.page, 'operator');
      await importTable(app, table);
      for (let round = 0; round < ROUNDS; round += 1) {
        if (round > 0) await backToTable(app);
        await app.page.getByRole('tab', { name: /^Rows/ }).click();
        await app.page.getByText(PATIENT).first().waitFor();
        ours.push(await clickToFrame(app.page, 'Lock', PATIENT));
        await app.page.getByRole('heading', { name: 'Sign in' }).waitFor();
      }
    } finally {
      await app.close();
    }
    const [value, baseline] = [median(ours), median(bare)];
    return {
      name: 'lock',
      rows: [
        { what: `lock to the first frame without content, ${describeHost()}`, value, unit: 'ms' },
        { what: 'the slowest of these (at most 200 ms wanted)', value: Math.max(...ours), unit: 'ms' },
        {
          what: 'lock, against a click and a frame of an empty window',
          ...{ value, unit: 'ms', baseline, ratio: baseline / value },
        },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(emptyFolder, { recursive: true, force: true });
  }
}

async function backToTable({ page }: RunningApp): Promise<void> {
  await signIn(page, 'operator');
  await openScreen(page, 'Datasets');
  await page.getByRole('grid').getByRole('row').nth(1).click();
}

/** Milliseconds from a click on a button to the first frame whose document holds no such text. */
async function clickToFrame(page: Page, button: string, text: string): Promise<number> {
  return Number(await page.evaluate(`(${IN_PAGE})(${JSON.stringify(button)}, ${JSON.stringify(text)})`));
}

/** Runs in the page, whose types this side does not have. */
const IN_PAGE = `(name, gone) => new Promise((resolve, reject) => {
  const found = [...document.querySelectorAll('button')].find(
    (each) => each.textContent.trim() === name || each.getAttribute('aria-label') === name,
  );
  if (found === undefined) return reject(new Error('the button is not there'));
  const began = performance.now();
  const look = () => {
    if (document.body.textContent.includes(gone)) requestAnimationFrame(look);
    // The frame after the one that was drawn without it is on the screen for sure.
    else requestAnimationFrame(() => resolve(performance.now() - began));
  };
  found.click();
  requestAnimationFrame(look);
})`;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
