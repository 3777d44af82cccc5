import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canIsolate } from '../../electron/core/index.ts';

// SEC-50 on the built program: the sign-in process reaches the one provider that the machine policy pins, and
// nothing else; no other process reaches anything, with that policy or without it.

const root = join(import.meta.dirname, '../..');
const built = join(root, 'out/electron');
const node = join(root, 'node_modules/node/bin/node');
const LIMIT_MS = 60_000;
/** The policy stands where administrators alone write: another `/etc`, seen by this one program. */
const WITH_POLICY = 'mount --bind "$0" /etc; exec "$@"';
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

let folder: string;
let server: Server;
let port: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-sign-in-test-'));
  await mkdir(join(folder, 'etc/swarm-clinical'), { recursive: true });
  await mkdir(join(folder, 'out/electron'), { recursive: true });
  for (const file of (await readdir(built)).filter((name) => name.endsWith('.js')))
    await copyFile(join(built, file), join(folder, 'out/electron', file));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await copyFile(join(root, 'e2e/fixtures/reach-out.mjs'), join(folder, 'out/electron/reach-out.mjs'));
  for (const prelude of ['guard', 'sign-in'])
    await writeFile(
      join(folder, `out/electron/under-${prelude}.js`),
      `import './${prelude}.prelude.js';\nimport './reach-out.mjs';\n`,
    );
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function pin(policy: object): Promise<void> {
  const text = JSON.stringify({ v: 1, identityProvider: policy });
  await writeFile(join(folder, 'etc/swarm-clinical/machine-policy.json'), text, { mode: 0o644 });
}

/** Runs a program that sees our `/etc`, and gives what it printed last. */
function run(command: readonly string[]): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const args = ['--mount', 'sh', '-ec', WITH_POLICY, join(folder, 'etc'), ...command];
    const child = spawn('/usr/bin/unshare', args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const timer = setTimeout(() => {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    }, LIMIT_MS);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      const last = stdout.trim().split('\n').at(-1) ?? '';
      try {
        resolve(JSON.parse(last) as Record<string, unknown>);
      } catch {
        reject(new Error(`no answer: ${stderr.slice(0, 2000)}`));
      }
    });
  });
}

const reachOut = (prelude: string): Promise<Record<string, unknown>> =>
  run([node, join(folder, `out/electron/under-${prelude}.js`), '127.0.0.1', String(port)]);

/** Each way out, refused. */
const NOTHING = {
  ...{ peer: 'EACCES', otherPort: 'EACCES', otherAddress: 'EACCES', name: 'EACCES', lookUp: 'EACCES' },
  ...{ listen: 'EACCES', datagram: 'EACCES', program: 'EPERM' },
  thread: 'starting this worker is refused',
};

describe.skipIf(!canMount)('the guard of the sign-in process', () => {
  const peer = () => ({ issuer: `https://login.hospital.test:${port}`, addresses: ['127.0.0.1'] });

  it('lets a connection to the pinned address and port out, and nothing else', async () => {
    await pin(peer());
    expect(await reachOut('sign-in')).toEqual({ ...NOTHING, peer: 'connected' });
  });

  it('is in no other program: the same policy lets nothing out of them', async () => {
    await pin(peer());
    expect(await reachOut('guard')).toEqual(NOTHING);
  });

  it('lets nothing out without a provider, or where others than administrators write the policy', async () => {
    expect(await reachOut('sign-in')).toEqual(NOTHING);
    await pin(peer());
    await chmod(join(folder, 'etc/swarm-clinical/machine-policy.json'), 0o666);
    expect(await reachOut('sign-in')).toEqual(NOTHING);
    await chmod(join(folder, 'etc/swarm-clinical/machine-policy.json'), 0o644);
    await chmod(join(folder, 'etc/swarm-clinical'), 0o777);
    expect(await reachOut('sign-in')).toEqual(NOTHING);
  });
});

describe.skipIf(!canMount || !canIsolate())('the launcher', () => {
  beforeEach(async () => {
    await mkdir(join(folder, 'config/electron'), { recursive: true });
    await copyFile(join(root, 'config/electron/isolated-start.sh'), join(folder, 'config/electron/start.sh'));
    await chmod(join(folder, 'config/electron/start.sh'), 0o755);
    await copyFile(join(root, 'e2e/fixtures/ask-launcher.mjs'), join(folder, 'out/electron/main.main.js'));
  });
  const start = (): Promise<Record<string, unknown>> =>
    run([join(folder, 'config/electron/start.sh'), node, join(folder, 'out/electron/main.main.js')]);

  it('starts no sign-in process where the policy names no provider', async () => {
    await writeFile(
      join(folder, 'etc/swarm-clinical/machine-policy.json'),
      '{"v":1,"sessionTimeoutMinutes":5}',
    );
    expect(await start()).toMatchObject({ pipes: [null, null] });
  });

  it('starts it outside, so that a program without a network asks a real provider through it', async () => {
    const hospital = startHospital();
    try {
      const { settings } = await hospital.next();
      await pin(settings ?? {});
      const found = await start();
      const pipe = (name: string): string => `/tmp/swarm-sign-in/${name} (deleted)`;
      expect(found).toMatchObject({
        pipes: [pipe('answers'), pipe('questions')],
        answer: { t: 'answer', value: { kind: 'begun' }, ended: true },
      });
      expect((found.up as string[]).filter((name) => name !== 'lo')).toEqual([]);
      expect(await hospital.next()).toEqual({ asked: '/.well-known/openid-configuration' });
    } finally {
      hospital.end();
    }
  });
});

describe.skipIf(!canMount || !canIsolate())('the launcher of a package', () => {
  const start = (...args: string[]): Promise<Record<string, unknown>> =>
    run([join(folder, 'swarm-clinical'), ...args]);

  beforeEach(async () => {
    // Electron's program lies beside the launcher under its name and `.bin`, and starts what `main` names.
    await copyFile(join(root, 'config/electron/isolated-start.sh'), join(folder, 'swarm-clinical'));
    await chmod(join(folder, 'swarm-clinical'), 0o755);
    await copyFile(join(root, 'e2e/fixtures/packaged-start.mjs'), join(folder, 'packaged-start.mjs'));
    const program = `#!/bin/sh\nexec '${node}' '${join(folder, 'packaged-start.mjs')}' "$@"\n`;
    await writeFile(join(folder, 'swarm-clinical.bin'), program, { mode: 0o755 });
    const { main } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { main: string };
    expect(main).toBe('out/electron/start.main.js');
    await copyFile(join(root, 'e2e/fixtures/ask-launcher.mjs'), join(folder, 'out/electron/main.main.js'));
    await rm(join(folder, 'node_modules'));
    await mkdir(join(folder, 'node_modules/electron'), { recursive: true });
    for (const name of await readdir(join(root, 'node_modules')))
      if (name !== 'electron')
        await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    await copyFile(
      join(root, 'e2e/fixtures/electron-app.mjs'),
      join(folder, 'node_modules/electron/index.mjs'),
    );
    await writeFile(
      join(folder, 'node_modules/electron/package.json'),
      '{"name":"electron","exports":"./index.mjs"}',
    );
  });

  it('starts the same program twice: as the sign-in process first, then as the application', async () => {
    const hospital = startHospital();
    try {
      const { settings } = await hospital.next();
      await pin(settings ?? {});
      expect(await start('--user-data-dir=/nowhere')).toMatchObject({
        answer: { t: 'answer', value: { kind: 'begun' }, ended: true },
      });
      expect(await hospital.next()).toEqual({ asked: '/.well-known/openid-configuration' });
    } finally {
      hospital.end();
    }
  });

  it('starts the application alone where no provider is pinned', async () => {
    expect(await start()).toMatchObject({ pipes: [null, null] });
  });
});

interface Said {
  readonly settings?: object;
  readonly asked?: string;
}

/** A real provider as a program of its own, with what it prints line by line. */
function startHospital(): { next(): Promise<Said>; end(): void } {
  const child = spawn(node, [join(root, 'e2e/fixtures/hospital.mjs')], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    next: async () => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error('the provider is gone');
        // The provider's own warnings stand between.
        if (value.startsWith('{')) return JSON.parse(value) as Said;
      }
    },
    end: () => {
      child.stdin.end();
    },
  };
}
