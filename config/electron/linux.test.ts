import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import type { Configuration } from 'electron-builder';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { canIsolate } from '../../electron/core/index.ts';
import { ISOLATION_PROGRAM, isolationArguments } from '../../electron/core/guard/isolation-program.ts';
import { afterPack } from './after-pack.ts';

const START = join(import.meta.dirname, 'isolated-start.sh');
const NAME = 'swarm-clinical';
const LIMIT_MS = 20_000;
/** How Electron marks the place of its fuses in its program. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const [OFF, ON] = Buffer.from('01');
/** Starts as the account that owns nothing, where root runs this. */
const NOBODY = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-linux-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What Electron's program is to the hook: something that runs, and a wire of fuses that are all off. */
async function putElectron(): Promise<void> {
  const fuses = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 9]), Buffer.from('0'.repeat(9))]);
  const script = '#!/bin/sh\ncat /proc/self/net/dev\nreadlink /proc/self/fd/8\necho "with $*"\nexit 7\n';
  await writeFile(join(folder, NAME), Buffer.concat([Buffer.from(script), fuses]), { mode: 0o755 });
}

/** As electron-builder calls the hook. */
async function pack(electronPlatformName = 'linux'): Promise<{ addElectronFuses?: () => Promise<unknown> }> {
  const file = join(import.meta.dirname, '../../electron-builder.yml');
  const config = parse(await readFile(file, 'utf8')) as Configuration;
  const packager: { config: Configuration; addElectronFuses?: () => Promise<unknown> } = { config };
  await afterPack({ appOutDir: folder, electronPlatformName, packager });
  return packager;
}

describe('the Linux package', () => {
  beforeEach(putElectron);

  it('has the launcher under the name of the program, and the fuses in the program', async () => {
    const packager = await pack();
    expect(await readFile(join(folder, NAME), 'utf8')).toBe(await readFile(START, 'utf8'));
    const wire = await getCurrentFuseWire(join(folder, `${NAME}.bin`));
    expect(wire.version).toBe(FuseVersion.V1);
    expect([wire[FuseV1Options.RunAsNode], wire[FuseV1Options.OnlyLoadAppFromAsar]]).toEqual([OFF, ON]);
    // electron-builder sets them again afterwards, under the name that is the launcher's by now.
    await packager.addElectronFuses?.();
    expect(packager.addElectronFuses).toBeTypeOf('function');
    expect(await readFile(join(folder, NAME), 'utf8')).not.toContain(SENTINEL);
  });

  it('leaves packages of other systems as they are', async () => {
    const before = await readFile(join(folder, NAME));
    await pack('win32');
    expect(await readFile(join(folder, NAME))).toEqual(before);
  });

  it.skipIf(!canIsolate())('starts the program without a network interface, by any name', async () => {
    await pack();
    const elsewhere = join(folder, 'bin');
    await mkdir(elsewhere);
    await symlink(join(folder, NAME), join(elsewhere, 'swarm'));
    const { code, stdout } = (await promisify(execFile)(join(elsewhere, 'swarm'), ['a b', 'c'], {
      timeout: LIMIT_MS,
    }).catch((error: unknown) => error)) as { code: number; stdout: string };
    const interfaces = [...stdout.matchAll(/^\s*(\S+):/gm)].map(([, name]) => name);
    expect({ code, up: interfaces.filter((name) => name === 'eth0' || name === 'wlan0') }).toEqual({
      code: 7,
      up: [],
    });
    expect(stdout).toMatch(/^\/proc\/\d+\/net\/route$/m);
    expect(stdout).toContain('with a b c');
  });
});

describe('the launcher', () => {
  it('knows the way into a namespace that the guard knows', async () => {
    const text = await readFile(START, 'utf8');
    for (const uid of [0, 1000]) expect(text).toContain(`'${isolationArguments(uid).join(' ')}'`);
    expect(text).toContain(ISOLATION_PROGRAM);
  });

  it.skipIf(process.platform !== 'linux')('starts the program as it is where there is no way', async () => {
    const text = await readFile(START, 'utf8');
    const other = join(folder, 'start.sh');
    await writeFile(other, text.replaceAll(ISOLATION_PROGRAM, '/bin/false'));
    await chmod(other, 0o755);
    const ask = ['/bin/readlink', '/proc/self/ns/net'];
    const own = answerOf(ask);
    const theirs = answerOf([other, ...ask]);
    expect(theirs).toBe(own);
  });

  it.skipIf(!canIsolate())('gives a program another namespace, whoever starts it', async () => {
    const start = join(folder, 'start.sh');
    await chmod(folder, 0o755);
    await copyFile(START, start);
    await chmod(start, 0o755);
    const ask = ['/bin/readlink', '/proc/self/ns/net'];
    const own = answerOf(ask);
    const ways = [[start, ...ask]];
    const unshare = [...NOBODY, ISOLATION_PROGRAM, ...isolationArguments(65_534), '/bin/true'];
    if (process.getuid?.() === 0 && works(unshare)) ways.push([...NOBODY, start, ...ask]);
    for (const way of ways) {
      const theirs = answerOf(way);
      expect(theirs).toMatch(/^net:\[\d+\]\n$/);
      expect(theirs).not.toBe(own);
    }
  });
});

function answerOf([program = '', ...args]: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', timeout: LIMIT_MS, cwd: '/' });
}

function works([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { timeout: LIMIT_MS, cwd: '/' }).status === 0;
}
