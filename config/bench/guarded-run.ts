import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildKey, writeManifest } from '../build/manifest.ts';

const root = join(import.meta.dirname, '../..');
const LIMIT_MS = 5 * 60_000;

/** Processor seconds of the main job, medians over the rounds. */
export interface GuardedRun {
  readonly guarded: number;
  readonly bare: number;
}

/**
 * The main job from import to verified report, by the built demo, and by the same build whose guard does
 * nothing, in turns. Processor time of all its processes: the clock of a busy machine tells little.
 */
export async function measureGuardedRun(rounds: number): Promise<GuardedRun> {
  const place = await mkdtemp(join(tmpdir(), 'swarm-bench-guard-'));
  try {
    const [withGuard, without] = [join(place, 'guarded'), join(place, 'bare')];
    for (const copy of [withGuard, without]) {
      for (const part of ['out', 'resources', 'package.json'])
        await cp(join(root, part), join(copy, part), { recursive: true });
      await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    }
    await writeFile(join(without, 'out/electron/guard.prelude.js'), 'export {};\n');
    await writeManifest(without, buildKey());
    const [guarded, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await mainJob(without));
      guarded.push(await mainJob(withGuard));
    }
    return { guarded: median(guarded), bare: median(bare) };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function mainJob(build: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-demo-'));
  try {
    const demo = join(build, 'out/electron/demo.main.js');
    const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1';
    const command = [process.execPath, demo, '--folder', join(folder, 'demo')];
    // `time` of the shell writes to standard error, which is joined to what is read here.
    const said = execFileSync('/bin/bash', ['-c', `{ ${script}; } 2>&1`, 'bash', ...command], {
      ...{ encoding: 'utf8', timeout: LIMIT_MS },
      env: { ...process.env, SWARM_USER_FOLDER: join(folder, 'user') },
    });
    const [user, system] = said.trim().split(/\s+/).map(Number);
    return (user ?? Number.NaN) + (system ?? Number.NaN);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
