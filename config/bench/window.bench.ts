import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchApp } from '../../e2e/driver/app.ts';
import { describeHost } from '../../e2e/driver/host.ts';
import { createWorkspace } from '../../e2e/driver/people.ts';

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

/**
 * From start to usable, against an empty window on the same host, in turns: the sign-in form of an
 * existing workspace can be filled in, the button of the empty page can be pressed.
 */
export async function bench(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-'));
  const emptyFolder = await mkdtemp(join(tmpdir(), 'swarm-bench-'));
  try {
    const first = await launchApp(folder);
    await createWorkspace(first.page);
    await first.close();
    const ours: number[] = [];
    const empty: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      empty.push(await startToUsable(emptyFolder, join(import.meta.dirname, 'empty-window.mjs')));
      ours.push(await startToUsable(folder));
    }
    const value = median(ours);
    const baseline = median(empty);
    return {
      name: 'window',
      rows: [
        { what: `start to usable, ${describeHost()}`, value, unit: 'ms' },
        {
          what: 'start to usable, share of the speed of an empty window (at least 0.67 wanted)',
          value,
          unit: 'ms',
          baseline,
          ratio: baseline / value,
        },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(emptyFolder, { recursive: true, force: true });
  }
}

async function startToUsable(userFolder: string, entry?: string): Promise<number> {
  const started = performance.now();
  const app = await launchApp(userFolder, { entry });
  const usable =
    entry === undefined
      ? app.page.getByRole('button', { name: /Person/ })
      : app.page.getByRole('button', { name: 'Usable' });
  await usable.waitFor();
  const elapsed = performance.now() - started;
  await app.close();
  return elapsed;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
