import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabaseFile, openDatabaseFile } from '../database/index.ts';
import { TWO_STEPS, type FaultyOperation, type FaultyRequest } from './faulty.child.ts';
import { beginEpoch } from './begin-epoch.ts';
import {
  appendEach,
  BY_APPLICATION,
  item,
  openFile,
  openWorkspace,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary.ts';

/**
 * Every write step of what writes the journal, made to fail in turn by strace in a process of its own:
 * killed before it, an input/output error, a full disk. Linux alone has strace; the steps are SQLite's
 * and Node's, the same everywhere.
 */
const CALLS = 'pwrite64,fsync,fdatasync,ftruncate,rename,unlink,copy_file_range,sendfile';
const FAULTS = ['signal=KILL', 'error=EIO', 'error=ENOSPC'] as const;
/** Some minutes on a busy machine; the steps are what they are. */
const PATIENCE_MS = 900_000;
/** What one process may take, of a second it needs. */
const LIMIT_MS = 60_000;
const child = fileURLToPath(new URL('./faulty.child.ts', import.meta.url));
const PAGE = 4096;
/** Ten entries and the checkpoint between them. */
const WHOLE = { verdict: 'ok', size: 11 } as const;

let root: string;
let sound: TemporaryWorkspace;
/** A journal of some entries that was closed in order, and one that a process left when it was killed. */
const places = { closed: '', crashed: '', damaged: '', empty: '' };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'swarm-faults-'));
  sound = await temporaryWorkspace();
  for (const name of ['closed', 'crashed', 'damaged', 'empty'] as const) places[name] = join(root, name);
  await mkdir(join(places.empty, 'journal'), { recursive: true });
  // Modules are read from a cache that this first run fills, or each step would take three times as long.
  await run({
    operation: 'create',
    workspace: openWorkspace({ ...sound.identity(), folder: places.empty }).identity(),
    target: '',
  });
  await rm(join(places.empty, 'journal/epoch-0001.db'));
  const file = await openFile(sound, true);
  appendEach(file, ...Array.from({ length: 8 }, () => item(sound)));
  await file.checkpoint('run_end', { wallMs: sound.clock.wallMs, monoMs: 1 });
  appendEach(file, item(sound), item(sound));
  await cp(sound.options.folder, places.crashed, { recursive: true });
  await file.close();
  await cp(sound.options.folder, places.closed, { recursive: true });
  await cp(sound.options.folder, places.damaged, { recursive: true });
  const path = join(places.damaged, 'journal/epoch-0001.db');
  const bytes = await readFile(path);
  bytes[PAGE + 50]! ^= 1;
  await writeFile(path, bytes);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await sound.remove();
});

interface Outcome {
  /** What the process said before it ended: positions, and codes of problems it met. */
  readonly said: readonly string[];
  readonly log: string;
  readonly killed: boolean;
}

/** Runs an operation with strace making `fault` of the `nth` call of `name` in each thread. */
async function run(request: FaultyRequest, fault?: string): Promise<Outcome> {
  const log = join(root, `log-${request.workspace.folder.split('/').at(-1) ?? ''}`);
  const inject = fault === undefined ? [] : ['-e', `inject=${fault}`];
  const args = [
    '-f',
    '--seccomp-bpf',
    '-qq',
    '-o',
    log,
    '-e',
    `trace=${CALLS}`,
    ...inject,
    process.execPath,
    child,
  ];
  const running = spawn('strace', args, {
    env: {
      PATH: process.env.PATH,
      FAULTY_REQUEST: JSON.stringify(request),
      UV_THREADPOOL_SIZE: '1',
      NODE_COMPILE_CACHE: join(root, 'modules'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let [out, err] = ['', ''];
  running.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  running.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const killed = await new Promise<boolean>((resolve, reject) => {
    const limit = setTimeout(() => {
      // With its group: what strace traced would go on without it.
      if (running.pid !== undefined) process.kill(-running.pid, 'SIGKILL');
      reject(new Error(`the process did not end with ${fault ?? 'no fault'}; it said ${out}`));
    }, LIMIT_MS);
    running.once('error', reject);
    running.once('close', (code, signal) => {
      clearTimeout(limit);
      const ended = signal === 'SIGKILL' || code === 137;
      if (!ended && code !== 0) reject(new Error(`the process failed: ${err.slice(-1500)}`));
      else resolve(ended);
    });
  });
  return { said: out.split('\n').filter((line) => line !== ''), log: await readFile(log, 'utf8'), killed };
}

/** How often each call is made by the thread that makes it most often. */
function stepsIn(log: string): { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, Map<string, number>>();
  for (const [, thread = '', name = ''] of log.matchAll(/^(\d+)\s+([a-z_0-9]+)\(/gm)) {
    const byThread = counts.get(name) ?? new Map<string, number>();
    byThread.set(thread, (byThread.get(thread) ?? 0) + 1);
    counts.set(name, byThread);
  }
  return [...counts].map(([name, byThread]) => ({ name, count: Math.max(...byThread.values()) }));
}

interface Case {
  readonly operation: FaultyOperation;
  readonly from: keyof typeof places;
  readonly faults?: readonly string[];
  /** Holds after the fault, whatever it was. */
  check(after: { workspace: TemporaryWorkspace; target: string; outcome: Outcome }): Promise<void>;
}

/** Runs the operation once without and then with each fault at each of its steps. */
async function everyStep({ operation, from, check, faults = FAULTS }: Case): Promise<number> {
  let runs = 0;
  const attempt = async (fault?: string): Promise<Outcome> => {
    const name = `${operation}-${from}-${(runs += 1)}`;
    const folder = join(root, `run-${name}`);
    await cp(places[from], folder, { recursive: true }).catch(() => undefined);
    const workspace = openWorkspace({ ...sound.identity(), folder });
    const target = join(root, `target-${name}`);
    if (operation === 'migrate') await numbers(target, workspace);
    const outcome = await run({ operation, workspace: workspace.identity(), target }, fault);
    try {
      await check({ workspace, target, outcome });
    } catch (error) {
      throw new Error(`after ${fault ?? 'no fault'}, having said ${outcome.said.join(' ')}`, {
        cause: error,
      });
    }
    await rm(folder, { recursive: true, force: true });
    await rm(target, { recursive: true, force: true });
    return outcome;
  };
  const dry = await attempt();
  expect(dry.said.every((line) => /^\d+$/.test(line))).toBe(true);
  const steps = stepsIn(dry.log).flatMap(({ name, count }) =>
    Array.from({ length: count }, (_, i) => faults.map((fault) => `${name}:${fault}:when=${i + 1}`)).flat(),
  );
  expect(steps.length).toBeGreaterThan(20);
  const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) await attempt(step);
  });
  await Promise.all(lanes).finally(() => {
    // The first failure says enough.
    steps.length = 0;
  });
  return runs;
}

async function numbers(path: string, { options }: TemporaryWorkspace): Promise<void> {
  const old = { ...TWO_STEPS, migrations: TWO_STEPS.migrations.slice(0, 1) };
  await createDatabaseFile(path, options.databaseKey, old);
  const database = openDatabaseFile(path, options.databaseKey, old);
  const insert = database.prepare('INSERT INTO numbers (n) VALUES (?)');
  database.transaction(() => {
    for (let n = 0; n < 200; n += 1) insert.run(n);
  })();
  database.close();
}

const acknowledged = ({ said }: Outcome): number =>
  Math.max(-1, ...said.filter((s) => /^\d+$/.test(s)).map(Number));

/** Verifies with everything that was acknowledged, and can be opened, written to and verified again. */
async function goesOn(workspace: TemporaryWorkspace, outcome: Outcome): Promise<void> {
  const report = await workspace.verify();
  expect(report.verdict).toBe('ok');
  expect(report.checks.filter(({ state }) => state === 'failed')).toEqual([]);
  expect(report.size).toBeGreaterThan(acknowledged(outcome));
  const file = await openFile(workspace);
  expect(file.size).toBeGreaterThanOrEqual(report.size);
  appendEach(file, item(workspace));
  await file.close();
  expect((await workspace.verify()).verdict).toBe('ok');
}

describe.skipIf(process.platform !== 'linux')(
  'a fault at every write step of',
  { timeout: PATIENCE_MS },
  () => {
    test.each(['closed', 'crashed'] as const)('appends to a journal that was %s', async (from) => {
      await everyStep({
        operation: 'append',
        from,
        check: ({ workspace, outcome }) => goesOn(workspace, outcome),
      });
    });

    test('a checkpoint', async () => {
      await everyStep({
        operation: 'checkpoint',
        from: 'closed',
        check: ({ workspace, outcome }) => goesOn(workspace, outcome),
      });
    });

    test('making a journal leaves none or a whole one in its place', async () => {
      await everyStep({
        operation: 'create',
        from: 'empty',
        check: async ({ workspace, outcome }) => {
          expect(existsSync(workspace.database) || !outcome.said.includes('0')).toBe(true);
          if (!existsSync(workspace.database)) return;
          const file = await openFile(workspace);
          appendEach(file, item(workspace));
          await file.close();
          expect((await workspace.verify()).verdict).toBe('ok');
        },
      });
    });

    test('a migration leaves the version before it or the one behind it, and every row', async () => {
      await everyStep({
        operation: 'migrate',
        from: 'empty',
        check: ({ workspace, target }) => {
          const database = openDatabaseFile(target, workspace.options.databaseKey, TWO_STEPS);
          const right = database.prepare('SELECT count(*) FROM numbers WHERE square = n * n').pluck().get();
          database.close();
          expect(right).toBe(200);
          return Promise.resolve();
        },
      });
    });

    test('a backup leaves a copy that verifies, or none, and the journal as it is', async () => {
      await everyStep({
        operation: 'backup',
        from: 'crashed',
        check: async ({ workspace, target, outcome }) => {
          expect(existsSync(target) || !outcome.said.includes('11')).toBe(true);
          if (existsSync(target)) expect(await workspace.verify({ folder: target })).toMatchObject(WHOLE);
          expect(await workspace.verify()).toMatchObject(WHOLE);
        },
      });
    });

    test('a new epoch leaves the damaged one as it is, and begins whole or not at all', async () => {
      const left = await readFile(join(places.damaged, 'journal/epoch-0001.db'));
      await everyStep({
        operation: 'epoch',
        from: 'damaged',
        // Its writes are those of making, appending and checkpointing, with every fault above.
        faults: ['signal=KILL'],
        check: async ({ workspace, outcome }) => {
          expect((await readFile(workspace.database)).equals(left)).toBe(true);
          const begun = existsSync(join(workspace.options.folder, 'journal/epoch-0002.db'));
          expect(begun || !outcome.said.includes('10000')).toBe(true);
          const now = { wallMs: workspace.clock.wallMs, monoMs: 1 };
          if (!begun) await beginEpoch({ ...workspace.options, ...now, by: BY_APPLICATION });
          expect(await workspace.verify()).toMatchObject({ verdict: 'ok', size: 2 });
        },
      });
    });
  },
);
