import { join } from 'node:path';
import type { DatasetId, WorkspaceId } from '../../../shared/domain/index.ts';
import type { OneDatasetView, RowsView } from '../../../shared/ipc/index.ts';
import { connect, startWorker } from '../../core/index.ts';
import type { OneDatasetMethods } from './one-dataset.worker.ts';
import { CategoryKeys, type EpochKey } from './storage/category-keys.ts';
import { openDatasetKey } from './storage/dataset-files.ts';

interface OnePlace {
  /** The workspace's `datasets` folder. */
  readonly folder: string;
  readonly workspaceId: WorkspaceId;
  readonly dataset: DatasetId;
}

/** One dataset to read, by its own key. Every method may throw a Problem, as `DatasetStore`. */
export interface OneDataset {
  /** The newest version unless one is named. */
  describe(version?: number): Promise<OneDatasetView>;
  /** Cells in clear. */
  readRows(version: number, offset: number, limit: number): Promise<RowsView>;
  /** Wipes the key and ends the worker. */
  close(): Promise<void>;
}

/**
 * The key of one dataset, for whoever may open this one and no other. The caller wipes it.
 *
 * @throws Problem `not_found`, `damaged`
 */
export function keyOfDataset(
  { folder, workspaceId, dataset }: OnePlace,
  [newest, ...former]: readonly [EpochKey, ...EpochKey[]],
): Promise<Uint8Array> {
  const keys = new CategoryKeys(newest, former);
  return openDatasetKey(join(folder, dataset), { workspace: workspaceId, dataset }, keys);
}

/** Starts a worker that holds the key of this dataset alone. The caller keeps and wipes its own copy. */
export async function openOneDataset(
  { folder, workspaceId, dataset }: OnePlace,
  datasetKey: Uint8Array,
): Promise<OneDataset> {
  const channel = startWorker(new URL('./one-dataset.worker.ts', import.meta.url), 'one-dataset');
  const worker = connect<OneDatasetMethods>(channel, 'one dataset');
  try {
    // Moved, not cloned: only the worker has it afterwards.
    const key = Uint8Array.from(datasetKey);
    const request = { folder: join(folder, dataset), workspace: workspaceId, dataset, key };
    await worker.call('open', request, { transfer: [key.buffer] });
  } catch (error) {
    await worker.close();
    throw error;
  }
  return {
    describe: (version) => worker.call('describe', version),
    readRows: (version, offset, limit) => worker.call('readRows', { version, offset, limit }),
    close: async () => {
      await worker.call('close', undefined);
      await worker.close();
    },
  };
}
