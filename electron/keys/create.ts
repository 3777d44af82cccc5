import { randomBytes, randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { Problem, type PersonId, type Role, type WorkspaceId } from '../../shared/domain/index.ts';
import { writeFileAtomic, type Clock } from '../core/index.ts';
import type { DeviceSecretStore } from './device-secret.ts';
import { createDevice } from './device-users.ts';
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
  type MetadataKeyring,
} from './keyrings.ts';
import { costFrom, type PasswordCostSource } from './password-cost.ts';
import { checkName, checkPassword } from './person-rules.ts';
import { KEY_BYTES, wipe } from './seal.ts';
import { createSlot } from './slot.ts';

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
  readonly passwordCost?: PasswordCostSource | undefined;
}

/** Fresh keys, open, for whoever lays down the first databases; closed by the caller. */
export interface CreatedKeys {
  readonly people: readonly Person[];
  readonly metadata: MetadataKeyring;
  readonly content: ContentKeyring;
  close(): void;
}

/**
 * Makes all keys of a new workspace and writes its key file (mode 600, atomic).
 *
 * @throws Problem `invalid_input` for a name or password that will not do, or two people of one name; `already_exists`
 * where a key file stands; `damaged` for a bad device secret
 */
export async function createKeyFile(
  people: readonly NewPerson[],
  options: CreateKeysOptions,
): Promise<CreatedKeys> {
  await checkPeople(people);
  if (await exists(options.path))
    throw new Problem('already_exists', 'a key file stands there already', 'Choose another folder.');
  const own = await options.deviceSecrets.loadOrCreate();
  const device = createDevice(own, options.workspaceId, options.clock.wallMs());
  wipe(own);
  const { deviceSecret } = device;
  const metadata = await createMetadataKeyring(options.workspaceId, options.clock.wallMs());
  const content = createContentKeyring();
  const keyringKeys = { metadata: randomBytes(KEY_BYTES), content: content.keyringKey };
  const slots: Slot[] = [];
  const { workspaceId, clock } = options;
  const cost = await costFrom(options.passwordCost);
  for (const person of people)
    slots.push(
      await createSlot(
        { ...person, id: randomUUID() as PersonId },
        { workspaceId, deviceSecret, nowMs: clock.wallMs(), cost, keyringKeys },
      ),
    );
  const publicKeys = publicKeysOf(metadata);
  const file: Omit<KeyFile, 'mac'> = {
    v: KEY_FILE_FORMAT,
    workspace: options.workspaceId,
    ...device.fields,
    publicKeys: {
      spool: encodeBytes(publicKeys.spool),
      checkpoint: encodeBytes(publicKeys.checkpoint),
    },
    keyrings: {
      metadata: encodeBytes(sealMetadata(keyringKeys.metadata, options.workspaceId, metadata)),
      content: encodeBytes(sealContent(keyringKeys.content, options.workspaceId, content)),
    },
    contentKeys: { epoch: content.epoch, sinceMs: options.clock.wallMs() },
    people: slots,
  };
  const mac = encodeBytes(keyFileMac(metadata.keyFileMacKey, file));
  wipe(deviceSecret, keyringKeys.metadata);
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

async function checkPeople(people: readonly NewPerson[]): Promise<void> {
  const seen = new Set<string>();
  for (const { name, password } of people) {
    checkName(name);
    const key = name.normalize('NFC').trim().toLowerCase();
    if (seen.has(key))
      throw new Problem(
        'invalid_input',
        `two people are called \`${name.trim()}\``,
        'Give each person a name of their own, because every act is recorded under it.',
      );
    seen.add(key);
    await checkPassword(password, name);
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
