import { createRequire, syncBuiltinESMExports } from 'node:module';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptPairs } from './environment.ts';
import { ISOLATION_PROGRAM, ISOLATION_TRIAL, isolationArguments } from './isolation-program.ts';
import { isLogCommand } from './log-program.ts';
import { binding, errorNumber, fix } from './network.ts';
import { isRegistryQuery } from './registry-program.ts';

type Refuse = (call: string) => void;

/** Programs of ours that may be started as processes; they lie beside the guard. */
export const CHILD_PROGRAMS: readonly string[] = ['inference.utility.js', 'verifier.utility.js'];

/** What is to be started, as Node hands it to the system. */
interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly envPairs: readonly string[];
}

/**
 * SEC-28: lets this thread start the fixed list of programs and workers and nothing else, each under the
 * guard and with a scrubbed environment. Irrevocable.
 *
 * @param starts false for a program that starts nothing, not even of the list
 */
export function refuseStrangers(folder: string, preludeFile: string, refuse: Refuse, starts: boolean): void {
  // Not "access": with that, Node goes on as if a child had begun.
  const denied = errorNumber('EPERM');
  const ours = new Set(CHILD_PROGRAMS.map((name) => join(folder, name)));
  const isolation = [ISOLATION_PROGRAM, ...isolationArguments(process.getuid?.())];
  // Taken now: what is loaded later could say that Windows lies elsewhere.
  const systemRoot = process.platform === 'win32' ? process.env.SystemRoot : undefined;
  const guarding = ['--disable-sigusr1', '--import', preludeFile];
  /** What may run in place of what was asked for: the same program under the guard. */
  const admit = ({ file, args, envPairs }: Start): Start | undefined => {
    if (!starts) return undefined;
    const isolated =
      process.platform === 'linux' && file === ISOLATION_PROGRAM && startsWith(args, isolation);
    const command = isolated ? args.slice(isolation.length) : [file, ...args.slice(1)];
    if (isolated && command.length === 1 && command[0] === ISOLATION_TRIAL)
      return { file, args, envPairs: [] };
    if (isRegistryQuery(file, args.slice(1), systemRoot))
      return { file, args, envPairs: keptPairs(envPairs) };
    if (isLogCommand(file, args.slice(1), process.platform, systemRoot))
      return { file, args, envPairs: keptPairs(envPairs) };
    // A child of a child is started with the options that its parent was started with.
    const [program, ...options] = command;
    const [entry, ...rest] = startsWith(options, guarding) ? options.slice(guarding.length) : options;
    if (program !== process.execPath || entry === undefined || rest.length > 0) return undefined;
    if (!ours.has(entry) && entry !== libraryTrial()) return undefined;
    const guarded = [...guarding, entry];
    return {
      file,
      args: isolated ? [...isolation, program, ...guarded] : [program, ...guarded],
      envPairs: keptPairs(envPairs),
    };
  };

  const { prototype } = binding('process_wrap').Process as { readonly prototype: object };
  const spawn = Reflect.get(prototype, 'spawn') as (this: unknown, ...how: unknown[]) => number;
  fix(prototype, 'spawn', function guardedSpawn(this: unknown, ...how: unknown[]) {
    const admitted = admitHow(how, admit);
    if (admitted !== undefined) return spawn.apply(this, admitted);
    refuse('process.spawn');
    return denied;
  });
  const sync = binding('spawn_sync');
  const spawnSync = sync.spawn as (...how: unknown[]) => unknown;
  fix(sync, 'spawn', (...how: unknown[]) => {
    const admitted = admitHow(how, admit);
    if (admitted !== undefined) return spawnSync(...admitted);
    refuse('process.spawnSync');
    return { error: denied, pid: 0, output: null, status: null, signal: null };
  });
  refuseStrangeWorkers(starts ? folder : undefined, refuse);
}

/**
 * Node hands a start over as one object or, in newer versions, as file, arguments, folder, environment and
 * more. What is neither is not admitted.
 */
function admitHow(how: unknown[], admit: (start: Start) => Start | undefined): unknown[] | undefined {
  const [first, args, folder, envPairs, ...rest] = how;
  if (typeof first === 'object' && first !== null) {
    const admitted = isStart(first) ? admit(first) : undefined;
    return admitted === undefined ? undefined : [{ ...first, ...admitted }, ...how.slice(1)];
  }
  const start = { file: first, args, envPairs };
  const admitted = isStart(start) ? admit(start) : undefined;
  return admitted && [admitted.file, admitted.args, folder, admitted.envPairs, ...rest];
}

function isStart(start: object): start is Start {
  const { file, args, envPairs } = start as Record<string, unknown>;
  return typeof file === 'string' && isTextList(args) && isTextList(envPairs);
}

function isTextList(list: unknown): list is string[] {
  return Array.isArray(list) && list.every((item) => typeof item === 'string');
}

/** A thread of its own would begin without a guard, and so would the thread of a loader's hooks. */
function refuseStrangeWorkers(folder: string | undefined, refuse: Refuse): void {
  const require = createRequire(import.meta.url);
  const threads = require('node:worker_threads') as { Worker: new (...args: unknown[]) => object };
  const Original = threads.Worker;
  function Worker(this: unknown, file: unknown, options?: { eval?: boolean }): object {
    if (folder === undefined || !isOurWorker(file, options, folder)) {
      refuse('worker');
      throw new Error('starting this worker is refused');
    }
    return Reflect.construct(Original, [file, options]);
  }
  Worker.prototype = Original.prototype as unknown;
  fix(Original.prototype as object, 'constructor', Worker);
  fix(threads, 'Worker', Worker);

  const modules = require('node:module') as object;
  fix(modules, 'register', () => {
    refuse('module.register');
    throw new Error('loader hooks are refused');
  });
  const inspector = require('node:inspector') as object;
  fix(inspector, 'open', () => {
    refuse('inspector.open');
    throw new Error('the inspector is refused');
  });
  fix(process, '_debugProcess', () => {
    refuse('process._debugProcess');
    throw new Error('the inspector is refused');
  });
  syncBuiltinESMExports();
}

function isOurWorker(file: unknown, options: { eval?: boolean } | undefined, folder: string): boolean {
  if (options?.eval === true) return false;
  const path =
    file instanceof URL && file.protocol === 'file:'
      ? fileURLToPath(file)
      : typeof file === 'string'
        ? file
        : '';
  if (!isAbsolute(path) || resolve(path) !== path) return false;
  return dirname(path) === folder && basename(path).endsWith('.worker.js');
}

/** The child in which node-llama-cpp tries a library before it loads it here. */
function libraryTrial(): string | undefined {
  try {
    const main = fileURLToPath(import.meta.resolve('node-llama-cpp'));
    const name = `${sep}node-llama-cpp${sep}`;
    const root = main.slice(0, main.lastIndexOf(name) + name.length);
    return join(root, 'dist/bindings/utils/testBindingBinary.js');
  } catch {
    return undefined;
  }
}

function startsWith(list: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((item, at) => list[at] === item);
}
