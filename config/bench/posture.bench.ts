import { execFileSync } from 'node:child_process';
import { createECDH, generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../electron/core/index.ts';
import { appendSpool } from '../../electron/governance/index.ts';
import { checkManifest, checkPosture, signManifest, thisMachine } from '../../electron/operations/index.ts';
import type { PostureCheck, WorkspaceId } from '../../shared/domain/index.ts';
import { measureGuardedRun } from './guarded-run.ts';

const root = join(import.meta.dirname, '../..');
const FILES = 250;
const FILE_BYTES = 4 * 1024 * 1024;
const LOOKS = 20;
const STARTS = 5;
const RUNS = 3;
const LIMIT_MS = 60_000;

/** Work of the kind that a run does: hashing, files, JSON, timers; no call that the guard closes. */
const WORK = `
const { createHash } = await import('node:crypto'); const { readFile } = await import('node:fs/promises');
const began = performance.now();
for (let at = 0; at < 3000; at++) { createHash('sha256').update(JSON.stringify({ at, text: 'x'.repeat(2000) })).digest();
  if (at % 10 === 0) await readFile(process.execPath.replace(/node$/, '../package.json')).catch(() => 0); }
console.log(performance.now() - began);`;

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
  const recorded = await lookAndKeep();
  const run = await measureGuardedRun(RUNS);
  const manifest = await measureManifest();
  const bare = median(Array.from({ length: STARTS }, () => work([])));
  const guarded = median(
    Array.from({ length: STARTS }, () => work(['--import', join(root, 'out/electron/guard.prelude.js')])),
  );
  return {
    name: 'posture',
    rows: [
      { what: 'all checks of the posture, median', ...ms(median(looks)), baseline: 'wanted at most 150 ms' },
      { what: 'all checks, slowest', ...ms(Math.max(...looks)) },
      {
        what: 'all checks, and kept for the journal, median of starts',
        ...ms(median(recorded)),
        baseline: 'wanted at most 150 ms',
      },
      { what: 'the same, slowest', ...ms(Math.max(...recorded)) },
      { what: 'manifest of 1 GB, first start', ...ms(manifest.first) },
      {
        what: 'manifest of 1 GB, every later start',
        ...ms(manifest.later),
        ratio: manifest.later / manifest.first,
        baseline: 'the first start',
      },
      { what: 'manifest of 1 GB, all read again', ...ms(manifest.full) },
      {
        what: 'work of a run under the guard',
        ...ms(guarded),
        ratio: guarded / bare,
        baseline: 'without it',
      },
      {
        what: 'the main job under the guard, processor time',
        ...ms(run.guarded * 1000),
        ratio: run.guarded / run.bare,
        baseline: 'the same build whose guard does nothing',
      },
    ],
  };
}

function look(): PostureCheck[] {
  return checkPosture(thisMachine, {
    ...{ host: 'command-line', pid: process.pid, workspaceFolder: root, deviceSecretFile: root },
    deviceSecret: { places: ['file'], keychain: { state: 'none', name: 'none' } },
    ...{ refusals: 0, childrenIsolated: true, routesAccepted: [], nowMs: Date.now() },
    ...{ lastEntryMs: undefined, inference: undefined, fuses: undefined, inAppSandbox: false },
    ...{ program: process.execPath, environment: process.env, homeFolder: homedir() },
    contentKeys: undefined,
    manifest: { grade: 'unknown', state: 'not_known', finding: '' },
  });
}

/** What a start does before anybody signs in: it looks, and seals what it found for the journal. */
async function lookAndKeep(): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-spool-'));
  const workspaceId = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
  const publicKey = createECDH('prime256v1').generateKeys();
  try {
    const times: number[] = [];
    for (let start = 0; start < LOOKS; start += 1)
      times.push(
        await timedAsync(async () => {
          const body = { why: 'start' as const, happenedAtMs: Date.now(), checks: look() };
          await appendSpool({ folder, workspaceId }, publicKey, {
            ...{ kind: 'posture.checked' as const, body, wallMs: Date.now() },
          });
        }),
      );
    return times;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureManifest(): Promise<{ first: number; later: number; full: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-manifest-'));
  try {
    const resources = join(folder, 'resources');
    await mkdir(resources);
    const files = [];
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
    return { first, later, full: await timedAsync(check(true)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function work(options: readonly string[]): number {
  const args = [...options, '--input-type=module', '-e', WORK];
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ms(value: number): { value: number; unit: 'ms' } {
  return { value: Math.round(value * 100) / 100, unit: 'ms' };
}
