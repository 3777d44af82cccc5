import { timingSafeEqual } from 'node:crypto';
import { CONTENT_ROLES, Problem, type WorkspaceId } from '../../shared/domain/index.ts';
import { privateKeyData, wrapContext, type Person } from './create.ts';
import { deviceFingerprint, type DeviceSecretStore } from './device-secret.ts';
import { openWithPrivateKey, publicKeyOf } from './envelope.ts';
import { checkKeyFileMac, decodeBytes, readKeyFile, type KeyFile, type Slot } from './key-file.ts';
import {
  openContent,
  openMetadata,
  publicKeysOf,
  wipeContent,
  wipeMetadata,
  type ContentKeyring,
  type KeyringName,
  type MetadataKeyring,
  type PublicKeys,
} from './keyrings.ts';
import { derivePersonSecret } from './password.ts';
import { openBytes, wipe } from './seal.ts';

export interface OpenKeysRequest {
  readonly path: string;
  readonly workspaceId: WorkspaceId;
  readonly personId: string;
  readonly password: string;
  readonly deviceSecrets: DeviceSecretStore;
}

/** One person's keys, open. Consumers take the buffers anew each time and MUST NOT keep them past `close`. */
export interface OpenedKeys {
  readonly person: Person;
  readonly metadata: MetadataKeyring;
  /** Undefined for roles without content rights, and after `dropContent`. */
  readonly content: ContentKeyring | undefined;
  /** Wipes the content keys; evidence stays open (a locked screen). */
  dropContent(): void;
  /** Wipes everything. */
  close(): void;
}

export interface KeyFileView {
  readonly workspaceId: WorkspaceId;
  readonly people: readonly Person[];
  /** Known before unlock, so that events can be sealed for the journal. */
  readonly publicKeys: PublicKeys;
}

/**
 * What a key file says in clear. Authenticated only once someone opens it.
 *
 * @throws Problem `not_found`, `damaged`, `newer_format`
 */
export async function readKeyFileView(path: string): Promise<KeyFileView> {
  const file = await readKeyFile(path);
  return {
    workspaceId: file.workspace,
    people: file.people.map(({ id, name, role }) => ({ id, name, role })),
    publicKeys: {
      spool: decodeBytes(file.publicKeys.spool),
      checkpoint: decodeBytes(file.publicKeys.checkpoint),
    },
  };
}

/**
 * Opens what a person's password opens. Changes no file.
 *
 * @throws Problem `wrong_password`; `not_found` for a person or file; `foreign_file` for a key file of
 * another workspace or workstation; `damaged` for changed keys; `newer_format`
 */
export async function openKeys(request: OpenKeysRequest): Promise<OpenedKeys> {
  const file = await readKeyFile(request.path);
  const { slot, wrapKey } = await unlock(file, request);
  let privateKey: Uint8Array | undefined;
  let metadata: MetadataKeyring | undefined;
  try {
    privateKey = openBytes(wrapKey, privateKeyData(file.workspace, slot), decodeBytes(slot.privateKey));
    if (!sameBytes(publicKeyOf(privateKey), decodeBytes(slot.publicKey)))
      throw new Problem('damaged', 'a public key in `keys.json` does not belong to its private key');
    metadata = openKeyring(file, slot, privateKey, 'metadata', openMetadata);
    checkKeyFileMac(metadata.keyFileMacKey, file);
    checkPublicKeys(file, metadata);
    const content = CONTENT_ROLES.includes(slot.role)
      ? openKeyring(file, slot, privateKey, 'content', openContent)
      : undefined;
    return openedKeys({ id: slot.id, name: slot.name, role: slot.role }, metadata, content);
  } catch (error) {
    if (metadata !== undefined) wipeMetadata(metadata);
    throw error;
  } finally {
    wipe(wrapKey, privateKey ?? new Uint8Array(0));
  }
}

/**
 * Checks a password again, as signatures want it, without opening anything.
 *
 * @throws Problem as `openKeys`
 */
export async function confirmPassword(request: OpenKeysRequest): Promise<void> {
  const { wrapKey } = await unlock(await readKeyFile(request.path), request);
  wipe(wrapKey);
}

async function unlock(
  file: KeyFile,
  request: OpenKeysRequest,
): Promise<{ readonly slot: Slot; readonly wrapKey: Uint8Array }> {
  if (file.workspace !== request.workspaceId)
    throw new Problem(
      'foreign_file',
      'the key file belongs to another workspace',
      'Put the `keys.json` of this workspace back.',
    );
  const slot = file.people.find(({ id }) => id === request.personId);
  if (slot === undefined) throw new Problem('not_found', 'no such person in this workspace');
  const deviceSecret = await request.deviceSecrets.load();
  if (
    deviceSecret === undefined ||
    !sameBytes(deviceFingerprint(deviceSecret, file.workspace), decodeBytes(file.device))
  )
    throw new Problem(
      'foreign_file',
      'the workspace was made on another workstation, or under another user of this one',
      'Open it where it was made, or bring it over by backup and restore.',
    );
  const { password } = slot;
  const secret = await derivePersonSecret({
    password: request.password,
    salt: decodeBytes(password.salt),
    cost: password.cost,
    deviceSecret,
    workspaceId: file.workspace,
    personId: slot.id,
  });
  wipe(deviceSecret);
  if (!sameBytes(secret.check, decodeBytes(password.check))) {
    wipe(secret.wrapKey);
    throw new Problem('wrong_password', 'wrong password', 'Try again; nothing was changed.');
  }
  return { slot, wrapKey: secret.wrapKey };
}

function openKeyring<Keyring>(
  file: KeyFile,
  slot: Slot,
  privateKey: Uint8Array,
  name: KeyringName,
  open: (key: Uint8Array, workspaceId: string, sealed: Uint8Array) => Keyring,
): Keyring {
  const wrapped = slot.wraps[name];
  if (wrapped === undefined)
    throw new Problem(
      'damaged',
      `the ${name} keys were never given to this person, though their role has them`,
      'Ask a holder of the keys to give them to you.',
    );
  const context = wrapContext(file.workspace, slot, name);
  const key = openWithPrivateKey(privateKey, context, decodeBytes(wrapped));
  try {
    return open(key, file.workspace, decodeBytes(file.keyrings[name]));
  } finally {
    wipe(key);
  }
}

/** Events before unlock must not have been sealed to somebody else's key. */
function checkPublicKeys(file: KeyFile, metadata: MetadataKeyring): void {
  const own = publicKeysOf(metadata);
  if (
    !sameBytes(own.spool, decodeBytes(file.publicKeys.spool)) ||
    !sameBytes(own.checkpoint, decodeBytes(file.publicKeys.checkpoint))
  )
    throw new Problem('damaged', 'the public keys in `keys.json` do not belong to this workspace');
}

function openedKeys(
  person: Person,
  metadata: MetadataKeyring,
  content: ContentKeyring | undefined,
): OpenedKeys {
  let open = content;
  const dropContent = (): void => {
    if (open !== undefined) wipeContent(open);
    open = undefined;
  };
  return {
    person,
    metadata,
    get content() {
      return open;
    },
    dropContent,
    close: () => {
      dropContent();
      wipeMetadata(metadata);
    },
  };
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
