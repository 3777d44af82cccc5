import { Problem, type PersonId } from '../../shared/domain/index.ts';
import { MAX_OS_USERS } from './device-records.ts';
import type { DeviceSecretPlace, DeviceSecretPlaces } from './device-secret.ts';
import { accountKeys, accountName, admitAccount } from './device-users.ts';
import { accountId, ownPublicKeys } from './device-view.ts';
import { decodeBytes } from './key-file.ts';
import { deviceSecretOf, rewriteKeyFile, type ChangeRequest } from './rewrite.ts';
import { wipe } from './seal.ts';

/** An account of the system that asks to be let in; its public key is all it shows. */
export interface AskingAccount {
  /** Base64, as the key file writes it. */
  readonly publicKey: string;
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
    if (present.some(({ publicKey }) => publicKey === asking.publicKey))
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
      const entry = admitAccount(
        file.workspace,
        secret,
        { publicKey: decodeBytes(asking.publicKey), name: asking.name },
        added,
      );
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
export function dropOsUser(request: ChangeRequest, id: string): Promise<void> {
  return rewriteKeyFile(request, async (file) => {
    const present = file.osUsers ?? [];
    const publicKey = present.find((each) => accountId(each.publicKey) === id)?.publicKey;
    if (publicKey === undefined)
      throw new Problem('not_found', 'no such user of this workstation', 'Look at the list again.');
    if ((await ownPublicKeys(file.workspace, request.deviceSecrets)).has(publicKey))
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
        const old = await ownPublicKeys(file.workspace, request.deviceSecrets);
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
