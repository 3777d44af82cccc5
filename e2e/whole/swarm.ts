import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');

/** Passwords that cost the least that is allowed; what is measured for real stands in the bench. */
const QUICK = { SWARM_PASSWORD_MILLISECONDS: '100' };

/** Whatever goes wrong, it ends. */
const LIMIT = { timeout: 540_000, killSignal: 'SIGKILL' } as const;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Kills the process and all that it started, at once. */
  killAll(): void;
}

/**
 * A built entry as the head of a process group of its own, with its own user folder and, where told, folder for
 * temporary files and switches of the runtime.
 */
export function start(
  entry: 'swarm' | 'demo',
  args: readonly string[],
  userFolder: string,
  temporaryFolder?: string,
  switches: readonly string[] = [],
): Started {
  const child = spawn(node, [...switches, join(root, `out/electron/${entry}.main.js`), ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: userFolder,
      SWARM_USER_FOLDER: userFolder,
      LANG: 'C.UTF-8',
      ...(temporaryFolder === undefined ? {} : { TMPDIR: temporaryFolder }),
      ...QUICK,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const killAll = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, LIMIT.killSignal);
    } catch {
      // Nobody of the group is left.
    }
  };
  const late = setTimeout(killAll, LIMIT.timeout);
  const ended = new Promise<Ended>((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', (code, signal) => {
      clearTimeout(late);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { child, ended, killAll };
}

/** A command whose output somebody reads only the first line of, as `| head -1` does. */
export function readFirstLine(args: readonly string[], userFolder: string): Promise<Ended> {
  const script = 'set -o pipefail; "$0" "$@" | head -1';
  const swarm = [node, join(root, 'out/electron/swarm.main.js'), ...args];
  return run('env', [`SWARM_USER_FOLDER=${userFolder}`, 'bash', '-c', script, ...swarm]);
}

/** Runs another program to its end. */
export function run(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...LIMIT });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
}

/** A folder for one test with the command line on it; three people, each with a password file. */
export class Desk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Desk> {
    const desk = new Desk(await mkdtemp(join(tmpdir(), 'swarm-whole-')));
    await writeFile(
      desk.path('three'),
      'admin holds this key\noperator holds this key\ncompliance holds this key\n',
    );
    for (const role of ['admin', 'operator', 'compliance'])
      await writeFile(desk.path(role), `${role} holds this key\n`);
    return desk;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  get workspace(): string {
    return this.path('user/workspace');
  }

  swarm(...args: string[]): Promise<Ended> {
    return start('swarm', args, this.path('user')).ended;
  }

  /** As one of the three people. */
  as(role: 'admin' | 'operator' | 'compliance', ...args: string[]): Promise<Ended> {
    return this.swarm(...args, '--user', NAMES[role], '--password-file', this.path(role));
  }

  create(): Promise<Ended> {
    const { admin, operator, compliance } = NAMES;
    return this.swarm(
      ...['workspace', 'create', '--admin', admin, '--operator', operator, '--compliance', compliance],
      ...['--password-file', this.path('three')],
    );
  }

  /** Every byte of every file below a folder, by path. */
  async files(below: string): Promise<Map<string, Buffer>> {
    const found = await readdir(below, { recursive: true, withFileTypes: true });
    const files = found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
    return new Map(await Promise.all(files.map(async (path) => [path, await readFile(path)] as const)));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export const NAMES = { admin: 'Ada', operator: 'Otto', compliance: 'Carla' } as const;

/** Exit code and plain sentence of a refusal: one line, capital first, full stop last, no stack. */
export function refusal(ended: Ended): { code: number | null; sentence: string } {
  return { code: ended.code, sentence: ended.stderr.trim() };
}
