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

/** Keys to what patients told; operator and compliance hold them. */
export interface ContentKeyring {
  readonly contentDbKey: Uint8Array;
  readonly categories: Readonly<Record<DataCategory, Uint8Array>>;
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
  return contentFrom(() => randomBytes(KEY_BYTES));
}

export function sealMetadata(key: Uint8Array, workspaceId: string, keyring: MetadataKeyring): Uint8Array {
  return sealFields(key, workspaceId, 'metadata', { ...keyring });
}

export function sealContent(key: Uint8Array, workspaceId: string, keyring: ContentKeyring): Uint8Array {
  return sealFields(key, workspaceId, 'content', {
    contentDbKey: keyring.contentDbKey,
    ...keyring.categories,
  });
}

/** @throws Problem `damaged` */
export function openMetadata(key: Uint8Array, workspaceId: string, sealed: Uint8Array): MetadataKeyring {
  const take = openFields(key, workspaceId, 'metadata', sealed);
  return Object.fromEntries(
    Object.entries(METADATA_FIELDS).map(([name, length]) => [name, take(name, length)]),
  ) as unknown as MetadataKeyring;
}

/** @throws Problem `damaged` */
export function openContent(key: Uint8Array, workspaceId: string, sealed: Uint8Array): ContentKeyring {
  const take = openFields(key, workspaceId, 'content', sealed);
  return contentFrom((name) => take(name, KEY_BYTES));
}

export function wipeMetadata(keyring: MetadataKeyring): void {
  wipe(...(Object.keys(METADATA_FIELDS) as (keyof MetadataKeyring)[]).map((name) => keyring[name]));
}

export function wipeContent(keyring: ContentKeyring): void {
  wipe(keyring.contentDbKey, ...Object.values(keyring.categories));
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

function contentFrom(take: (name: string) => Uint8Array): ContentKeyring {
  return {
    contentDbKey: take('contentDbKey'),
    categories: Object.fromEntries(DATA_CATEGORIES.map((category) => [category, take(category)])) as Record<
      DataCategory,
      Uint8Array
    >,
  };
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

function openFields(
  key: Uint8Array,
  workspaceId: string,
  name: KeyringName,
  sealed: Uint8Array,
): (field: string, length: number) => Uint8Array {
  const packed = openBytes(key, keyringData(workspaceId, name), sealed);
  const fields = unpackFields(packed);
  wipe(packed);
  return (field, length) => {
    const bytes = fields.get(field);
    if (bytes === undefined || (length !== 0 && bytes.length !== length))
      throw new Problem('damaged', `the ${name} keyring lacks \`${field}\``);
    return bytes;
  };
}
