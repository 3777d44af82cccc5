import { execFileSync } from 'node:child_process';
import { createECDH, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../electron/core/index.ts';
import { appendSpool } from '../../electron/governance/index.ts';
import {
  checkManifest,
  checkPosture,
  signManifest,
  thisMachine,
  type Manifest,
} from '../../electron/operations/index.ts';
import type { PostureCheck, WorkspaceId } from '../../shared/domain/index.ts';
import { PostureDesk } from '../../electron/verbs/posture-desk.ts';
import { compare, measureGuardedRun, median, type Compared } from './guarded-run.ts';

const root = join(import.meta.dirname, '../..');
const FILES = 250;
const FILE_BYTES = 4 * 1024 * 1024;
const LOOKS = 20;
const STARTS = 9;
const ROUNDS = 3;
const LIMIT_MS = 60_000;

/** Work of the kind that a run does: hashing, files, JSON, timers; no call that the guard closes. */
const WORK = `
const { createHash } = await import('node:crypto'); const { readFile } = await import('node:fs/promises');
const began = process.cpuUsage();
for (let at = 0; at < 40000; at++) { createHash('sha256').update(JSON.stringify({ at, text: 'x'.repeat(2000) })).digest();
  if (at % 10 === 0) await readFile(process.execPath.replace(/node$/, '../package.json')).catch(() => 0); }
const { user, system } = process.cpuUsage(began); console.log((user + system) / 1000);`;
const NOTHING = 'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);';

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

/** What the air gap costs: the look at the workstation, the list of shipped files, and the guard. */
export async function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const looks = Array.from({ length: LOOKS }, () => timed(look));
  const { waited, durable } = await start();
  const manifest = await measureManifest();
  const guard = ['--import', join(root, 'out/electron/guard.prelude.js')];
  const begin = compare(STARTS, (guarded) => script(guarded ? guard : [], NOTHING));
  const steady = compare(STARTS, (guarded) => script(guarded ? guard : [], WORK));
  const run = await measureGuardedRun(ROUNDS);
  const beside = ({ guarded, ratio }: Compared, baseline: string) => ({ ...ms(guarded), ratio, baseline });
  return {
    name: 'posture',
    rows: [
      { what: 'all checks of the posture, median', ...ms(median(looks)) },
      { what: 'all checks, slowest', ...ms(Math.max(...looks)) },
      { what: 'what a start waits for (at most 150 ms), median', ...ms(median(waited)) },
      { what: 'what a start waits for, slowest', ...ms(Math.max(...waited)) },
      { what: 'until it is durable, beside the start, median', ...ms(median(durable)) },
      { what: 'until it is durable, slowest', ...ms(Math.max(...durable)) },
      { what: 'manifest of 1 GB, first start', ...ms(manifest.first) },
      {
        what: 'manifest of 1 GB, every later start (at most 2 s)',
        ...ms(manifest.later),
        ratio: manifest.later / manifest.first,
        baseline: 'the first start',
      },
      {
        what: 'manifest of 1 GB, all read again',
        ...ms(manifest.full),
        ratio: manifest.full / manifest.bare,
        baseline: 'reading and hashing alone, on one core',
      },
      { what: 'a process begins under the guard, processor', ...beside(begin, 'one without it') },
      { what: 'work of a run under the guard, processor', ...beside(steady, 'the same without it') },
      {
        what: 'the main job under the guard, processor',
        ...beside(run, 'the same build whose guard does nothing'),
      },
    ],
  };
}

function look(): PostureCheck[] {
  return checkPosture(thisMachine, {
    ...{ host: 'command-line', pid: process.pid, workspaceFolder: root, deviceSecretFile: root },
    deviceSecret: { places: ['file'], keychain: { state: 'none', name: 'none' } },
    ...{ refusals: 0, childrenIsolated: true, routesAccepted: [], signIn: undefined, nowMs: Date.now() },
    ...{ lastEntryMs: undefined, inference: undefined, fuses: undefined, inAppSandbox: false },
    ...{ program: process.execPath, environment: process.env, homeFolder: homedir() },
    contentKeys: undefined,
    manifest: { grade: 'unknown', state: 'not_known', finding: '' },
  });
}

/** What the program does at its start before anybody signs in: it looks, and seals what it found for the journal. */
async function start(): Promise<{ waited: number[]; durable: number[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-spool-'));
  const workspaceId = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
  const publicKey = createECDH('prime256v1').generateKeys();
  const [waited, durable]: [number[], number[]] = [[], []];
  try {
    for (let at = 0; at < LOOKS; at += 1) {
      const desk = new PostureDesk({
        check: () => Promise.resolve(look()),
        routes: () => [],
        onRefusal: () => undefined,
        notify: () => undefined,
        nowMs: Date.now,
        lock: () => Promise.resolve(),
        recordEarly: async (body) => {
          await appendSpool({ folder, workspaceId }, publicKey, {
            ...{ kind: 'posture.checked' as const, body, wallMs: Date.now() },
          });
          return true;
        },
        waitsForPeople: true,
      });
      const began = performance.now();
      await desk.started();
      waited.push(performance.now() - began);
      await desk.close();
      durable.push(performance.now() - began);
    }
    return { waited, durable };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureManifest(): Promise<Record<'first' | 'later' | 'full' | 'bare', number>> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-manifest-'));
  try {
    const resources = join(folder, 'resources');
    await mkdir(resources);
    const files: Manifest['files'][number][] = [];
    for (let at = 0; at < FILES; at += 1) {
      const bytes = Buffer.alloc(FILE_BYTES, at);
      await writeFile(join(resources, `file-${at}.bin`), bytes);
      files.push({
        root: 'resources' as const,
        ...{ path: `file-${at}.bin`, sizeBytes: FILE_BYTES, sha256: sha256Hex(bytes) },
      });
    }
    const { privateKey } = generateKeyPairSync('ed25519');
    await writeFile(
      join(folder, 'manifest.json'),
      signManifest({ format: 1, version: '0', files }, privateKey),
    );
    const none = join(folder, 'none');
    const check = (full: boolean) => async (): Promise<void> => {
      await checkManifest({
        folders: {
          'out/electron': none,
          'out/renderer': none,
          'out/verifier': none,
          resources,
          node_modules: none,
        },
        manifestFile: join(folder, 'manifest.json'),
        ...{ releaseKey: '', cacheFile: join(folder, 'seen.json'), nowMs: Date.now(), full },
      });
    };
    const first = await timedAsync(check(false));
    const later = await timedAsync(check(false));
    const full = await timedAsync(check(true));
    const bare = timed(() => {
      for (const { path } of files) sha256Hex(readFileSync(join(resources, path)));
    });
    return { first, later, full, bare };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of the processor that a script says it took. */
function script(options: readonly string[], code: string): number {
  const args = [...options, '--input-type=module', '-e', code];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: LIMIT_MS }));
}

function timed(act: () => void): number {
  const began = performance.now();
  act();
  return performance.now() - began;
}

async function timedAsync(act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

function ms(value: number): { value: number; unit: 'ms' } {
  return { value: Math.round(value * 100) / 100, unit: 'ms' };
}
