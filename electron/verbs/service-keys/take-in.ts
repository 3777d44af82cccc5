import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, type DatasetId, type ServiceKeyId } from '../../../shared/domain/index.ts';
import { removeSecretFile } from '../../core/index.ts';
import type { Journal } from '../../evidence/index.ts';
import type { ServiceKey } from '../../governance/index.ts';
import { unpackAnnexKeys, wipe, wipeContent, type ContentKeyring } from '../../keys/index.ts';
import { APPLICATION_CONTEXT } from '../actor.ts';
import type { Content } from '../content.ts';
import type { Place } from '../desk/settings.ts';
import { annexOf, emptyStore, shareDictionary } from './annex.ts';
import { serviceKeysIn } from './sign-in.ts';

/** What of a content holder's desk takes part. */
type Stores = Pick<Content, 'payloads' | 'datasets' | 'runFiles' | 'dictionary'>;

/** Sequence number of the newest entry that changed the hospital's dictionary; -1 where none did. */
export async function dictionaryAsOf(read: Pick<Journal['read'], 'ofKinds'>): Promise<number> {
  return (await read.ofKinds(['redaction.dictionary_changed'])).at(-1)?.entry.seq ?? -1;
}

/** Gives a key what it needs of the workspace: the wrapped key of its dataset, and the dictionary. */
export async function shareWith(
  journal: Pick<Journal, 'read'>,
  stores: Pick<Stores, 'datasets' | 'dictionary'>,
  to: {
    readonly place: Place;
    readonly id: ServiceKeyId;
    readonly keys: ContentKeyring;
    readonly dataset: DatasetId;
  },
): Promise<void> {
  const { place, id, keys, dataset } = to;
  await stores.datasets.shareKey(dataset, annexOf(place, id).datasetKeys, keys.categories.datasets);
  const shared = { place, id, keys, asOfSeq: await dictionaryAsOf(journal.read) };
  await shareDictionary(shared, await stores.dictionary.read());
}

/**
 * Takes in what runs by service keys left in their annexes, gives the keys that still count the dictionary as it is
 * now, and removes the annexes of the others. Called by whoever holds content, before anything else is read; safe to
 * call again after a crash. A damaged annex is recorded and keeps nobody out.
 */
export async function takeInServiceRuns(
  journal: Pick<Journal, 'read' | 'event'>,
  place: Place,
  stores: Stores,
  nowMs: number,
): Promise<void> {
  for (const key of await serviceKeysIn(journal.read, nowMs)) {
    if (key.annex === undefined || !existsSync(annexOf(place, key.id).folder)) continue;
    const packed = await stores.payloads.get('artefacts', key.annex);
    const keys = unpackAnnexKeys(packed);
    wipe(packed);
    try {
      await takeInOne(journal, place, stores, key, keys);
    } finally {
      wipeContent(keys);
    }
  }
}

async function takeInOne(
  journal: Pick<Journal, 'read' | 'event'>,
  place: Place,
  stores: Stores,
  key: ServiceKey,
  keys: ContentKeyring,
): Promise<void> {
  const annex = annexOf(place, key.id);
  const counts = { payloads: 0, files: 0, damaged: false };
  const trying = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      counts.damaged = true;
    }
  };
  await trying(async () => {
    counts.payloads = await stores.payloads.takeIn({
      ...{ folder: annex.folder, workspaceId: place.workspaceId },
      ...{ databaseKey: keys.contentDbKey, categoryKeys: keys.categories },
    });
  });
  await trying(async () => {
    counts.files = await stores.runFiles.takeIn({
      folder: annex.runs,
      keys: () => [{ epoch: 1, key: keys.categories.artefacts }],
    });
  });
  if (counts.damaged || counts.payloads > 0 || counts.files > 0)
    await journal.event('service_key.taken_in', { key: key.id, ...counts }, APPLICATION_CONTEXT);
  if (key.state !== 'good') await removeAnnex(place, key, counts.damaged);
  else {
    if (counts.payloads > 0) await emptyStore(place, key.id, keys);
    const shared = { place, id: key.id, keys, asOfSeq: await dictionaryAsOf(journal.read) };
    await shareDictionary(shared, await stores.dictionary.read());
  }
}

/** The annex of a key that counts no more goes, its wrapped keys first; what did not open stays to be looked at. */
async function removeAnnex(place: Place, { id, scope }: ServiceKey, damaged: boolean): Promise<void> {
  const { folder, keptFile, datasetKeys } = annexOf(place, id);
  await removeSecretFile(keptFile);
  await removeSecretFile(join(datasetKeys, scope.dataset, 'dataset.key'));
  if (!damaged) await rm(folder, { recursive: true, force: true });
}

/** A dataset was erased: no annex keeps its key. */
export async function forgetDataset(
  journal: Pick<Journal, 'read'>,
  place: Place,
  dataset: DatasetId,
  nowMs: number,
): Promise<void> {
  for (const { id, scope } of await serviceKeysIn(journal.read, nowMs))
    if (scope.dataset === dataset)
      await removeSecretFile(join(annexOf(place, id).datasetKeys, dataset, 'dataset.key'));
}
