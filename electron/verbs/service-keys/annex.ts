import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, type ServiceKeyId } from '../../../shared/domain/index.ts';
import { writeFileAtomic } from '../../core/index.ts';
import { createContent } from '../../evidence/index.ts';
import { associatedData, openBytes, sealBytes, type ContentKeyring } from '../../keys/index.ts';
import { Dictionary, type DictionaryState } from '../../runtime/phi/index.ts';
import type { Place } from '../desk/settings.ts';

/**
 * Where a service key works: a content store, run files and a wrapped dataset key of its own, so that it needs
 * no key of the workspace's content. What it leaves there is taken in when a content holder signs in.
 */
export interface Annex {
  readonly folder: string;
  /** The key's half in the workspace. */
  readonly keptFile: string;
  readonly contentDb: string;
  /** The dataset's key, wrapped for the annex, lies in a folder of its name here. */
  readonly datasetKeys: string;
  readonly runs: string;
  readonly dictionary: string;
}

export function annexOf(place: Place, id: ServiceKeyId): Annex {
  const folder = join(place.paths.folder, 'service-keys', id);
  return {
    folder,
    keptFile: join(folder, 'key.json'),
    contentDb: join(folder, 'content.db'),
    datasetKeys: join(folder, 'datasets'),
    runs: join(folder, 'runs'),
    dictionary: join(folder, 'dictionary.sealed'),
  };
}

/** The same workspace as a service key sees it. */
export function placeOfAnnex(place: Place, id: ServiceKeyId): Place {
  const { folder, contentDb, runs } = annexOf(place, id);
  return { ...place, paths: { ...place.paths, folder, contentDb, runs } };
}

/** Lays an annex down, empty; whatever stood there goes. */
export async function createAnnex(place: Place, id: ServiceKeyId, keys: ContentKeyring): Promise<void> {
  const { folder, runs, datasetKeys } = annexOf(place, id);
  await rm(folder, { recursive: true, force: true });
  for (const each of [folder, runs, datasetKeys]) await mkdir(each, { recursive: true, mode: 0o700 });
  await emptyStore(place, id, keys);
}

/** A content store without a payload in the place of whatever stood there. */
export async function emptyStore(place: Place, id: ServiceKeyId, keys: ContentKeyring): Promise<void> {
  const { folder, contentDb } = annexOf(place, id);
  for (const file of [contentDb, `${contentDb}-wal`, `${contentDb}-shm`]) await rm(file, { force: true });
  const store = await createContent({
    ...{ folder, workspaceId: place.workspaceId },
    ...{ databaseKey: keys.contentDbKey, categoryKeys: keys.categories },
  });
  await store.close();
}

interface SharedDictionary {
  readonly place: Place;
  readonly id: ServiceKeyId;
  readonly keys: ContentKeyring;
  /** Sequence number of the newest entry that changed the dictionary; -1 where none did. */
  readonly asOfSeq: number;
}

/** Gives the hospital's dictionary to a key, so that its runs redact what the hospital knows. */
export async function shareDictionary(
  shared: SharedDictionary,
  { identifiers, words }: Dictionary,
): Promise<void> {
  const text = Buffer.from(JSON.stringify({ identifiers, words }), 'utf8');
  const sealed = sealBytes(shared.keys.categories.artefacts, boundTo(shared), text);
  await writeFileAtomic(annexOf(shared.place, shared.id).dictionary, sealed);
}

/** @throws Problem `changed` where the dictionary has changed since it was given */
export async function readSharedDictionary(shared: SharedDictionary): Promise<DictionaryState> {
  const { dictionary } = annexOf(shared.place, shared.id);
  try {
    const opened = openBytes(shared.keys.categories.artefacts, boundTo(shared), await readFile(dictionary));
    return { ...Dictionary.parse(JSON.parse(Buffer.from(opened).toString('utf8'))), revision: 0 };
  } catch {
    throw new Problem(
      'changed',
      'the dictionary of this hospital has changed since the service key was given it',
      'A content holder signs in once; that gives it anew.',
    );
  }
}

function boundTo({ place, id, asOfSeq }: SharedDictionary): Uint8Array {
  return associatedData('swarm-clinical/service-dictionary/v1', place.workspaceId, id, asOfSeq);
}
