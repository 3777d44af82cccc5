import type { DatasetId, SourceFate, WorkspaceId } from '../../../shared/domain/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import type { CallContext } from '../../core/index.ts';
import type { RunContext } from '../findings/index.ts';
import type { ImportRequest } from './import-table.ts';
import { exportMethods } from './export-methods.ts';
import { Library, type LibraryPorts } from './library.ts';
import { previewFile } from './preview.ts';
import type { Delimiter } from './reading/dialect.ts';
import { CategoryKeys, type EpochKey } from './storage/category-keys.ts';
import type { RemainsRequest, ToolRequest } from './views.ts';

export interface OpenRequest {
  readonly folder: string;
  readonly workspace: WorkspaceId;
  readonly newest: EpochKey;
  readonly former: readonly EpochKey[];
  readonly keysIn?: string | undefined;
}

/** What the worker is built with; the rest comes with `open`. */
export type WorkerPorts = Omit<LibraryPorts, 'root' | 'workspace' | 'keys' | 'keysIn'>;

interface VersionRequest {
  readonly dataset: DatasetId;
  readonly version: number;
}

/** What the datasets worker serves. `open` comes first; `close` wipes the keys. */
export type DatasetMethods = ReturnType<typeof datasetMethods>;

export function datasetMethods(ports: WorkerPorts) {
  let opened: Promise<Library> | undefined;
  const library = (): Promise<Library> => {
    if (opened === undefined) throw new Problem('not_signed_in', 'the datasets are locked', 'Sign in.');
    return opened;
  };
  return {
    open: async ({ folder, workspace, newest, former, keysIn }: OpenRequest) => {
      if (opened !== undefined) throw new Problem('in_use', 'the datasets are open already');
      const keys = new CategoryKeys(newest, former);
      opened = Library.open({ ...ports, root: folder, workspace, keys, keysIn });
      await opened;
    },
    close: async () => {
      const closing = opened;
      opened = undefined;
      await (await closing)?.close();
    },
    previewFile: ({ file, delimiter }: { file: string; delimiter?: Delimiter | undefined }) =>
      previewFile(file, delimiter),
    importFile: async (request: ImportRequest, { signal, progress }: CallContext) =>
      (await library()).importFile(request, { signal, onProgress: progress }),
    list: async () => (await library()).list(),
    get: async ({ dataset, version }: { dataset: DatasetId; version?: number | undefined }) =>
      (await library()).get(dataset, version),
    readRows: async ({
      dataset,
      version,
      offset,
      limit,
    }: VersionRequest & { offset: number; limit: number }) =>
      (await library()).readRows(dataset, version, offset, limit),
    readCells: async ({ dataset, version, column }: VersionRequest & { column: string }) =>
      (await (await library()).source(dataset, version)).cells(column),
    findings: async (
      { dataset, version, run }: VersionRequest & { run: RunContext },
      { signal }: CallContext,
    ) => (await library()).findings(dataset, version, run, signal),
    estimate: async (request: ToolRequest, { signal }: CallContext) =>
      (await library()).estimate(request, signal),
    apply: async (request: ToolRequest, { signal }: CallContext) => (await library()).apply(request, signal),
    differences: async ({ dataset, version }: VersionRequest) =>
      (await library()).differences(dataset, version),
    columnWithRemains: async (request: RemainsRequest, { signal }: CallContext) =>
      (await library()).columnWithRemains(request, signal),
    lint: async ({ dataset, version }: VersionRequest) => (await library()).lint(dataset, version),
    knownValues: async ({ dataset }: { dataset: DatasetId }) => (await library()).knownValues(dataset),
    ...exportMethods(library),
    recordSourceFate: async ({ dataset, fate }: { dataset: DatasetId; fate: SourceFate }) =>
      (await library()).recordSourceFate(dataset, fate),
    adoptKeys: async ({ newest, former }: Pick<OpenRequest, 'newest' | 'former'>) => {
      (await library()).adoptKeys(newest, former);
    },
    shareKey: async ({ dataset, keysIn, key }: { dataset: DatasetId; keysIn: string; key: Uint8Array }) => {
      await (await library()).shareKey(dataset, keysIn, key);
    },
    keysWaiting: async () => (await library()).keysWaiting(),
    rewrapKeys: async (most: number) => (await library()).rewrapKeys(most),
    remove: async ({ dataset }: { dataset: DatasetId }) => (await library()).remove(dataset),
  };
}
