import type { SafeStorage } from 'electron';
import type { Keychain } from '../application.ts';

/** The part of Electron's `safeStorage` that is used: the one that asks the system without blocking. */
type SafeStoragePart = Pick<
  SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'Windows data protection',
  darwin: 'macOS Keychain',
};

/**
 * The key store of the system behind Electron's `safeStorage`: DPAPI on Windows and the Keychain on macOS,
 * each for one user of the system; on Linux the wallet of the desktop. Without one Electron would seal with a
 * password that stands in Chromium's source (`basic_text`): SEC-41, that is said and never used, and
 * `setUsePlainTextEncryption` is not called.
 *
 * @param safeStorage answers only once Electron's `app` is ready
 */
export function systemKeychain(
  safeStorage: SafeStoragePart,
  platform: NodeJS.Platform,
  whenReady: () => Promise<void>,
): Keychain {
  const look: Keychain['look'] = async () => {
    await whenReady();
    const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : undefined;
    if (backend === 'basic_text') return { state: 'weak', name: backend };
    if (backend === 'unknown') return { state: 'none', name: backend };
    const name = backend ?? NAMES[platform] ?? platform;
    return { state: (await safeStorage.isAsyncEncryptionAvailable()) ? 'ready' : 'none', name };
  };
  const requireReady = async (): Promise<void> => {
    const { state } = await look();
    if (state !== 'ready') throw new Error('the key store of the system is not ready');
  };
  return {
    look,
    // Electron takes and gives text: these strings stay in memory until they are collected.
    seal: async (secret) => {
      await requireReady();
      return safeStorage.encryptStringAsync(Buffer.from(secret).toString('base64'));
    },
    open: async (sealed) => {
      await requireReady();
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return new Uint8Array(Buffer.from(result, 'base64'));
    },
  };
}
