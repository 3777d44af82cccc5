import { Problem, type DatasetId, type WorkspaceId } from '../../../shared/domain/index.ts';
import type { OneDatasetView, RowsView } from '../../../shared/ipc/index.ts';
import { serve, workerParent } from '../../core/index.ts';
import { CellCache } from './cell-cache.ts';
import { OpenDataset } from './shelf.ts';
import { DatasetFiles } from './storage/dataset-files.ts';
import { TableVersion } from './table-version.ts';

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type OneDatasetMethods = {
  open(request: {
    readonly folder: string;
    readonly workspace: WorkspaceId;
    readonly dataset: DatasetId;
    /** Of this dataset alone. */
    readonly key: Uint8Array;
  }): void;
  describe(version: number | undefined): Promise<OneDatasetView>;
  readRows(request: {
    readonly version: number;
    readonly offset: number;
    readonly limit: number;
  }): Promise<RowsView>;
  close(): Promise<void>;
};

let opened: OpenDataset | undefined;

function dataset(): OpenDataset {
  if (opened === undefined) throw new Problem('not_signed_in', 'the dataset is locked', 'Sign in.');
  return opened;
}

const methods: OneDatasetMethods = {
  open: ({ folder, workspace, dataset: id, key }) => {
    opened = new OpenDataset(DatasetFiles.withKey(folder, { workspace, dataset: id }, key));
  },
  describe: async (version) => {
    const { all, last } = await dataset().versions();
    const manifest = await dataset().manifest(version ?? last);
    return {
      ...{ table: manifest.table, version: manifest.version, versions: [...all], rows: manifest.rows },
      columns: manifest.columns.map(({ info: { name, type } }) => ({ name, type })),
    };
  },
  readRows: async ({ version, offset, limit }) => {
    const manifest = await dataset().manifest(version);
    const source = new TableVersion(dataset().files, manifest, new CellCache());
    const rows = await source.window(offset, limit);
    return { offset, total: source.rows, columns: source.columns.map(({ name }) => name), rows };
  },
  close: async () => {
    const closing = opened;
    opened = undefined;
    await closing?.files.close();
  },
};

// Reads one dataset by its own key: no key here leads to another one, and nothing is written.
serve(workerParent(), methods);
