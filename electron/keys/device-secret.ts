import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';
import { syncFolder, writeFileAtomic } from '../core/index.ts';
import { NO_KEYCHAIN, type Keychain, type KeychainFound } from './keychain.ts';
import { associatedData, wipe } from './seal.ts';

const SECRET_BYTES = 32;
/** After so many moves the oldest secret goes; workspaces that nobody opened since then open no more. */
const MOST_SECRETS = 8;
const PLAIN_NAME = 'device-secret';
const SEALED_NAME = 'device-secret.sealed';
const MAX_SEALED_BYTES = 64 * 1024;

/** Where an account's secret can lie: in a file of mode 600, which is weaker, or sealed by the system's key store. */
export type DeviceSecretPlace = 'file' | 'keychain';

export interface DeviceSecretState {
  readonly places: readonly DeviceSecretPlace[];
  readonly keychain: KeychainFound;
}

/**
 * Keeps the secret of this account on this workstation, without which a copied workspace opens with no
 * password. Each move makes a new one; older ones stay beside it for workspaces that were not there.
 *
 * An implementer MUST return the same bytes for as long as the account lives, in buffers of the caller's own
 * (callers wipe them), and MUST NOT keep them inside a workspace folder.
 */
export interface DeviceSecretStore {
  /** Every secret of this account, newest first; none where it has none yet. 32 bytes each. */
  load(): Promise<readonly Uint8Array[]>;
  /** The newest; made where there is none, in the system's key store if it has a real one. */
  loadOrCreate(): Promise<Uint8Array>;
}

/** The same, with the places that a secret can lie in. */
export interface DeviceSecretPlaces extends DeviceSecretStore {
  state(): Promise<DeviceSecretState>;
  /**
   * Puts a new secret in another place and takes the old place away. `rewrap` lets the new one into the
   * workspace in between: whenever this ends, the workspace opens from what lies there, and a second call
   * finishes what is left.
   *
   * @throws Problem `unsupported` where the system has no real key store, and whatever `rewrap` throws
   */
  move(to: DeviceSecretPlace, rewrap: (fresh: Uint8Array) => Promise<void>): Promise<void>;
}

/**
 * The secrets of the account that runs this, in a folder of its own.
 *
 * @throws Problem (all methods) `damaged` for a file of wrong size, or one that others can read, and where the
 * key store does not open what it sealed; `unsupported` where it cannot be reached from this program
 */
export function deviceSecretStore(folder: string, keychain: Keychain = NO_KEYCHAIN): DeviceSecretPlaces {
  const plain = join(folder, PLAIN_NAME);
  const sealed = join(folder, SEALED_NAME);

  const load = async (): Promise<readonly Uint8Array[]> => {
    const [inFile, bytes] = [await readPlain(plain), await readSealed(sealed)];
    if (bytes === undefined) return inFile;
    // A move that was cut short leaves both. Where the key store is out of reach the file does alone.
    if ((await keychain.look()).state !== 'ready') {
      if (inFile.length > 0) return inFile;
      throw new Problem(
        'unsupported',
        'the secret of this workstation lies in the key store of the system, which this program cannot open',
        'Use the window. An administrator can move the secret to a file there, which is weaker: Posture, Device secret.',
      );
    }
    return [...splitSecrets(await openSealed(keychain, bytes), sealed), ...inFile];
  };

  const write = async (to: DeviceSecretPlace, secrets: readonly Uint8Array[]): Promise<void> => {
    const ring = Buffer.concat(secrets);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (to === 'file') {
        await writeFileAtomic(plain, ring);
        return;
      }
      const blob = await keychain.seal(ring);
      // SEC: what the key store cannot open again would shut everybody out.
      const again = await openSealed(keychain, blob);
      const same = ring.equals(again);
      wipe(again);
      if (!same) throw notOpened();
      await writeFileAtomic(sealed, blob);
    } finally {
      wipe(ring);
    }
  };

  return {
    load,
    loadOrCreate: async () => {
      const [present, ...older] = await load();
      wipe(...older);
      if (present !== undefined) return present;
      const fresh = randomBytes(SECRET_BYTES);
      if ((await keychain.look()).state === 'ready') await write('keychain', [fresh]);
      else await createOnce(folder, plain, fresh);
      wipe(fresh);
      const [created, ...others] = await load();
      wipe(...others);
      if (created === undefined) throw new Problem('damaged', 'the device secret vanished');
      return created;
    },
    state: async () => ({
      places: [
        ...((await exists(sealed)) ? (['keychain'] as const) : []),
        ...((await exists(plain)) ? (['file'] as const) : []),
      ],
      keychain: await keychain.look(),
    }),
    move: async (to, rewrap) => {
      if (to === 'keychain') await requireReady(keychain);
      const before = await load();
      const fresh = randomBytes(SECRET_BYTES);
      try {
        await write(to, [fresh, ...unlike(before)].slice(0, MOST_SECRETS));
        await rewrap(fresh);
        await rm(to === 'file' ? sealed : plain, { force: true });
        await syncFolder(folder);
      } finally {
        wipe(fresh, ...before);
      }
    },
  };
}

/** The store of programs that reach no key store of the system: a file of mode 600. */
export function fileDeviceSecretStore(folder: string): DeviceSecretStore {
  return deviceSecretStore(folder);
}

/** Says which device a key file was made on, without saying anything about the secret. */
export function deviceFingerprint(deviceSecret: Uint8Array, workspaceId: string): Uint8Array {
  const info = associatedData('swarm-clinical/device-fingerprint/v1', workspaceId);
  return new Uint8Array(hkdfSync('sha256', deviceSecret, new Uint8Array(0), info, 16));
}

async function readPlain(path: string): Promise<readonly Uint8Array[]> {
  let mode: number;
  let bytes: Buffer;
  try {
    mode = (await stat(path)).mode;
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Problem(
      'damaged',
      `the device secret \`${path}\` can be read by other users of this workstation`,
      'Take their rights away (`chmod 600`) and have the administrator look into it.',
    );
  return splitSecrets(bytes, path);
}

async function readSealed(path: string): Promise<Uint8Array | undefined> {
  try {
    if ((await stat(path)).size > MAX_SEALED_BYTES) throw notOpened();
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Secrets one after the other, newest first; `bytes` is wiped. */
function splitSecrets(bytes: Uint8Array, path: string): readonly Uint8Array[] {
  const count = bytes.length / SECRET_BYTES;
  try {
    if (!Number.isInteger(count) || count < 1 || count > MOST_SECRETS)
      throw new Problem(
        'damaged',
        `the device secret \`${path}\` does not have ${SECRET_BYTES} bytes, or as many for each move`,
        'Restore it from a backup of this workstation; without it no password opens its workspaces.',
      );
    return Array.from({ length: count }, (_, at) =>
      Uint8Array.from(bytes.subarray(at * SECRET_BYTES, (at + 1) * SECRET_BYTES)),
    );
  } finally {
    wipe(bytes);
  }
}

/** Each secret once, the first time it comes. */
function unlike(secrets: readonly Uint8Array[]): readonly Uint8Array[] {
  return secrets.filter((each, at) => secrets.findIndex((other) => Buffer.from(other).equals(each)) === at);
}

async function openSealed(keychain: Keychain, blob: Uint8Array): Promise<Uint8Array> {
  try {
    return await keychain.open(blob);
  } catch {
    throw notOpened();
  }
}

async function requireReady(keychain: Keychain): Promise<void> {
  const found = await keychain.look();
  if (found.state === 'ready') return;
  throw new Problem(
    'unsupported',
    found.state === 'weak'
      ? 'this system has no key store: what it offers (`basic_text`) seals with a password that everybody knows'
      : 'this program reaches no key store of the system',
    found.state === 'weak'
      ? 'Start a key store (GNOME Keyring or KWallet) in this session, then try again.'
      : 'Use the window of the installed application.',
  );
}

function notOpened(): Problem {
  return new Problem(
    'damaged',
    'the key store of the system does not open the secret of this workstation',
    'Sign in to the system as the user who set it up, with that user’s own password. If the key store was reset, sealed sheets bring people back.',
  );
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** A hard link either makes the whole file appear or fails because another process was first. */
async function createOnce(folder: string, path: string, secret: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, secret, { mode: 0o600, flag: 'wx', flush: true });
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
}
