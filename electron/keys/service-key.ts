import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Problem, ServiceKeyId, ServiceScope, WorkspaceId } from '../../shared/domain/index.ts';
import { canonicalJson } from '../../shared/formats/canonical-json.ts';
import { removeSecretFile, replaceSecretFile } from '../core/index.ts';
import type { DeviceSecretStore } from './device-secret.ts';
import { requireDevice } from './device-users.ts';
import { packFields, unpackFields } from './fields.ts';
import { decodeBytes, encodeBytes, readKeyFile } from './key-file.ts';
import {
  categoriesFrom,
  wipeContent,
  wipeMetadata,
  type ContentKeyring,
  type MetadataKeyring,
} from './keyrings.ts';
import { associatedData, KEY_BYTES, openBytes, sealBytes, wipe } from './seal.ts';

/*
 * A service key is a file with a random secret. Together with this workstation's device secret it opens one sealed
 * keyring in the workspace: the keys of the journal, and those of the key's own annex, a content store and
 * a wrapped dataset key of its own. It never holds a key of the workspace's content.
 */

/** A key file is a few hundred bytes; a bigger one is not read. */
const MAX_FILE_BYTES = 64 * 1024;

const base64 = z.base64().max(20_000);

/** The half that stands in the workspace: gone, and the key opens nothing. */
const KeptHalf = z.strictObject({
  v: z.literal(1),
  workspace: WorkspaceId,
  id: ServiceKeyId,
  generation: z.int().positive(),
  scope: ServiceScope,
  expiresAtMs: z.int(),
  sealed: base64,
});
type KeptHalf = z.infer<typeof KeptHalf>;

/** The half that is handed out once. */
const HandedHalf = z.strictObject({
  format: z.literal('swarm-clinical/service-key'),
  version: z.literal(1),
  workspace: WorkspaceId,
  id: ServiceKeyId,
  generation: z.int().positive(),
  secret: base64,
});

/** What a service key is good for, and until when. */
export interface ServiceTerms {
  readonly id: ServiceKeyId;
  /** Counts from 1; each rotation makes the next, and those before open nothing. */
  readonly generation: number;
  readonly scope: ServiceScope;
  readonly expiresAtMs: number;
}

export interface ServiceKeyPlace {
  /** `keys.json`, which knows the workstation. */
  readonly keyFile: string;
  /** The half in the workspace. */
  readonly keptFile: string;
  readonly workspaceId: WorkspaceId;
  readonly deviceSecrets: DeviceSecretStore;
}

/** What an opened service key gives; closed by the caller. */
export interface OpenedServiceKey {
  readonly terms: ServiceTerms;
  /** The journal's keys alone: nothing is signed with it, and no key file is authenticated. */
  readonly metadata: MetadataKeyring;
  /** Of the key's own annex, not of the workspace. */
  readonly content: ContentKeyring | undefined;
  dropContent(): void;
  close(): void;
}

/**
 * Makes a key, or its next generation: the kept half is written in one step, and from then on what was handed
 * out before opens nothing.
 *
 * @returns the file to hand out; secret, shown once, wiped by the caller
 * @throws Problem `foreign_file` on another workstation
 */
export async function makeServiceKey(
  place: ServiceKeyPlace,
  terms: ServiceTerms,
  keys: { readonly metadata: MetadataKeyring; readonly annex: ContentKeyring },
): Promise<Uint8Array> {
  const secret = randomBytes(KEY_BYTES);
  const packed = packFields({
    ...journalFields(keys.metadata),
    contentDbKey: keys.annex.contentDbKey,
    ...keys.annex.categories,
  });
  const wrapKey = await wrapKeyOf(place, terms, secret);
  try {
    const kept: KeptHalf = {
      ...{ v: 1, workspace: place.workspaceId },
      ...terms,
      sealed: encodeBytes(sealBytes(wrapKey, boundTo(place.workspaceId, terms), packed)),
    };
    await replaceSecretFile(place.keptFile, Buffer.from(`${JSON.stringify(kept, null, 2)}\n`));
    const handed: z.infer<typeof HandedHalf> = {
      ...{ format: 'swarm-clinical/service-key', version: 1, workspace: place.workspaceId },
      ...{ id: terms.id, generation: terms.generation, secret: encodeBytes(secret) },
    };
    return Buffer.from(`${JSON.stringify(handed, null, 2)}\n`, 'utf8');
  } finally {
    wipe(secret, packed, wrapKey);
  }
}

/** Which key a handed file says it is. @throws Problem `foreign_file` */
export function readServiceKeyFile(bytes: Uint8Array): z.infer<typeof HandedHalf> {
  if (bytes.length > MAX_FILE_BYTES) throw noKey();
  try {
    return HandedHalf.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw noKey();
  }
}

/**
 * Opens what a service key opens. Whether it has expired or was revoked is for the journal to say.
 *
 * @throws Problem `foreign_file` for another workspace or workstation; `not_found` where its half in the
 * workspace is gone; `wrong_password` for a secret or generation that no longer counts; `damaged`
 */
export async function openServiceKey(place: ServiceKeyPlace, file: Uint8Array): Promise<OpenedServiceKey> {
  const handed = readServiceKeyFile(file);
  if (handed.workspace !== place.workspaceId)
    throw new Problem('foreign_file', 'the service key belongs to another workspace');
  const { sealed, workspace, id, generation, scope, expiresAtMs } = await readKept(place.keptFile);
  const terms = { id, generation, scope, expiresAtMs };
  if (workspace !== place.workspaceId || terms.id !== handed.id)
    throw new Problem('damaged', 'the half of the service key in the workspace belongs elsewhere');
  if (terms.generation !== handed.generation)
    throw new Problem(
      'wrong_password',
      'the service key was rotated: this file opens nothing any more',
      'Use the newest file.',
    );
  const secret = decodeBytes(handed.secret);
  const wrapKey = await wrapKeyOf(place, terms, secret);
  let packed: Uint8Array;
  try {
    packed = openBytes(wrapKey, boundTo(workspace, terms), decodeBytes(sealed));
  } catch {
    throw new Problem(
      'wrong_password',
      'the service key does not open: its file or its half in the workspace was changed',
      'Revoke it and make a new one.',
    );
  } finally {
    wipe(secret, wrapKey);
  }
  const fields = unpackFields(packed);
  wipe(packed);
  return opened(terms, fields);
}

/** Takes the half in the workspace away, so that the key opens nothing. Safe where it is gone. */
export async function removeServiceKey(keptFile: string): Promise<void> {
  await removeSecretFile(keptFile);
}

/** A keyring for a key's annex as bytes, for the content holders' own store. The caller wipes them. */
export function packAnnexKeys({ contentDbKey, categories }: ContentKeyring): Uint8Array {
  return packFields({ contentDbKey, ...categories });
}

/** @throws Problem `damaged` */
export function unpackAnnexKeys(packed: Uint8Array): ContentKeyring {
  return annexFrom(unpackFields(packed));
}

function opened(terms: ServiceTerms, fields: ReadonlyMap<string, Uint8Array>): OpenedServiceKey {
  const none = new Uint8Array(0);
  const metadata: MetadataKeyring = {
    ...(Object.fromEntries(JOURNAL_FIELDS.map((name) => [name, required(fields, name)])) as Record<
      (typeof JOURNAL_FIELDS)[number],
      Uint8Array
    >),
    ...{ keyFileMacKey: none, reportKeyPkcs8: none },
  };
  let content: ContentKeyring | undefined = annexFrom(fields);
  const dropContent = (): void => {
    if (content !== undefined) wipeContent(content);
    content = undefined;
  };
  return {
    terms,
    metadata,
    get content() {
      return content;
    },
    dropContent,
    close: () => {
      dropContent();
      wipeMetadata(metadata);
    },
  };
}

const JOURNAL_FIELDS = [
  'journalDbKey',
  'journalMacKey',
  'checkpointSeed',
  'spoolPrivateKey',
  'reportCertificateDer',
  'reportRootDer',
] as const satisfies readonly (keyof MetadataKeyring)[];

function journalFields(metadata: MetadataKeyring): Record<string, Uint8Array> {
  return Object.fromEntries(JOURNAL_FIELDS.map((name) => [name, metadata[name]]));
}

function annexFrom(fields: ReadonlyMap<string, Uint8Array>): ContentKeyring {
  return {
    // An annex has no keyring of its own in the key file.
    keyringKey: new Uint8Array(0),
    ...{ contentDbKey: required(fields, 'contentDbKey'), epoch: 1, former: [] },
    categories: categoriesFrom((category) => required(fields, category)),
  };
}

function required(fields: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = fields.get(name);
  if (bytes === undefined) throw new Problem('damaged', `the keyring of a service key lacks \`${name}\``);
  return bytes;
}

async function readKept(path: string): Promise<KeptHalf> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) throw new Error('too big');
    return KeptHalf.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Problem(
        'not_found',
        'the service key is not known here: it was revoked, or the workspace was restored from a backup',
        'A content holder makes a new one.',
      );
    throw new Problem('damaged', 'the half of the service key in the workspace cannot be read');
  }
}

/** Secret and workstation together; neither alone opens anything. */
async function wrapKeyOf(
  { keyFile, workspaceId, deviceSecrets }: ServiceKeyPlace,
  { id, generation }: ServiceTerms,
  secret: Uint8Array,
): Promise<Uint8Array> {
  const device = await requireDevice(await readKeyFile(keyFile), deviceSecrets);
  const material = Buffer.concat([secret, device]);
  const info = associatedData('swarm-clinical/service-key/v1', workspaceId, id, generation);
  try {
    return new Uint8Array(hkdfSync('sha256', material, new Uint8Array(0), info, KEY_BYTES));
  } finally {
    wipe(device, material);
  }
}

/** Scope and expiry are bound into the seal: changed, it does not open. */
function boundTo(workspaceId: string, { id, generation, scope, expiresAtMs }: ServiceTerms): Uint8Array {
  const terms = canonicalJson({ ...scope });
  return associatedData('swarm-clinical/service-keyring/v1', workspaceId, id, generation, expiresAtMs, terms);
}

function noKey(): Problem {
  return new Problem('foreign_file', 'the file is no service key', 'Choose the file that was handed out.');
}
