import { chmod, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deviceFingerprint, fileDeviceSecretStore } from './device-secret.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'device-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('creates the secret once, for its owner alone', async () => {
  const store = fileDeviceSecretStore(join(folder, 'deep', 'er'));
  expect(await store.load()).toEqual([]);
  const [first, second] = await Promise.all([store.loadOrCreate(), store.loadOrCreate()]);
  expect(first.length).toBe(32);
  expect(second).toEqual(first);
  expect(await store.load()).toEqual([first]);
  expect((await stat(join(folder, 'deep', 'er', 'device-secret'))).mode & 0o777).toBe(0o600);
});

it('refuses a secret that is cut short or open to others', async () => {
  const store = fileDeviceSecretStore(folder);
  await store.loadOrCreate();
  const path = join(folder, 'device-secret');
  await chmod(path, 0o644);
  await expect(store.load()).rejects.toMatchObject({ code: 'damaged', message: /other users/ });
  await chmod(path, 0o600);
  await truncate(path, 31);
  await expect(store.loadOrCreate()).rejects.toMatchObject({ code: 'damaged', message: /32 bytes/ });
});

it('gives a workspace its own fingerprint', () => {
  const secret = new Uint8Array(32).fill(1);
  expect(deviceFingerprint(secret, 'one')).not.toEqual(deviceFingerprint(secret, 'two'));
});
