import { timingSafeEqual } from 'node:crypto';
import { CONTENT_ROLES, Problem, type Role, type WorkspaceId } from '../../shared/domain/index.ts';
import { openPortion, type CustodyAccess } from './custody.ts';
import { dutyAt, needsContentWrap } from './deputy.ts';
import type { DeviceSecretStore } from './device-secret.ts';
import { requireDevice } from './device-users.ts';
import { openWithPrivateKey, publicKeyOf } from './envelope.ts';
import { checkKeyFileMac, decodeBytes, type KeyFile, type Slot } from './key-file.ts';
import type { KeyFileSeen } from './key-file-state.ts';
import {
  openContent,
  openMetadata,
  publicKeysOf,
  wipeContent,
  wipeMetadata,
  type KeyringName,
  type MetadataKeyring,
} from './keyrings.ts';
import { derivePersonSecret } from './password.ts';
import { openBytes, wipe } from './seal.ts';
import { privateKeyData, wrapContext, type KeyringKeys } from './slot.ts';

export interface OpenKeysRequest {
  readonly path: string;
  readonly workspaceId: WorkspaceId;
  readonly personId: string;
  readonly password: string;
  readonly deviceSecrets: DeviceSecretStore;
  /** How to come to what the customer keeps, where the content keyring lies under it. */
  readonly custody?: CustodyAccess | undefined;
  /** The key of the content keyring, where a session of this person has it open already. */
  readonly heldContentKey?: Uint8Array | undefined;
  /** Of the authenticator, or a recovery code; asked for where the person has a second factor. */
  readonly code?: string | undefined;
  /** What this process knows of the key file; absent where nobody signed in yet. */
  readonly seen?: KeyFileSeen | undefined;
  /** Opens what the person stands in for, and not their own role; the time at which it has to hold. */
  readonly asDeputyAtMs?: number | undefined;
}

/** What one person's password opens: their private key and the keys of the keyrings that they hold. */
export interface Holder {
  readonly slot: Slot;
  /** Their own, or the one that they stand in for. */
  readonly role: Role;
  readonly privateKey: Uint8Array;
  readonly keyringKeys: KeyringKeys;
  /** What the person's own wrap of the content keyring holds: its key, or that sealed to what the customer keeps. */
  readonly portion: Uint8Array | undefined;
  /** Why `keyringKeys.content` is not there though the role has it: the medium or token does not open it. */
  readonly contentProblem: Problem | undefined;
  /** Open, because it authenticates the key file. Not wiped by `wipeHolder`. */
  readonly metadata: MetadataKeyring;
}

/** What a password opens without content: who it is of, and that nobody else wrote this key file. */
interface Own {
  readonly slot: Slot;
  readonly privateKey: Uint8Array;
  readonly metadataKey: Uint8Array;
  readonly metadata: MetadataKeyring;
}

/**
 * Opens a person's slot and checks the whole key file by what it gave.
 *
 * @throws Problem as `openKeys`
 */
export async function unlockHolder(file: KeyFile, request: OpenKeysRequest): Promise<Holder> {
  const own = await unlockOwn(file, request);
  const { slot, privateKey, metadataKey, metadata } = own;
  try {
    const role = roleOf(slot, request);
    const portion = CONTENT_ROLES.includes(role) ? portionOf(file, slot, privateKey, role) : undefined;
    const { content, contentProblem } = await contentKeyOf(file, portion, request);
    const keyringKeys = { metadata: metadataKey, content };
    return { slot, role, privateKey, metadata, keyringKeys, portion, contentProblem };
  } catch (error) {
    wipeOwn(own);
    throw error;
  }
}

/**
 * Whether this password is the person's. The check in their slot alone would not tell: whoever can write to the
 * file could put there what a password of their own gives.
 *
 * @throws Problem as `openKeys`
 */
export async function checkOwn(file: KeyFile, request: OpenKeysRequest): Promise<Slot> {
  const own = await unlockOwn(file, request);
  wipeOwn(own);
  return own.slot;
}

async function unlockOwn(file: KeyFile, request: OpenKeysRequest): Promise<Own> {
  const { slot, wrapKey } = await unlock(file, request);
  let privateKey: Uint8Array | undefined;
  let metadataKey: Uint8Array | undefined;
  let metadata: MetadataKeyring | undefined;
  try {
    privateKey = openBytes(wrapKey, privateKeyData(file.workspace, slot), decodeBytes(slot.privateKey));
    if (!sameBytes(publicKeyOf(privateKey), decodeBytes(slot.publicKey)))
      throw new Problem('damaged', 'a public key in `keys.json` does not belong to its private key');
    metadataKey = keyringKey(file, slot, privateKey, 'metadata');
    metadata = openMetadata(metadataKey, file.workspace, decodeBytes(file.keyrings.metadata));
    checkKeyFileMac(metadata.keyFileMacKey, file);
    request.seen?.require(file);
    checkPublicKeys(file, metadata);
    return { slot, privateKey, metadataKey, metadata };
  } catch (error) {
    if (metadata !== undefined) wipeMetadata(metadata);
    wipe(privateKey ?? new Uint8Array(0), metadataKey ?? new Uint8Array(0));
    throw error;
  } finally {
    wipe(wrapKey);
  }
}

function wipeOwn({ privateKey, metadataKey, metadata }: Own): void {
  wipe(privateKey, metadataKey);
  wipeMetadata(metadata);
}

export function wipeHolder({ privateKey, keyringKeys, portion }: Holder): void {
  const none = new Uint8Array(0);
  wipe(privateKey, keyringKeys.metadata, keyringKeys.content ?? none, portion ?? none);
}

/**
 * The key of the content keyring out of a portion. A medium or token that does not open it stops nothing that
 * goes without content: a change of one's password, an agreement to a newcomer.
 */
async function contentKeyOf(
  file: KeyFile,
  portion: Uint8Array | undefined,
  { custody = {}, heldContentKey }: OpenKeysRequest,
): Promise<{ readonly content?: Uint8Array; readonly contentProblem: Problem | undefined }> {
  if (portion === undefined) return { contentProblem: undefined };
  if (file.custody === undefined) return { content: Uint8Array.from(portion), contentProblem: undefined };
  if (heldContentKey !== undefined && opensContent(file, heldContentKey))
    return { content: Uint8Array.from(heldContentKey), contentProblem: undefined };
  try {
    const content = await openPortion(file.workspace, file.custody, portion, custody);
    return { content, contentProblem: undefined };
  } catch (error) {
    if (error instanceof Problem) return { contentProblem: error };
    throw error;
  }
}

/** A session's key is stale once somebody moved or rotated the keys elsewhere. */
function opensContent(file: KeyFile, key: Uint8Array): boolean {
  try {
    wipeContent(openContent(key, file.workspace, decodeBytes(file.keyrings.content)));
    return true;
  } catch {
    return false;
  }
}

/** Checks person, device and password. The caller wipes the key. */
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
  const deviceSecret = await requireDevice(file, request.deviceSecrets);
  const { password } = slot;
  try {
    const secret = await derivePersonSecret({
      password: request.password,
      salt: decodeBytes(password.salt),
      cost: password.cost,
      deviceSecret,
      workspaceId: file.workspace,
      personId: slot.id,
    });
    if (sameBytes(secret.check, decodeBytes(password.check))) return { slot, wrapKey: secret.wrapKey };
    wipe(secret.wrapKey);
    throw new Problem('wrong_password', 'wrong password', 'Try again; nothing was changed.');
  } finally {
    wipe(deviceSecret);
  }
}

function roleOf(slot: Slot, { asDeputyAtMs }: OpenKeysRequest): Role {
  return asDeputyAtMs === undefined ? slot.role : dutyAt(slot, asDeputyAtMs).role;
}

function portionOf(file: KeyFile, slot: Slot, privateKey: Uint8Array, role: Role): Uint8Array {
  const sealed = slot.deputy?.content;
  if (role === slot.role || !needsContentWrap(slot.role, role) || sealed === undefined)
    return keyringKey(file, slot, privateKey, 'content');
  const context = wrapContext(file.workspace, { id: slot.id, role }, 'content');
  return openWithPrivateKey(privateKey, context, decodeBytes(sealed));
}

function keyringKey(file: KeyFile, slot: Slot, privateKey: Uint8Array, name: KeyringName): Uint8Array {
  const wrapped = slot.wraps[name];
  if (wrapped === undefined)
    throw new Problem(
      'damaged',
      `the ${name} keys were never given to this person, though their role has them`,
      'Ask a holder of the keys to give them to you.',
    );
  return openWithPrivateKey(privateKey, wrapContext(file.workspace, slot, name), decodeBytes(wrapped));
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

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
