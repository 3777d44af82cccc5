import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceSecretStore } from '../../keys/index.ts';
import { systemKeychain } from './keychain.main.ts';

type Part = Parameters<typeof systemKeychain>[0];
type Backend = ReturnType<Part['getSelectedStorageBackend']>;

/**
 * `safeStorage` as Electron documents it: it knows nothing before the app is ready, one user of the system
 * opens nothing of another's, and on Linux without a wallet it seals with a password that everybody knows
 * once somebody allows that, which nobody here may.
 */
class SafeStorageOfASystem implements Part {
  isReady = false;
  backend: Backend = 'gnome_libsecret';
  isAvailable = true;
  readonly #key: Buffer;
  constructor(user: string) {
    this.#key = createHash('sha256').update(user).digest();
  }
  readonly whenReady = (): Promise<void> => {
    this.isReady = true;
    return Promise.resolve();
  };
  getSelectedStorageBackend(): Backend {
    return this.isReady ? this.backend : 'unknown';
  }
  isAsyncEncryptionAvailable(): Promise<boolean> {
    if (!this.isReady) return Promise.reject(new Error('safeStorage cannot be used before app is ready'));
    return Promise.resolve(this.isAvailable && this.backend !== 'basic_text');
  }
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    if (!(await this.isAsyncEncryptionAvailable())) throw new Error('Encryption is not available');
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const sealed = [cipher.update(plainText, 'utf8'), cipher.final()];
    return Buffer.concat([Buffer.from('v11'), iv, ...sealed, cipher.getAuthTag()]);
  }
  async decryptStringAsync(encrypted: Buffer) {
    if (!(await this.isAsyncEncryptionAvailable())) throw new Error('Decryption is not available');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, encrypted.subarray(3, 15));
    decipher.setAuthTag(encrypted.subarray(-16));
    const opened = [decipher.update(encrypted.subarray(15, -16)), decipher.final()];
    return { shouldReEncrypt: false, result: Buffer.concat(opened).toString('utf8') };
  }
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keychain-'));
});
afterEach(() => rm(folder, { recursive: true }));

const keychainOf = (system: SafeStorageOfASystem, platform: NodeJS.Platform = 'linux') =>
  systemKeychain(system, platform, system.whenReady);

describe('the key store of the system', () => {
  it.each([
    ['linux', 'gnome_libsecret', 'gnome_libsecret'],
    ['linux', 'kwallet6', 'kwallet6'],
    ['win32', 'unknown', 'Windows data protection'],
    ['darwin', 'unknown', 'macOS Keychain'],
  ] as const)('on %s keeps the secret sealed: %s', async (platform, backend, name) => {
    const system = new SafeStorageOfASystem('otto');
    system.backend = backend;
    const keychain = keychainOf(system, platform);
    expect(await keychain.look()).toEqual({ state: 'ready', name });
    const store = deviceSecretStore(folder, keychain);
    const secret = await store.loadOrCreate();
    expect((await store.state()).places).toEqual(['keychain']);
    expect(await deviceSecretStore(folder, keychainOf(system, platform)).load()).toEqual([secret]);
    const onDisk = await readFile(join(folder, 'device-secret.sealed'));
    expect(onDisk.includes(Buffer.from(secret))).toBe(false);
    expect(onDisk.includes(Buffer.from(secret).toString('base64'))).toBe(false);
  });

  it('waits until Electron knows which one there is', async () => {
    const system = new SafeStorageOfASystem('otto');
    expect(system.getSelectedStorageBackend()).toBe('unknown');
    expect((await keychainOf(system).look()).state).toBe('ready');
  });

  it('opens nothing for another user of the system, and nothing that was changed', async () => {
    const secret = await deviceSecretStore(
      folder,
      keychainOf(new SafeStorageOfASystem('otto')),
    ).loadOrCreate();
    expect(secret).toHaveLength(32);
    const other = deviceSecretStore(folder, keychainOf(new SafeStorageOfASystem('eve')));
    await expect(other.load()).rejects.toMatchObject({ code: 'damaged', message: /does not open/ });
  });

  it('that is none is said, and never used', async () => {
    const system = new SafeStorageOfASystem('otto');
    system.backend = 'basic_text';
    const keychain = keychainOf(system);
    expect(await keychain.look()).toEqual({ state: 'weak', name: 'basic_text' });
    await expect(keychain.seal(new Uint8Array(32))).rejects.toThrow('not ready');
    const store = deviceSecretStore(folder, keychain);
    await store.loadOrCreate();
    expect((await store.state()).places).toEqual(['file']);
    await expect(store.move('keychain', () => Promise.resolve())).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('that is locked or denied is none, and what it sealed is said to be out of reach', async () => {
    const system = new SafeStorageOfASystem('otto');
    const store = deviceSecretStore(folder, keychainOf(system));
    await store.loadOrCreate();
    system.isAvailable = false;
    expect((await store.state()).keychain.state).toBe('none');
    await expect(store.load()).rejects.toMatchObject({ code: 'unsupported' });
  });
});
