import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';
import { syncFolder } from '../core/index.ts';
import { associatedData } from './seal.ts';

const SECRET_BYTES = 32;
const FILE_NAME = 'device-secret';

/**
 * Keeps this workstation's secret, without which a copied workspace opens with no password.
 *
 * An implementer MUST return the same 32 bytes for as long as the workstation lives, in a buffer of the
 * caller's own (callers wipe it), and MUST NOT keep them inside a workspace folder.
 */
export interface DeviceSecretStore {
  /** The secret, or undefined where this workstation has none yet. */
  load(): Promise<Uint8Array | undefined>;
  loadOrCreate(): Promise<Uint8Array>;
}

/**
 * The secret in a file of mode 600 in a folder of the person who runs the application.
 *
 * @throws Problem (both methods) `damaged` for a file of wrong size, or one that others can read
 */
export function fileDeviceSecretStore(folder: string): DeviceSecretStore {
  const path = join(folder, FILE_NAME);
  const load = async (): Promise<Uint8Array | undefined> => {
    let mode: number;
    let bytes: Buffer;
    try {
      mode = (await stat(path)).mode;
      const file = await open(path, 'r');
      try {
        bytes = await file.readFile();
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    if (bytes.length !== SECRET_BYTES)
      throw new Problem(
        'damaged',
        `the device secret \`${path}\` does not have ${SECRET_BYTES} bytes`,
        'Restore it from a backup of this workstation; without it no password opens its workspaces.',
      );
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new Problem(
        'damaged',
        `the device secret \`${path}\` can be read by other users of this workstation`,
        'Take their rights away (`chmod 600`) and have the administrator look into it.',
      );
    return bytes;
  };
  return {
    load,
    loadOrCreate: async () => {
      const present = await load();
      if (present !== undefined) return present;
      await createOnce(folder, path);
      const created = await load();
      if (created === undefined) throw new Problem('damaged', `the device secret \`${path}\` vanished`);
      return created;
    },
  };
}

/** Says which device a key file was made on, without saying anything about the secret. */
export function deviceFingerprint(deviceSecret: Uint8Array, workspaceId: string): Uint8Array {
  const info = associatedData('swarm-clinical/device-fingerprint/v1', workspaceId);
  return new Uint8Array(hkdfSync('sha256', deviceSecret, new Uint8Array(0), info, 16));
}

/** A hard link either makes the whole file appear or fails because another process was first. */
async function createOnce(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, randomBytes(SECRET_BYTES), { mode: 0o600, flag: 'wx', flush: true });
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
}
