import { randomBytes, randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import {
  CONTENT_ROLES,
  Problem,
  type PersonId,
  type Role,
  type WorkspaceId,
} from '../../shared/domain/index.ts';
import { writeFileAtomic, type Clock } from '../core/index.ts';
import { deviceFingerprint, type DeviceSecretStore } from './device-secret.ts';
import { createKeyPair, sealToPublicKey } from './envelope.ts';
import { encodeBytes, KEY_FILE_FORMAT, keyFileMac, type KeyFile, type Slot } from './key-file.ts';
import {
  createContentKeyring,
  createMetadataKeyring,
  publicKeysOf,
  sealContent,
  sealMetadata,
  wipeContent,
  wipeMetadata,
  type ContentKeyring,
  type KeyringName,
  type MetadataKeyring,
} from './keyrings.ts';
import { DEFAULT_PASSWORD_COST, derivePersonSecret, type PasswordCost } from './password.ts';
import { associatedData, KEY_BYTES, sealBytes, wipe } from './seal.ts';

const MIN_PASSWORD_LENGTH = 8;

export interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
}

export interface CreateKeysOptions {
  /** Where `keys.json` comes to stand. */
  readonly path: string;
  readonly workspaceId: WorkspaceId;
  readonly deviceSecrets: DeviceSecretStore;
  readonly clock: Clock;
  readonly passwordCost?: PasswordCost | undefined;
}

/** Fresh keys, open, for whoever lays down the first databases; closed by the caller. */
export interface CreatedKeys {
  readonly people: readonly Person[];
  readonly metadata: MetadataKeyring;
  readonly content: ContentKeyring;
  close(): void;
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

/**
 * Makes all keys of a new workspace and writes its key file (mode 600, atomic).
 *
 * @throws Problem `invalid_input` for a short password or two people of one name; `already_exists`
 * where a key file stands; `damaged` for a bad device secret
 */
export async function createKeyFile(
  people: readonly NewPerson[],
  options: CreateKeysOptions,
): Promise<CreatedKeys> {
  checkPeople(people);
  if (await exists(options.path))
    throw new Problem('already_exists', 'a key file stands there already', 'Choose another folder.');
  const deviceSecret = await options.deviceSecrets.loadOrCreate();
  const metadata = await createMetadataKeyring(options.workspaceId, options.clock.wallMs());
  const content = createContentKeyring();
  const keyringKeys = { metadata: randomBytes(KEY_BYTES), content: randomBytes(KEY_BYTES) };
  const slots: Slot[] = [];
  for (const person of people) slots.push(await createSlot(person, options, deviceSecret, keyringKeys));
  const publicKeys = publicKeysOf(metadata);
  const file: Omit<KeyFile, 'mac'> = {
    v: KEY_FILE_FORMAT,
    workspace: options.workspaceId,
    device: encodeBytes(deviceFingerprint(deviceSecret, options.workspaceId)),
    publicKeys: {
      spool: encodeBytes(publicKeys.spool),
      checkpoint: encodeBytes(publicKeys.checkpoint),
    },
    keyrings: {
      metadata: encodeBytes(sealMetadata(keyringKeys.metadata, options.workspaceId, metadata)),
      content: encodeBytes(sealContent(keyringKeys.content, options.workspaceId, content)),
    },
    people: slots,
  };
  const mac = encodeBytes(keyFileMac(metadata.keyFileMacKey, file));
  wipe(deviceSecret, keyringKeys.metadata, keyringKeys.content);
  await writeFileAtomic(options.path, `${JSON.stringify({ ...file, mac }, null, 2)}\n`);
  return {
    people: slots.map(({ id, name, role }) => ({ id, name, role })),
    metadata,
    content,
    close: () => {
      wipeMetadata(metadata);
      wipeContent(content);
    },
  };
}

async function createSlot(
  person: NewPerson,
  options: CreateKeysOptions,
  deviceSecret: Uint8Array,
  keyringKeys: Readonly<Record<KeyringName, Uint8Array>>,
): Promise<Slot> {
  const id = randomUUID() as PersonId;
  const workspaceId = options.workspaceId;
  const pair = createKeyPair();
  const publicKey = encodeBytes(pair.publicKey);
  const salt = randomBytes(16);
  const cost = options.passwordCost ?? DEFAULT_PASSWORD_COST;
  const secret = await derivePersonSecret({
    password: person.password,
    salt,
    cost,
    deviceSecret,
    workspaceId,
    personId: id,
  });
  const header = { id, role: person.role, publicKey };
  const wrap = (keyring: KeyringName): string =>
    encodeBytes(
      sealToPublicKey(pair.publicKey, wrapContext(workspaceId, header, keyring), keyringKeys[keyring]),
    );
  const slot: Slot = {
    ...header,
    name: person.name.normalize('NFC').trim(),
    createdAtMs: options.clock.wallMs(),
    password: { algorithm: 'argon2id', cost, salt: encodeBytes(salt), check: encodeBytes(secret.check) },
    privateKey: encodeBytes(sealBytes(secret.wrapKey, privateKeyData(workspaceId, header), pair.privateKey)),
    wraps: {
      metadata: wrap('metadata'),
      ...(CONTENT_ROLES.includes(person.role) ? { content: wrap('content') } : {}),
    },
  };
  wipe(pair.privateKey, secret.wrapKey);
  return slot;
}

function checkPeople(people: readonly NewPerson[]): void {
  const seen = new Set<string>();
  for (const { name, password } of people) {
    const key = name.normalize('NFC').trim().toLowerCase();
    if (key === '') throw new Problem('invalid_input', 'a person needs a name');
    if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name))
      throw new Problem(
        'invalid_input',
        'a name holds characters that cannot be seen',
        'Type the name anew; it stands under every act and in every report.',
      );
    if (seen.has(key))
      throw new Problem(
        'invalid_input',
        `two people are called \`${name.trim()}\``,
        'Give each person a name of their own, because every act is recorded under it.',
      );
    seen.add(key);
    if (password.length < MIN_PASSWORD_LENGTH)
      throw new Problem(
        'invalid_input',
        `the password of \`${name.trim()}\` is too short`,
        `Use at least ${MIN_PASSWORD_LENGTH} characters.`,
      );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
