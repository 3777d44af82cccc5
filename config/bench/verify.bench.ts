import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { connect, startWorker, type Client } from '../../electron/core/index.ts';
import { JournalProofs } from '../../electron/evidence/journal/proofs.ts';
import { journalPaths } from '../../electron/evidence/journal/paths.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../electron/evidence/journal/temporary.ts';
import type { BareReadMethods } from './bare-reads.worker.ts';
import { fillJournal } from './fill-journal.ts';
import type { BenchResult, BenchRow } from './journal.bench.ts';

/** Entries: `SWARM_BENCH_ENTRIES=10000000 npm run bench -- verify` for the size that the design is held to. */
const ENTRIES = Number(process.env.SWARM_BENCH_ENTRIES ?? 400_000);
const ROUNDS = ENTRIES > 2_000_000 ? 1 : 3;
const PROOFS = 200;
const MOST_MS = 600_000;

/** Keys in hexadecimal. */
export interface VerifyRequest {
  readonly folder: string;
  readonly origin: string;
  readonly databaseKey: string;
  readonly macKey: string;
  readonly checkpointPublicKey: string;
}

interface Cost {
  readonly ms: number;
  /** Of all threads together: other programs on the machine do not show in it. */
  readonly cpuMs: number;
}

export interface VerifyAnswer extends Cost {
  readonly verdict: string;
  readonly size: number;
  readonly cores: number;
  /** Most memory that the process ever held, with everything. */
  readonly peakMib: number;
}

/**
 * Verifying a journal on every core, in turns with merely reading the same rows on the same cores with one
 * SHA-256 each: through SQLite, as anybody would read them, and from the pages, as the verifier does. The
 * verifier runs in a process of its own, whose memory is told whole; at a fifth of the size too, to see
 * whether it is linear. And what proofs cost.
 */
export async function bench(): Promise<BenchResult> {
  const small = await measured(Math.floor(ENTRIES / 5), async (workspace) => {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await verifying(workspace));
    return { verify: median(rounds), peakMib: rounds[0]?.peakMib ?? Number.NaN };
  });
  return measured(ENTRIES, async (workspace) => {
    const readers = await startReaders();
    const rounds: Record<'verify' | 'throughSqlite' | 'fromPages', Cost[]> = {
      verify: [],
      throughSqlite: [],
      fromPages: [],
    };
    let peakMib = 0;
    try {
      // Warms the file up for all of them.
      await bareReading(workspace, readers, 'fromPages');
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.throughSqlite.push(await bareReading(workspace, readers, 'throughSqlite'));
        const answer = await verifying(workspace);
        peakMib = Math.max(peakMib, answer.peakMib);
        rounds.verify.push(answer);
        rounds.fromPages.push(await bareReading(workspace, readers, 'fromPages'));
      }
    } finally {
      await Promise.all(readers.map((reader) => reader.close()));
    }
    const verify = median(rounds.verify);
    const cores = availableParallelism();
    const what = `${ENTRIES.toLocaleString('en')} entries verified, ${cores} cores`;
    const against = (name: string, base: Cost): BenchRow[] => [
      {
        what: `${what}, against reading ${name}`,
        value: (ENTRIES / verify.ms) * 1000,
        unit: '1/s',
        ratio: base.ms / verify.ms,
        baseline: (ENTRIES / base.ms) * 1000,
      },
      {
        what: `  the same by CPU time, as if ${cores} cores were free`,
        value: (ENTRIES / verify.cpuMs) * 1000 * cores,
        unit: '1/s',
        ratio: base.cpuMs / verify.cpuMs,
        baseline: (ENTRIES / base.cpuMs) * 1000 * cores,
      },
    ];
    const rows: BenchRow[] = [
      ...against('rows through SQLite, one SHA-256 each', median(rounds.throughSqlite)),
      ...against('rows from the pages, one SHA-256 each', median(rounds.fromPages)),
      {
        what: 'CPU time per entry, against a fifth as many entries',
        value: (verify.cpuMs / ENTRIES) * 1000,
        unit: 'µs',
        ratio: small.verify.cpuMs / (verify.cpuMs / 5),
        baseline: (small.verify.cpuMs / (ENTRIES / 5)) * 1000,
      },
      { what: 'memory of the whole verifying process at its most', value: peakMib, unit: 'MiB' },
      { what: '  the same with a fifth as many entries', value: small.peakMib, unit: 'MiB' },
    ];
    return { name: 'verify', rows: [...rows, ...proving(workspace)] };
  });
}

async function measured<T>(entries: number, act: (workspace: TemporaryWorkspace) => Promise<T>): Promise<T> {
  const workspace = await temporaryWorkspace();
  try {
    await fillJournal(workspace.options, entries);
    return await act(workspace);
  } finally {
    await workspace.remove();
  }
}

/** In a process that was just started; its start is not counted, that of its workers is. */
async function verifying(workspace: TemporaryWorkspace): Promise<VerifyAnswer> {
  const program = fileURLToPath(new URL('./verifying.child.ts', import.meta.url));
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], timeout: MOST_MS });
  try {
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    const { folder, origin, databaseKey, macKey } = workspace.options;
    child.send({
      folder,
      origin,
      databaseKey: hex(databaseKey),
      macKey: hex(macKey),
      checkpointPublicKey: hex(workspace.checkpointPublicKey),
    } satisfies VerifyRequest);
    const answer = await answerOf(child);
    if (answer.verdict !== 'ok')
      throw new Error(`the journal of the benchmark does not verify: ${answer.verdict}`);
    return answer;
  } finally {
    child.kill();
  }
}

async function answerOf(child: ChildProcess): Promise<VerifyAnswer> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('the verifying process ended without an answer');
  });
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [VerifyAnswer];
  ended.catch(() => undefined);
  return answer;
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
  how: 'throughSqlite' | 'fromPages',
): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  const read = await Promise.all(
    readers.map((reader, part) =>
      reader.call(how, {
        path: workspace.database,
        databaseKey: workspace.options.databaseKey,
        part,
        parts: readers.length,
        entries: ENTRIES,
      }),
    ),
  );
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  if (read.reduce((sum, count) => sum + count, 0) !== ENTRIES) throw new Error('not all rows were read');
  return { ms, cpuMs: (user + system) / 1000 };
}

function median(rounds: readonly Cost[]): Cost {
  const middle = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { ms: middle(rounds.map(({ ms }) => ms)), cpuMs: middle(rounds.map(({ cpuMs }) => cpuMs)) };
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
