import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../core/index.ts';
import { checkManifest, type ManifestChecked } from './check.ts';
import type { RootFolders } from './list.ts';
import { signManifest, type ManifestFile } from './manifest.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const keys = generateKeyPairSync('ed25519');
const releaseKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

let base: string;
let folders: RootFolders;
let nowMs: number;

const FILES: readonly (readonly [ManifestFile['root'], string, string])[] = [
  ['out/electron', 'main.main.js', 'main'],
  ['out/renderer', 'assets/page.js', 'page'],
  ['resources', 'policies/hipaa.yaml', 'rules'],
  ['resources', 'models/starter.gguf', 'weights'],
  ['node_modules', 'better-sqlite3-multiple-ciphers/build/x.node', 'native'],
];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'swarm-manifest-'));
  nowMs = Date.UTC(2026, 10, 22);
  folders = {
    'out/electron': join(base, 'out/electron'),
    'out/renderer': join(base, 'out/renderer'),
    'out/verifier': join(base, 'out/verifier'),
    resources: join(base, 'resources'),
    node_modules: join(base, 'node_modules'),
  };
  for (const [root, path, text] of FILES) await put(root, path, text);
  await sign();
});
afterEach(() => rm(base, { recursive: true }));

async function put(root: ManifestFile['root'], path: string, text: string): Promise<void> {
  await mkdir(join(base, root, path, '..'), { recursive: true });
  await writeFile(join(base, root, path), text);
}

async function sign(privateKey = keys.privateKey): Promise<void> {
  const files = FILES.map(([root, path, text]) => ({
    ...{ root, path, sizeBytes: text.length, sha256: sha256Hex(Buffer.from(text)) },
  }));
  await writeFile(
    join(base, 'manifest.json'),
    signManifest({ format: 1, version: '0.1.0', files }, privateKey),
  );
}

const check = (more: { full?: boolean; releaseKey?: string } = {}): Promise<ManifestChecked> =>
  checkManifest({
    folders,
    manifestFile: join(base, 'manifest.json'),
    releaseKey,
    cacheFile: join(base, 'cache.json'),
    nowMs,
    ...more,
  });

describe('the files of the program', () => {
  it('are as they were shipped, and are not read twice', async () => {
    expect(await check()).toEqual({ files: 5, bytes: 26, read: 5 });
    expect((await check()).read).toBe(0);
  });

  it('are read again after a week, on demand, and when the clock says nonsense', async () => {
    await check();
    expect((await check({ full: true })).read).toBe(5);
    nowMs += 7 * DAY_MS;
    expect((await check()).read).toBe(5);
    nowMs -= 30 * DAY_MS;
    expect((await check()).read).toBe(5);
  });

  it('are read again one by one when the system knows them as others', async () => {
    await check();
    await put('resources', 'policies/hipaa.yaml', 'rules');
    expect((await check()).read).toBe(1);
  });

  it('are all read when the notes of the last time cannot be', async () => {
    await check();
    await writeFile(join(base, 'cache.json'), '{"fullAtMs":"soon"}');
    expect((await check()).read).toBe(5);
  });

  it('may have maps beside them, which do not ship', async () => {
    await put('out/electron', 'main.main.js.map', 'map');
    expect((await check()).files).toBe(5);
  });
});

describe('a file that is not as it was shipped is named', () => {
  it.each([
    ['changed', () => put('resources', 'policies/hipaa.yaml', 'Rules'), 'resources/policies/hipaa.yaml'],
    ['longer', () => put('out/electron', 'main.main.js', 'main!'), 'out/electron/main.main.js'],
    ['a native module, changed', () => put('node_modules', FILES[4]![1], 'nativE'), 'x.node'],
    ['extra code', () => put('out/electron', 'evil.js', 'evil'), 'out/electron/evil.js'],
    ['an extra model', () => put('resources', 'models/evil.gguf', 'evil'), 'resources/models/evil.gguf'],
    ['missing', () => rm(join(base, 'out/renderer/assets/page.js')), 'out/renderer/assets/page.js'],
    [
      'a link to the same',
      async () => {
        const file = join(base, 'resources/models/starter.gguf');
        await rename(file, join(base, 'elsewhere'));
        await symlink(join(base, 'elsewhere'), file);
      },
      'resources/models/starter.gguf',
    ],
  ])('%s', async (_name, spoil, named) => {
    await check();
    await spoil();
    await expect(check()).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(named) as string,
    });
  });

  it('changed and given back its old time', async () => {
    await check();
    const file = join(base, 'resources/policies/hipaa.yaml');
    const old = new Date(Date.UTC(2026, 0, 1));
    await utimes(file, old, old);
    await check();
    await writeFile(file, 'RULES');
    await utimes(file, old, old);
    await expect(check()).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe('the list itself', () => {
  it.each([
    ['missing', () => rm(join(base, 'manifest.json'))],
    ['empty', () => writeFile(join(base, 'manifest.json'), '')],
    ['signed by somebody else', () => sign(generateKeyPairSync('ed25519').privateKey)],
    [
      'changed',
      async () => {
        const file = join(base, 'manifest.json');
        await writeFile(file, (await readFile(file, 'utf8')).replace('hipaa', 'hippa'));
      },
    ],
    [
      'signed with another kind of key',
      async () => {
        const file = join(base, 'manifest.json');
        const signed = JSON.parse(await readFile(file, 'utf8')) as object;
        const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const other = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
        await writeFile(file, JSON.stringify({ ...signed, publicKey: other, signature: 'AAAA' }));
      },
    ],
  ])('%s is refused', async (_name, spoil) => {
    await spoil();
    await expect(check()).rejects.toMatchObject({
      code: 'damaged',
      message: 'the list of the files of this program does not carry its signature',
    });
  });

  it("of a build of one's own is checked against the key that it names", async () => {
    await sign(generateKeyPairSync('ed25519').privateKey);
    expect((await check({ releaseKey: '' })).files).toBe(5);
  });
});
