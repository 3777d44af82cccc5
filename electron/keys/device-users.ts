import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { Problem, type PersonId, type WorkspaceId } from '../../shared/domain/index.ts';
import { deviceFingerprint, type DeviceSecretStore } from './device-secret.ts';
import type { OsUser } from './device-records.ts';
import { openWithPrivateKey, publicKeyOf, sealToPublicKey, type KeyPair } from './envelope.ts';
import { decodeBytes, encodeBytes, type KeyFile } from './key-file.ts';
import { associatedData, KEY_BYTES, wipe } from './seal.ts';

/*
 * A workspace has one device secret, which lies nowhere in clear. Each account of the operating system has a
 * secret of its own, in a place that only this account can read; from it follows a key pair, and the key file
 * keeps the device secret sealed to the public half of each account that was let in.
 */

/** Without those that are mistaken for each other. */
const CODE_SYMBOLS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

type Opens = Pick<KeyFile, 'workspace' | 'device' | 'osUsers'>;

/** The key pair of one account for one workspace. The caller wipes the private half. */
export function accountKeys(own: Uint8Array, workspaceId: string): KeyPair {
  for (let round = 0; ; round += 1) {
    const info = associatedData('swarm-clinical/os-account-key/v1', workspaceId, String(round));
    const privateKey = new Uint8Array(hkdfSync('sha256', own, new Uint8Array(0), info, 32));
    try {
      return { privateKey, publicKey: publicKeyOf(privateKey) };
    } catch (error) {
      // One number in 2^32 is no private key of the curve.
      if (round > 8) throw error;
    }
  }
}

/** The device secret sealed to one account's public key. */
export function admitAccount(
  workspaceId: string,
  deviceSecret: Uint8Array,
  account: { readonly publicKey: Uint8Array; readonly name: string },
  added: { readonly atMs: number; readonly by?: PersonId | undefined },
): OsUser {
  const publicKey = encodeBytes(account.publicKey);
  const sealed = sealToPublicKey(account.publicKey, wrapContext(workspaceId, publicKey), deviceSecret);
  return {
    ...{ publicKey, sealed: encodeBytes(sealed), name: account.name.slice(0, 64), addedAtMs: added.atMs },
    ...(added.by !== undefined && { addedBy: added.by }),
  };
}

/** A device secret for a new workspace, open to the account that makes it. The caller wipes the secret. */
export function createDevice(
  own: Uint8Array,
  workspaceId: WorkspaceId,
  nowMs: number,
): { readonly deviceSecret: Uint8Array; readonly fields: Required<Pick<KeyFile, 'device' | 'osUsers'>> } {
  const deviceSecret = randomBytes(KEY_BYTES);
  const { publicKey, privateKey } = accountKeys(own, workspaceId);
  wipe(privateKey);
  const account = { publicKey, name: accountName() };
  const fields = {
    device: encodeBytes(deviceFingerprint(deviceSecret, workspaceId)),
    osUsers: [admitAccount(workspaceId, deviceSecret, account, { atMs: nowMs })],
  };
  return { deviceSecret, fields };
}

/**
 * The workspace's device secret, as far as this account of this workstation may have it; undefined where it
 * may not. The caller wipes it.
 */
export async function openDevice(
  file: Opens,
  deviceSecrets: DeviceSecretStore,
): Promise<Uint8Array | undefined> {
  const all = await deviceSecrets.load();
  try {
    for (const own of all) {
      const opened = openWith(file, own);
      if (opened !== undefined) return opened;
    }
    return undefined;
  } finally {
    wipe(...all);
  }
}

/** @throws Problem `foreign_file` for another workstation, and an account of this one that was not let in */
export async function requireDevice(file: Opens, deviceSecrets: DeviceSecretStore): Promise<Uint8Array> {
  const opened = await openDevice(file, deviceSecrets);
  if (opened !== undefined) return opened;
  throw new Problem(
    'foreign_file',
    'the workspace was made on another workstation, or under another user of this one',
    'Open it where it was made. Another user of the same workstation is let in by `swarm device ask`; to another workstation it comes by backup and sealed sheets.',
  );
}

/** What the system calls the account that runs this program; asserted, never a secret. */
export function accountName(): string {
  try {
    return userInfo()
      .username.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
      .slice(0, 64);
  } catch {
    // A system may know no name for the number it runs us under.
    return '';
  }
}

/**
 * A short code over an account's public key, which one person reads out and another types, so that nobody
 * slips in a key of their own (80 bits).
 */
export function accountCode(publicKey: Uint8Array, workspaceId: string): string {
  const data = associatedData('swarm-clinical/os-account-code/v1', workspaceId, encodeBytes(publicKey));
  const digest = createHash('sha256').update(data).digest();
  const symbols = Array.from(digest.subarray(0, 16), (byte) => CODE_SYMBOLS.charAt(byte & 31));
  return [0, 4, 8, 12].map((at) => symbols.slice(at, at + 4).join('')).join('-');
}

function openWith(file: Opens, own: Uint8Array): Uint8Array | undefined {
  // Workspaces from before accounts had keys: the secret of the account was the device secret.
  if (isDevice(file, own)) return Uint8Array.from(own);
  const { publicKey, privateKey } = accountKeys(own, file.workspace);
  try {
    const key = encodeBytes(publicKey);
    const entry = file.osUsers?.find((each) => each.publicKey === key);
    if (entry === undefined) return undefined;
    const opened = openWithPrivateKey(
      privateKey,
      wrapContext(file.workspace, key),
      decodeBytes(entry.sealed),
    );
    if (isDevice(file, opened)) return opened;
    wipe(opened);
    throw new Problem('damaged', 'the key file holds another device secret for this user than it names');
  } finally {
    wipe(privateKey);
  }
}

function isDevice(file: Opens, secret: Uint8Array): boolean {
  return encodeBytes(deviceFingerprint(secret, file.workspace)) === file.device;
}

function wrapContext(workspaceId: string, publicKey: string): readonly string[] {
  return ['swarm-clinical/os-account-wrap/v1', workspaceId, publicKey];
}
