import { Problem, type PersonId } from '../../shared/domain/index.ts';
import { MAX_OS_USERS } from './device-records.ts';
import type { DeviceSecretPlace, DeviceSecretPlaces } from './device-secret.ts';
import { accountKeys, accountName, admitAccount } from './device-users.ts';
import { encodeBytes, type KeyFile } from './key-file.ts';
import { deviceSecretOf, rewriteKeyFile, type ChangeRequest } from './rewrite.ts';
import { wipe } from './seal.ts';

/** An account of the system that asks to be let in; its public key is all it shows. */
export interface AskingAccount {
  readonly publicKey: Uint8Array;
  readonly name: string;
}

/**
 * Lets another account of this workstation open the workspace: the device secret is sealed to its key.
 *
 * @throws Problem `already_exists` for one that is let in already, `limit_reached`, `damaged` for what is no
 * key, and as `openKeys`
 */
export function admitOsUser(request: ChangeRequest, asking: AskingAccount): Promise<void> {
  return rewriteKeyFile(request, async (file) => {
    const present = file.osUsers ?? [];
    const key = encodeBytes(asking.publicKey);
    if (present.some(({ publicKey }) => publicKey === key))
      throw new Problem('already_exists', 'this user of the workstation is let in already');
    if (present.length >= MAX_OS_USERS)
      throw new Problem(
        'limit_reached',
        `a workspace lets in at most ${MAX_OS_USERS} users of its workstation`,
        'Take one away first.',
      );
    const secret = await deviceSecretOf(file, request);
    try {
      const added = { atMs: request.nowMs, by: request.personId as PersonId };
      const entry = admitAccount(file.workspace, secret, asking, added);
      return { file: { ...file, osUsers: [...present, entry] }, result: undefined };
    } finally {
      wipe(secret);
    }
  });
}

/**
 * Shuts an account of this workstation out. Whoever runs it may have kept what it could open until then.
 *
 * @throws Problem `not_found`, `not_allowed` for the account that asks, and as `openKeys`
 */
export function dropOsUser(request: ChangeRequest, publicKey: string): Promise<void> {
  return rewriteKeyFile(request, async (file) => {
    const present = file.osUsers ?? [];
    if (!present.some((each) => each.publicKey === publicKey))
      throw new Problem('not_found', 'no such user of this workstation', 'Look at the list again.');
    if ((await ownKeys(file, request)).has(publicKey))
      throw new Problem(
        'not_allowed',
        'nobody shuts out the user that they run as',
        'Somebody does it as another user of the workstation.',
      );
    const osUsers = present.filter((each) => each.publicKey !== publicKey);
    return { file: { ...file, osUsers }, result: undefined };
  });
}

/**
 * Puts this account's secret in another place: a new one is made there, the workspace is opened to it, the
 * old one is shut out and its place cleared. It can be cut off anywhere and asked for again.
 *
 * @throws Problem `unsupported` where the system has no real key store, and as `openKeys`
 */
export async function moveDeviceSecret(
  request: ChangeRequest & { readonly deviceSecrets: DeviceSecretPlaces },
  to: DeviceSecretPlace,
): Promise<void> {
  await request.deviceSecrets.move(to, (fresh) =>
    rewriteKeyFile(request, async (file) => {
      const secret = await deviceSecretOf(file, request);
      const { publicKey, privateKey } = accountKeys(fresh, file.workspace);
      wipe(privateKey);
      try {
        const old = await ownKeys(file, request);
        const [before] = (file.osUsers ?? []).filter((each) => old.has(each.publicKey));
        const account = { publicKey, name: accountName() };
        const added = { atMs: request.nowMs, by: before?.addedBy };
        const entry = admitAccount(file.workspace, secret, account, added);
        const others = (file.osUsers ?? []).filter((each) => !old.has(each.publicKey));
        return { file: { ...file, osUsers: [...others, entry] }, result: undefined };
      } finally {
        wipe(secret);
      }
    }),
  );
}

/** Public keys of every secret that this account has. */
async function ownKeys(
  file: Pick<KeyFile, 'workspace'>,
  { deviceSecrets }: Pick<ChangeRequest, 'deviceSecrets'>,
): Promise<ReadonlySet<string>> {
  const secrets = await deviceSecrets.load();
  try {
    return new Set(
      secrets.map((own) => {
        const { publicKey, privateKey } = accountKeys(own, file.workspace);
        wipe(privateKey);
        return encodeBytes(publicKey);
      }),
    );
  } finally {
    wipe(...secrets);
  }
}
