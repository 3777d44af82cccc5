import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { connect, startWorker, type Client } from '../../electron/core/index.ts';
import { JournalProofs } from '../../electron/evidence/journal/proofs.ts';
import { journalPaths } from '../../electron/evidence/journal/paths.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../electron/evidence/journal/temporary.ts';
import type { BareReadMethods } from './bare-reads.worker.ts';
import { fillJournal } from './fill-journal.ts';
import type { BenchResult, BenchRow } from './journal.bench.ts';

/** Entries: `SWARM_BENCH_ENTRIES=10000000 npm run bench -- verify` for the size that the design is held to. */
const ENTRIES = Number(process.env.SWARM_BENCH_ENTRIES ?? 150_000);
const PROOFS = 200;

/**
 * Verifying a journal on every core, against merely reading the same rows with one SHA-256 each on the
 * same cores; at a fifth of the size too, to see whether it is linear; and what proofs cost.
 */
export async function bench(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  const small = await measured(Math.floor(ENTRIES / 5), async (workspace) => verifying(workspace));
  await measured(ENTRIES, async (workspace) => {
    const readers = await startReaders();
    try {
      // Whoever comes first warms the file up for the other.
      await bareReading(workspace, readers);
      const verifyMs = await verifying(workspace);
      const peak = await peakMemory(() => verifying(workspace));
      const bareMs = await bareReading(workspace, readers);
      const perSecond = (ms: number): number => (ENTRIES / ms) * 1000;
      rows.push(
        {
          what: `entries verified of ${ENTRIES.toLocaleString('en')}, ${availableParallelism()} cores`,
          value: perSecond(verifyMs),
          unit: '1/s',
          ratio: bareMs / verifyMs,
          baseline: perSecond(bareMs),
        },
        {
          what: 'entries verified of a fifth as many; ratio: large to small, per entry',
          value: (ENTRIES / 5 / small) * 1000,
          unit: '1/s',
          ratio: verifyMs / 5 / small,
        },
        { what: 'memory while verifying, more than before', value: peak / 2 ** 20, unit: 'MiB' },
      );
    } finally {
      await Promise.all(readers.map((reader) => reader.close()));
    }
    rows.push(...proving(workspace));
    return 0;
  });
  return { name: 'verify', rows };
}

async function measured(
  entries: number,
  act: (workspace: TemporaryWorkspace) => Promise<number>,
): Promise<number> {
  const workspace = await temporaryWorkspace();
  try {
    await fillJournal(workspace.options, entries);
    return await act(workspace);
  } finally {
    await workspace.remove();
  }
}

async function verifying(workspace: TemporaryWorkspace): Promise<number> {
  const start = performance.now();
  const { verdict } = await workspace.verify();
  if (verdict !== 'ok') throw new Error(`the journal of the benchmark does not verify: ${verdict}`);
  return performance.now() - start;
}

/** Most memory of the process while something runs, above what it had. */
async function peakMemory(act: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  try {
    await act();
  } finally {
    clearInterval(timer);
  }
  return peak - before;
}

function startReaders(): Promise<Client<BareReadMethods>[]> {
  return Promise.all(
    Array.from({ length: availableParallelism() }, async (_, i) => {
      const channel = startWorker(new URL('./bare-reads.worker.ts', import.meta.url), `bare-reads-${i}`);
      const reader = connect<BareReadMethods>(channel, 'bare reads');
      await reader.call('ready', undefined);
      return reader;
    }),
  );
}

async function bareReading(
  workspace: TemporaryWorkspace,
  readers: readonly Client<BareReadMethods>[],
): Promise<number> {
  const share = Math.ceil(ENTRIES / readers.length);
  const start = performance.now();
  await Promise.all(
    readers.map((reader, i) =>
      reader.call('read', {
        path: workspace.database,
        databaseKey: workspace.options.databaseKey,
        from: i * share,
        to: (i + 1) * share,
      }),
    ),
  );
  return performance.now() - start;
}

function proving({ options }: TemporaryWorkspace): BenchRow[] {
  const paths = journalPaths(options.folder);
  const proofs = new JournalProofs(paths, options.databaseKey);
  try {
    const start = performance.now();
    proofs.prove(0, ENTRIES);
    const buildMs = performance.now() - start;
    const times = Array.from({ length: PROOFS }, (_, i) => {
      const began = performance.now();
      proofs.prove(Math.floor((ENTRIES - 1) * ((i * 0.618) % 1)), ENTRIES);
      return performance.now() - began;
    }).sort((a, b) => a - b);
    return [
      { what: 'inclusion proof, checked', value: times[PROOFS / 2] ?? Number.NaN, unit: 'ms' },
      {
        what: 'inclusion proof, checked, p95',
        value: times[Math.floor(PROOFS * 0.95)] ?? Number.NaN,
        unit: 'ms',
      },
      { what: 'tree file made anew', value: (ENTRIES / buildMs) * 1000, unit: '1/s' },
    ];
  } finally {
    proofs.close();
    rmSync(paths.tree, { force: true });
  }
}
