import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canWatch, runWatched } from '../../config/airgap/namespace.ts';
import { canTrace, readTraces, writeTracer } from '../../config/airgap/trace.ts';

const root = join(import.meta.dirname, '../..');
const built = join(root, 'out/electron');
const node = join(root, 'node_modules/node/bin/node');
const LIMIT_MS = 30_000;

/** Import statements of a built module, in their order. */
async function importsOf(file: string): Promise<string[]> {
  const code = await readFile(join(built, file), 'utf8');
  return [...code.matchAll(/^import\s[^;]*?["']([^"']+)["'];/gm)].map(([, from]) => from ?? '');
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
}

function runNode(program: string, file: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [file], { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', () => {
      resolve({ stdout, stderr });
    });
  });
}

describe('every program and worker of ours', () => {
  it('runs the guard before anything else', async () => {
    const entries = (await readdir(built)).filter((name) => /\.(?:main|worker|utility)\.js$/.test(name));
    expect(entries).toEqual(expect.arrayContaining(['main.main.js', 'swarm.main.js', 'journal.worker.js']));
    const first = await Promise.all(entries.map(async (file) => [file, (await importsOf(file))[0]]));
    // The one program that may reach a provider has a guard of its own (SEC-50), in a package and elsewhere.
    const others = first.filter(([, from]) => from !== './guard.prelude.js').map((each) => each.join(' '));
    expect(others.sort()).toEqual([
      'sign-in.main.js ./sign-in.prelude.js',
      'sign-in.utility.js ./sign-in.prelude.js',
      'start.main.js ',
    ]);
  });

  it('is chosen by a file that loads nothing but one of two guarded programs', async () => {
    const code = await readFile(join(built, 'start.main.js'), 'utf8');
    const loaded = [...code.matchAll(/\b(?:import|from|require)\b\s*\(?\s*["'`]([^"'`]+)/g)].map(
      ([, from]) => from,
    );
    expect(loaded.sort()).toEqual(['./main.main.js', './sign-in.main.js']);
  });

  it('has a guard that loads nothing but Node itself', async () => {
    const seen = new Set<string>();
    const foreign: string[] = [];
    const follow = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const from of await importsOf(file))
        if (from.startsWith('./')) await follow(from.slice(2));
        else if (!from.startsWith('node:')) foreign.push(from);
    };
    await follow('guard.prelude.js');
    await follow('sign-in.prelude.js');
    expect(foreign).toEqual([]);
    expect(seen.size).toBeLessThan(7);
  });
});

/** A build with a dependency that dials out, once under the guard and once without it. */
describe('a dependency that dials out', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-leaky-'));
    const dependency = join(folder, 'node_modules/leaky-dependency');
    await mkdir(dependency, { recursive: true });
    await copyFile(join(root, 'e2e/fixtures/leaky-dependency.mjs'), join(dependency, 'index.mjs'));
    await writeFile(join(dependency, 'package.json'), '{"name":"leaky-dependency","exports":"./index.mjs"}');
    for (const file of (await readdir(built)).filter((name) => name.endsWith('.js')))
      await copyFile(join(built, file), join(folder, file));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'guarded.js'), `import './guard.prelude.js';\nimport 'leaky-dependency';\n`);
    await writeFile(join(folder, 'bare.js'), `import 'leaky-dependency';\n`);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is refused each way at the call, named, and makes no system call towards a network', async () => {
    const program = canTrace() ? writeTracer(folder, node) : node;
    const { stdout, stderr } = await runNode(program, join(folder, 'guarded.js'));
    const became = JSON.parse(stdout) as Record<string, string>;
    const refused = ['EACCES', 'EPERM', 'FIXED'];
    expect(
      Object.entries(became).filter(([, end]) => !refused.includes(end) && !end.includes('refused')),
    ).toEqual([]);
    expect(Object.keys(became).length).toBeGreaterThan(20);
    const named = stderr.split('\n').filter((line) => line.startsWith('refused: '));
    expect(named.length).toBeGreaterThanOrEqual(Object.keys(became).length - 1);
    // What a library of Node does later on its behalf shows no package any more.
    expect(named.filter((line) => !/ by (?:leaky-dependency|unknown)$/.test(line))).toEqual([]);
    expect(named.filter((line) => line.endsWith('leaky-dependency')).length).toBeGreaterThan(10);
    if (canTrace()) expect(readTraces(folder)).toEqual({ programs: 1, offences: [], agreed: [] });
  });

  it.skipIf(!canTrace())('without the guard is caught by the tracer', async () => {
    await runNode(writeTracer(folder, node), join(folder, 'bare.js'));
    const calls = readTraces(folder).offences.map((line) => /(?<call>\w+)\(/.exec(line)?.groups?.call);
    expect(new Set(calls)).toEqual(expect.objectContaining(new Set(['connect', 'bind'])));
  });

  it.skipIf(!canTrace())(
    'of the sign-in process is counted apart, to the pinned provider alone',
    async () => {
      const line = (address: string, port: number): string =>
        `7 connect(3, {sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${address}")}, 16) = 0`;
      const policy = { identityProvider: { issuer: 'https://login.test:8443', addresses: ['10.20.0.5'] } };
      const asked = line('10.20.0.5', 8443);
      const astray = [line('10.20.0.5', 443), line('10.20.0.6', 8443)];
      const other = asked.replace('connect', 'sendto');
      await writeFile(join(folder, '7.policy'), JSON.stringify(policy));
      await writeFile(join(folder, '7.sign-in.trace'), [asked, ...astray, other].join('\n'));
      // Without a policy of its own, and in any other program, the same call is an offence.
      await writeFile(join(folder, '8.sign-in.trace'), asked);
      await writeFile(join(folder, '7.trace'), asked);
      expect(readTraces(folder)).toEqual({
        programs: 3,
        offences: expect.arrayContaining([asked, asked, ...astray, other]) as string[],
        agreed: ['10.20.0.5:8443'],
      });
      expect(readTraces(folder).offences).toHaveLength(5);
    },
  );

  it.skipIf(!canWatch())('without the guard is caught on the wire', async () => {
    const { packets } = await runWatched([node, join(folder, 'bare.js')], { cwd: folder, limitMs: LIMIT_MS });
    expect(packets).toBeGreaterThan(0);
  });

  it.skipIf(!canWatch())('under the guard leaves the wire silent', async () => {
    const command = [node, join(folder, 'guarded.js')];
    expect(await runWatched(command, { cwd: folder, limitMs: LIMIT_MS })).toEqual({ code: 0, packets: 0 });
  });

  it.skipIf(!canWatch())(
    'without the guard reaches nobody from a namespace without an interface',
    async () => {
      const { stdout } = await runNode(await isolated(folder), join(folder, 'bare.js'));
      const became = JSON.parse(stdout) as Record<string, string>;
      expect(became).toMatchObject({
        'connect by TCP': 'ENETUNREACH',
        'ask by fetch': 'ENETUNREACH',
        'send a datagram': 'ENETUNREACH',
      });
    },
  );
});

/** Starts Node as our children are started on Linux. */
async function isolated(folder: string): Promise<string> {
  const file = join(folder, 'isolated');
  await writeFile(file, `#!/bin/sh\nexec /usr/bin/unshare --net ${node} "$@"\n`, { mode: 0o755 });
  return file;
}
