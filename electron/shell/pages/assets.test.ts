import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assetName, serveAsset } from './assets.ts';
import { PAGE_HEADERS } from './headers.ts';

let base: string;
let folder: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'swarm-assets-'));
  folder = join(base, 'renderer');
  await mkdir(join(folder, 'assets.js'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<p>hello</p>');
  await writeFile(join(folder, 'secret.json'), '{}');
  await writeFile(join(base, 'outside.js'), 'outside');
  await symlink(join(base, 'missing.js'), join(folder, 'dangling.js'));
});
afterAll(() => rm(base, { recursive: true }));

const get = (path: string) => serveAsset(folder, { url: `app://swarm/${path}`, method: 'GET' });

describe('serveAsset', () => {
  test('serves a page with its type and every security header', async () => {
    const response = await get('index.html');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>hello</p>');
    const lower = Object.fromEntries(
      Object.entries(PAGE_HEADERS).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(Object.fromEntries(response.headers)).toEqual({
      ...lower,
      'content-type': 'text/html; charset=utf-8',
    });
  });

  test.each([['missing.js'], ['secret.json'], ['assets.js'], ['dangling.js'], ['index.html/x.js'], ['']])(
    'answers %j with 404 and the same headers',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  test.each([['POST'], ['HEAD'], ['PUT']])('answers %s with 405', async (method) => {
    const response = await serveAsset(folder, { url: 'app://swarm/index.html', method });
    expect(response.status).toBe(405);
  });
});

describe('assetName', () => {
  test.each([
    ['app://swarm/index.html', 'index.html'],
    ['app://swarm/assets/index-B_x1.js?v=2', 'assets/index-B_x1.js'],
    ['app://swarm/../outside.js', 'outside.js'],
  ])('%s is %s', (address, name) => {
    expect(assetName(address)).toBe(name);
  });

  test.each([
    ['app://swarm/..%2foutside.js'],
    ['app://swarm/%2e%2e/outside.js%00'],
    ['app://swarm/.hidden.js'],
    ['app://swarm/a//b.js'],
    ['app://swarm/a\\b.js%5c'],
    ['app://swarm/'],
    ['app://other/index.html'],
    ['file:///etc/passwd'],
  ])('%s is no asset', (address) => {
    expect(assetName(address)).toBeUndefined();
  });
});
