import { randomBytes } from 'node:crypto';
import { CONTENT_ROLES, type PersonId, type Role } from '../../shared/domain/index.ts';
import { createKeyPair, sealToPublicKey } from './envelope.ts';
import { encodeBytes, type Slot } from './key-file.ts';
import type { KeyringName } from './keyrings.ts';
import { DEFAULT_PASSWORD_COST, derivePersonSecret, type PasswordCost } from './password.ts';
import { associatedData, sealBytes, wipe } from './seal.ts';

/** Whom a slot is for. */
export interface SlotOwner {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** What a slot is made with; nothing of it is kept. */
export interface SlotMaking {
  readonly workspaceId: string;
  readonly deviceSecret: Uint8Array;
  readonly nowMs: number;
  readonly cost?: PasswordCost | undefined;
  /** Keys of the keyrings, as far as whoever makes the slot holds them. */
  readonly keyringKeys: KeyringKeys;
}

/** Keys that open the keyrings; for making a slot, `content` is the portion that goes into it. */
export interface KeyringKeys {
  readonly metadata: Uint8Array;
  readonly content?: Uint8Array | undefined;
}

/** What a person's private key is bound to: changing the role in the file makes it unreadable. */
export function privateKeyData(
  workspaceId: string,
  slot: Pick<Slot, 'id' | 'role' | 'publicKey'>,
): Uint8Array {
  return associatedData('swarm-clinical/private-key/v1', workspaceId, slot.id, slot.role, slot.publicKey);
}

/** Purpose and owner of a wrapped keyring key. */
export function wrapContext(
  workspaceId: string,
  slot: Pick<Slot, 'id' | 'role'>,
  keyring: KeyringName,
): readonly string[] {
  return ['swarm-clinical/keyring-wrap/v1', workspaceId, slot.id, slot.role, keyring];
}

/** A fresh key pair under the owner's password, with the keyrings that the role may have and the maker holds. */
export async function createSlot(owner: SlotOwner, making: SlotMaking): Promise<Slot> {
  const { id, role } = owner;
  const pair = createKeyPair();
  const header = { id, role, publicKey: encodeBytes(pair.publicKey) };
  const slot: Slot = {
    ...header,
    name: owner.name.normalize('NFC').trim(),
    createdAtMs: making.nowMs,
    ...(await sealPrivateKey(owner.password, header, pair.privateKey, making)),
    wraps: {
      metadata: wrapKeyring(making.workspaceId, header, 'metadata', making.keyringKeys.metadata),
    },
  };
  wipe(pair.privateKey);
  const { content } = making.keyringKeys;
  return content === undefined || !CONTENT_ROLES.includes(role)
    ? slot
    : withContent(making.workspaceId, slot, content);
}

/**
 * The slot with its portion of the content keyring's key in it (`contentPortion`). The role MUST be one of
 * `CONTENT_ROLES`.
 */
export function withContent(workspaceId: string, slot: Slot, portion: Uint8Array): Slot {
  const content = wrapKeyring(workspaceId, slot, 'content', portion);
  return { ...slot, wraps: { ...slot.wraps, content } };
}

/** A person's private key under a password: new salt, new cost. */
export async function sealPrivateKey(
  password: string,
  header: Pick<Slot, 'id' | 'role' | 'publicKey'>,
  privateKey: Uint8Array,
  { workspaceId, deviceSecret, cost = DEFAULT_PASSWORD_COST }: Omit<SlotMaking, 'keyringKeys' | 'nowMs'>,
): Promise<Pick<Slot, 'password' | 'privateKey'>> {
  const salt = randomBytes(16);
  const secret = await derivePersonSecret({
    ...{ password, salt, cost, deviceSecret, workspaceId },
    personId: header.id,
  });
  const sealed = sealBytes(secret.wrapKey, privateKeyData(workspaceId, header), privateKey);
  wipe(secret.wrapKey);
  return {
    password: { algorithm: 'argon2id', cost, salt: encodeBytes(salt), check: encodeBytes(secret.check) },
    privateKey: encodeBytes(sealed),
  };
}

/** A keyring's key, sealed to the owner's public key for one role. */
export function wrapKeyring(
  workspaceId: string,
  slot: Pick<Slot, 'id' | 'role' | 'publicKey'>,
  keyring: KeyringName,
  key: Uint8Array,
): string {
  const publicKey = Buffer.from(slot.publicKey, 'base64');
  return encodeBytes(sealToPublicKey(publicKey, wrapContext(workspaceId, slot, keyring), key));
}
