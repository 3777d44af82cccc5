import { createPrivateKey, createPublicKey, randomBytes, type KeyObject } from 'node:crypto';
import { DATA_CATEGORIES, Problem, type DataCategory } from '../../shared/domain/index.ts';
import { createReportIdentity, type ReportIdentity } from './certificate.ts';
import { createKeyPair, publicKeyOf } from './envelope.ts';
import { packFields, unpackFields } from './fields.ts';
import { associatedData, KEY_BYTES, openBytes, sealBytes, wipe } from './seal.ts';

/** Keys to evidence; every role holds them. Symmetric keys and seeds are 32 bytes. */
export interface MetadataKeyring extends ReportIdentity {
  readonly journalDbKey: Uint8Array;
  readonly journalMacKey: Uint8Array;
  /** Ed25519 seed that checkpoints are signed with. */
  readonly checkpointSeed: Uint8Array;
  /** Opens the spool of events before unlock; P-256, raw. */
  readonly spoolPrivateKey: Uint8Array;
  /** Authenticates the key file. */
  readonly keyFileMacKey: Uint8Array;
}

/** One key per data category; what is made in a category is wrapped under its key. */
export type CategoryKeySet = Readonly<Record<DataCategory, Uint8Array>>;

/** The category keys of one epoch; epochs count from 1. */
export interface KeyEpoch {
  readonly epoch: number;
  readonly categories: CategoryKeySet;
}

/** Keys to what patients told; operator and compliance hold them. */
export interface ContentKeyring extends KeyEpoch {
  /** Seals this keyring in the key file; not part of it. */
  readonly keyringKey: Uint8Array;
  readonly contentDbKey: Uint8Array;
  /** Keys of earlier epochs, newest first: they open what was not wrapped anew, and wrap nothing. */
  readonly former: readonly KeyEpoch[];
}

/** Lengths in bytes; 0 where it varies. */
const METADATA_FIELDS = {
  journalDbKey: KEY_BYTES,
  journalMacKey: KEY_BYTES,
  checkpointSeed: KEY_BYTES,
  spoolPrivateKey: KEY_BYTES,
  keyFileMacKey: KEY_BYTES,
  reportKeyPkcs8: 0,
  reportCertificateDer: 0,
  reportRootDer: 0,
} as const satisfies Record<keyof MetadataKeyring, number>;

/** Earlier epochs that a keyring keeps: more than eight years of quarterly rotations. */
const MOST_FORMER = 40;
const EPOCH_FIELD = /^epoch-(\d{1,9})$/;

export type KeyringName = 'metadata' | 'content';

export async function createMetadataKeyring(workspaceId: string, nowMs: number): Promise<MetadataKeyring> {
  return {
    journalDbKey: randomBytes(KEY_BYTES),
    journalMacKey: randomBytes(KEY_BYTES),
    checkpointSeed: randomBytes(KEY_BYTES),
    spoolPrivateKey: createKeyPair().privateKey,
    keyFileMacKey: randomBytes(KEY_BYTES),
    ...(await createReportIdentity(workspaceId, nowMs)),
  };
}

export function createContentKeyring(): ContentKeyring {
  return {
    ...{ keyringKey: randomBytes(KEY_BYTES), contentDbKey: randomBytes(KEY_BYTES) },
    ...{ epoch: 1, categories: freshCategories(), former: [] },
  };
}

/**
 * The keyring with a new epoch in front, under a fresh key; it shares no buffer with the one before, which the caller wipes.
 * The oldest epoch goes once there are too many: a rotation begins only when nothing is left under any.
 */
export function withNewEpoch(keyring: ContentKeyring): ContentKeyring {
  const { contentDbKey, former, ...present } = keyring;
  return {
    keyringKey: randomBytes(KEY_BYTES),
    contentDbKey: Uint8Array.from(contentDbKey),
    epoch: keyring.epoch + 1,
    categories: freshCategories(),
    former: [{ epoch: present.epoch, categories: present.categories }, ...former]
      .slice(0, MOST_FORMER)
      .map(({ epoch, categories }) => ({
        epoch,
        categories: categoriesFrom((category) => Uint8Array.from(categories[category])),
      })),
  };
}

export function sealMetadata(key: Uint8Array, workspaceId: string, keyring: MetadataKeyring): Uint8Array {
  return sealFields(key, workspaceId, 'metadata', { ...keyring });
}

export function sealContent(key: Uint8Array, workspaceId: string, keyring: ContentKeyring): Uint8Array {
  const epochs = [keyring, ...keyring.former].map(
    ({ epoch, categories }) => [`epoch-${epoch}`, packFields({ ...categories })] as const,
  );
  try {
    return sealFields(key, workspaceId, 'content', {
      contentDbKey: keyring.contentDbKey,
      ...Object.fromEntries(epochs),
    });
  } finally {
    wipe(...epochs.map(([, packed]) => packed));
  }
}

/** @throws Problem `damaged` */
export function openMetadata(key: Uint8Array, workspaceId: string, sealed: Uint8Array): MetadataKeyring {
  const { take } = openFields(key, workspaceId, 'metadata', sealed);
  return Object.fromEntries(
    Object.entries(METADATA_FIELDS).map(([name, length]) => [name, take(name, length)]),
  ) as unknown as MetadataKeyring;
}

/**
 * Opens a content keyring. One that was sealed before keys had epochs holds its keys beside each other: they
 * are the first epoch.
 *
 * @throws Problem `damaged`
 */
export function openContent(key: Uint8Array, workspaceId: string, sealed: Uint8Array): ContentKeyring {
  const { take, names } = openFields(key, workspaceId, 'content', sealed);
  const contentDbKey = take('contentDbKey', KEY_BYTES);
  const keyringKey = Uint8Array.from(key);
  const numbers = names
    .flatMap((name) => EPOCH_FIELD.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
  const [epoch, ...former] = numbers;
  if (epoch === undefined)
    return {
      ...{ keyringKey, contentDbKey, epoch: 1, former: [] },
      categories: categoriesFrom((category) => take(category, KEY_BYTES)),
    };
  const categoriesOf = (number: number): CategoryKeySet => {
    const packed = take(`epoch-${number}`, 0);
    const fields = unpackFields(packed);
    wipe(packed);
    return categoriesFrom((category) => required(fields.get(category), 'content', category, KEY_BYTES));
  };
  return {
    ...{ keyringKey, contentDbKey, epoch, categories: categoriesOf(epoch) },
    former: former.map((number) => ({ epoch: number, categories: categoriesOf(number) })),
  };
}

export function wipeMetadata(keyring: MetadataKeyring): void {
  wipe(...(Object.keys(METADATA_FIELDS) as (keyof MetadataKeyring)[]).map((name) => keyring[name]));
}

export function wipeContent(keyring: ContentKeyring): void {
  wipe(
    keyring.keyringKey,
    keyring.contentDbKey,
    ...[keyring, ...keyring.former].flatMap(({ categories }) => Object.values(categories)),
  );
}

/** The Ed25519 private key of a 32-byte seed, as RFC 8410 wraps it. */
export function ed25519FromSeed(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  wipe(der);
  return key;
}

/** Public halves that stand in the key file in clear. */
export interface PublicKeys {
  readonly spool: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly checkpoint: Uint8Array;
}

export function publicKeysOf(keyring: MetadataKeyring): PublicKeys {
  const checkpoint = createPublicKey(ed25519FromSeed(keyring.checkpointSeed));
  return {
    spool: publicKeyOf(keyring.spoolPrivateKey),
    checkpoint: checkpoint.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES),
  };
}

function freshCategories(): CategoryKeySet {
  return categoriesFrom(() => randomBytes(KEY_BYTES));
}

/** One key for each data category. */
export function categoriesFrom(take: (category: DataCategory) => Uint8Array): CategoryKeySet {
  return Object.fromEntries(
    DATA_CATEGORIES.map((category) => [category, take(category)]),
  ) as unknown as CategoryKeySet;
}

function keyringData(workspaceId: string, name: KeyringName): Uint8Array {
  return associatedData('swarm-clinical/keyring/v1', workspaceId, name);
}

function sealFields(
  key: Uint8Array,
  workspaceId: string,
  name: KeyringName,
  fields: Readonly<Record<string, Uint8Array>>,
): Uint8Array {
  const packed = packFields(fields);
  try {
    return sealBytes(key, keyringData(workspaceId, name), packed);
  } finally {
    wipe(packed);
  }
}

interface OpenFields {
  readonly names: readonly string[];
  take(field: string, length: number): Uint8Array;
}

function openFields(key: Uint8Array, workspaceId: string, name: KeyringName, sealed: Uint8Array): OpenFields {
  const packed = openBytes(key, keyringData(workspaceId, name), sealed);
  const fields = unpackFields(packed);
  wipe(packed);
  return {
    names: [...fields.keys()],
    take: (field, length) => required(fields.get(field), name, field, length),
  };
}

/** @param length in bytes; 0 where it varies */
function required(
  bytes: Uint8Array | undefined,
  name: KeyringName,
  field: string,
  length: number,
): Uint8Array {
  if (bytes === undefined || (length !== 0 && bytes.length !== length))
    throw new Problem('damaged', `the ${name} keyring lacks \`${field}\``);
  return bytes;
}
