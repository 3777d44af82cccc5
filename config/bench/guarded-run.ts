import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildKey, writeManifest } from '../build/manifest.ts';

const root = join(import.meta.dirname, '../..');
/** One demo takes half a minute on an idle machine; on a busy one it may take many. */
const LIMIT_S = 8 * 60;

/** Milliseconds of the processor, medians over the rounds, and the median of the ratios of each round. */
export interface Compared {
  readonly guarded: number;
  readonly ratio: number;
}

/** Takes turns, each going first as often as the other, so that what else the machine does hits both alike. */
export function compare(rounds: number, measure: (guarded: boolean) => number): Compared {
  const [times, ratios]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0;
    const [one, other] = [measure(first), measure(!first)];
    const [guarded, bare] = first ? [one, other] : [other, one];
    times.push(guarded);
    ratios.push(guarded / bare);
  }
  return { guarded: median(times), ratio: median(ratios) };
}

/**
 * The main job from import to verified report, by the built demo, and by the same build whose guard does
 * nothing, in turns. Processor time of all its processes: the clock of a busy machine tells little.
 */
export async function measureGuardedRun(rounds: number): Promise<Compared> {
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
    return compare(rounds, (guarded) => mainJob(guarded ? withGuard : without));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function mainJob(build: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'swarm-bench-demo-'));
  try {
    const demo = join(build, 'out/electron/demo.main.js');
    const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1';
    // `timeout` of the system ends the whole group of processes, which Node's own limit does not.
    const command = [
      'timeout',
      '-k',
      '5',
      String(LIMIT_S),
      process.execPath,
      demo,
      '--folder',
      join(folder, 'demo'),
    ];
    // `time` of the shell writes to standard error, which is joined to what is read here.
    const said = execFileSync('/bin/bash', ['-c', `{ ${script}; } 2>&1`, 'bash', ...command], {
      ...{ encoding: 'utf8', timeout: (LIMIT_S + 30) * 1000 },
      // What a password costs is tried on the machine, so that it costs more where the machine is idle.
      env: { ...process.env, SWARM_USER_FOLDER: join(folder, 'user'), SWARM_PASSWORD_MILLISECONDS: '1' },
    });
    const [user, system] = said.trim().split(/\s+/).map(Number);
    return ((user ?? Number.NaN) + (system ?? Number.NaN)) * 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
