import { createHash } from 'node:crypto';
import type { PersonId, WorkspaceId } from '../../shared/domain/index.ts';
import type { DeviceSecretStore } from './device-secret.ts';
import { accountCode, accountKeys, accountName, openDevice } from './device-users.ts';
import { decodeBytes, encodeBytes, readKeyFile } from './key-file.ts';
import { wipe } from './seal.ts';

/** An account of the system that opens the workspace. */
export interface OsUserView {
  readonly id: string;
  readonly name: string;
  readonly addedAtMs: number;
  readonly addedBy?: PersonId | undefined;
  /** The account that this program runs as. */
  readonly own: boolean;
}

/** Says which account is meant: sixteen hexadecimal digits of a hash over its public key. */
export function accountId(publicKey: string): string {
  return createHash('sha256').update(decodeBytes(publicKey)).digest('hex').slice(0, 16);
}

/** The accounts that were let in, as the key file says. @throws Problem as `readKeyFile` */
export async function listOsUsers(path: string, deviceSecrets: DeviceSecretStore): Promise<OsUserView[]> {
  const file = await readKeyFile(path);
  const own = await ownPublicKeys(file.workspace, deviceSecrets);
  return (file.osUsers ?? []).map(({ publicKey, name, addedAtMs, addedBy }) => ({
    ...{ id: accountId(publicKey), name, addedAtMs, own: own.has(publicKey) },
    ...(addedBy !== undefined && { addedBy }),
  }));
}

/** What an account shows when it asks to be let in. Its own secret stays where it is. */
export interface ShownAccount {
  readonly id: string;
  /** Base64, as the key file writes it. */
  readonly publicKey: string;
  readonly name: string;
  /** For the ear and eye of whoever lets it in. */
  readonly code: string;
}

/** Makes this account's own secret where it has none, and shows its public key. */
export async function showAccount(
  workspaceId: WorkspaceId,
  deviceSecrets: DeviceSecretStore,
): Promise<ShownAccount> {
  const own = await deviceSecrets.loadOrCreate();
  const { publicKey, privateKey } = accountKeys(own, workspaceId);
  wipe(own, privateKey);
  const text = encodeBytes(publicKey);
  const code = accountCode(publicKey, workspaceId);
  return { id: accountId(text), publicKey: text, name: accountName(), code };
}

/** Whether this account of this workstation opens the workspace. @throws Problem as `readKeyFile` */
export async function isLetIn(path: string, deviceSecrets: DeviceSecretStore): Promise<boolean> {
  const opened = await openDevice(await readKeyFile(path), deviceSecrets);
  if (opened !== undefined) wipe(opened);
  return opened !== undefined;
}

/** Whether a code that somebody typed is the one of this key; blanks, dashes and case do not matter. */
export function isCodeOf(typed: string, publicKey: string, workspaceId: string): boolean {
  const plain = (code: string): string => code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return plain(typed) === plain(accountCode(decodeBytes(publicKey), workspaceId));
}

/** Public keys of every secret that this account has. */
export async function ownPublicKeys(
  workspaceId: string,
  deviceSecrets: DeviceSecretStore,
): Promise<ReadonlySet<string>> {
  const secrets = await deviceSecrets.load();
  try {
    return new Set(
      secrets.map((own) => {
        const { publicKey, privateKey } = accountKeys(own, workspaceId);
        wipe(privateKey);
        return encodeBytes(publicKey);
      }),
    );
  } finally {
    wipe(...secrets);
  }
}
