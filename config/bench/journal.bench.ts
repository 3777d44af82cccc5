import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3-multiple-ciphers';
import { connect, startWorker, systemClock } from '../../electron/core/index.ts';
import { createJournal, type Journal } from '../../electron/evidence/journal/index.ts';
import { verifyJournal } from '../../electron/evidence/verify/index.ts';
import { CallId, RunId, Sha256Hex } from '../../shared/domain/index.ts';
import type { EntryContext } from '../../shared/formats/index.ts';
import { openBare } from './bare-inserts.ts';
import type { BareInsertMethods } from './bare-inserts.worker.ts';

export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Share of the baseline's speed; higher is better. */
  readonly ratio?: number;
  readonly baseline?: number;
}

export interface BenchResult {
  readonly name: string;
  readonly rows: readonly BenchRow[];
}

const ROUNDS = 25;
const PER_ROUND = 80;
const GROUPED = 4000;

const hex = Sha256Hex.parse('5a'.repeat(32));
const context: EntryContext = {
  actor: { id: 'application', role: 'none' },
  correlation: 'bench',
  agent: 'data_cleaner',
  run: RunId.parse('5f0c9d5e-8a94-4b3a-9d0e-111111111111'),
  call: CallId.parse('5f0c9d5e-8a94-4b3a-9d0e-222222222222'),
  phiAccessed: true,
};
const intent = {
  tool: 'drop_column',
  args: { table: 'admissions', column: 'mrn', finding: 'F3' },
  argsSha256: hex,
  finding: 'F3',
  datasetVersion: 1,
};

/**
 * Durable single appends as callers make them (through the worker, each awaited) against bare inserts
 * of the same bytes into the same encrypted file, in turns: made in a tight loop on this thread, and
 * asked of a worker one by one, which shows what the journal itself adds.
 */
export async function bench(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-'));
  const databaseKey = randomBytes(32);
  const options = { folder, databaseKey, macKey: randomBytes(32), origin: 'swarm-clinical/bench' };
  const journal = await createJournal({ ...options, checkpointSeed: randomBytes(32), clock: systemClock });
  const path = join(folder, 'journal', 'epoch-0001.db');
  const bare = openBare(path, databaseKey);
  const worker = connect<BareInsertMethods>(
    startWorker(new URL('./bare-inserts.worker.ts', import.meta.url), 'bare-inserts'),
    'bare inserts',
  );
  try {
    await worker.call('open', { path, databaseKey });
    const bytes = await storedText(journal, bare.database);
    const times = { loop: [] as number[], worker: [] as number[], journal: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.loop.push(await timed(() => bare.run(bytes)));
      times.worker.push(await timed(() => worker.call('insert', bytes)));
      times.journal.push(await timed(() => journal.intent('tool.call', intent, context)));
    }
    const start = performance.now();
    await Promise.all(Array.from({ length: GROUPED }, () => journal.intent('tool.call', intent, context)));
    const groupedMs = performance.now() - start;
    await journal.checkpoint('run_end');
    const verifyStart = performance.now();
    const { size } = await verifyJournal({ ...options, checkpointPublicKey: randomBytes(32) });
    const verifyMs = performance.now() - verifyStart;
    return {
      name: 'journal',
      rows: [
        {
          what: 'durable single append, entries per second',
          value: 1000 / median(times.journal),
          unit: '1/s',
          ratio: median(times.loop) / median(times.journal),
          baseline: 1000 / median(times.loop),
        },
        {
          what: 'the same against bare inserts asked of a worker',
          value: 1000 / median(times.journal),
          unit: '1/s',
          ratio: median(times.worker) / median(times.journal),
          baseline: 1000 / median(times.worker),
        },
        {
          what: 'appends in flight together, entries per second',
          value: (GROUPED / groupedMs) * 1000,
          unit: '1/s',
        },
        { what: 'verified, entries per second', value: (size / verifyMs) * 1000, unit: '1/s' },
        { what: 'bytes of one entry', value: Buffer.byteLength(bytes), unit: 'B' },
      ],
    };
  } finally {
    bare.database.close();
    await worker.call('close', undefined);
    await worker.close();
    await journal.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds per call, over a round of calls one after the other. */
async function timed(call: () => unknown): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < PER_ROUND; i += 1) await call();
  return (performance.now() - start) / PER_ROUND;
}

async function storedText(journal: Journal, database: Database): Promise<string> {
  const { seq } = await journal.intent('tool.call', intent, context);
  return database.prepare('SELECT bytes FROM run_events WHERE seq = ?').pluck().get(seq) as string;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
