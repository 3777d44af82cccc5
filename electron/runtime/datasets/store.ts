import {
  Problem,
  type ChangeRecord,
  type DatasetId,
  type DatasetSummary,
  type SourceFate,
  type ToolName,
  type WorkspaceId,
} from '../../../shared/domain/index.ts';
import type { PreviewView, RowsView } from '../../../shared/ipc/index.ts';
import { connect, startWorker, type Client } from '../../core/index.ts';
import type { KeyedStore } from '../../keys/index.ts';
import type { FindingDraft, RunContext } from '../findings/index.ts';
import type { KnownValue, RedactionOrder, TableLint } from '../phi/index.ts';
import type { Cells } from '../tools/index.ts';
import type { ExportCounts, ExportShape } from './export-table.ts';
import type { ImportProgress, ImportRequest } from './import-table.ts';
import type { DatasetMethods } from './methods.ts';
import type { Delimiter } from './reading/dialect.ts';
import type { EpochKey } from './storage/category-keys.ts';
import type { CellExample } from './storage/manifest.ts';
import type { Applied, DatasetDetail, DatasetList, Estimate, RemainsRequest } from './views.ts';

export interface OpenOptions {
  /** The workspace's `datasets` folder; made where it is missing. */
  readonly folder: string;
  readonly workspaceId: WorkspaceId;
  /** Of the category `datasets`, newest epoch first. Copied; the caller keeps and wipes its own. */
  readonly keys: readonly [EpochKey, ...EpochKey[]];
  /** Where the datasets' wrapped keys lie, if not with the datasets: then those alone are there that have one. */
  readonly keysIn?: string | undefined;
}

export interface CancelOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface CallOptions extends CancelOptions {
  readonly redaction: RedactionOrder;
}

export interface ImportOptions extends CancelOptions {
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** Arguments of a tool as the gate has checked them; the tool's own schema checks them again. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/**
 * The datasets of one workspace, served by a worker of their own. Every method may throw a Problem:
 * `not_found` for an unknown dataset, version or column, `damaged` where files do not open,
 * `process_ended` after `close`.
 */
export interface DatasetStore {
  /** The first rows of a file as an import would read them; keeps nothing. */
  previewFile(file: string, delimiter?: Delimiter): Promise<PreviewView>;
  /** @throws Problem `invalid_input` naming line and column, `already_exists`, `cancelled`, `limit_reached`, `storage_full` */
  importFile(request: ImportRequest, options?: ImportOptions): Promise<DatasetSummary>;
  list(): Promise<DatasetList>;
  /** The newest version unless one is named. */
  get(dataset: DatasetId, version?: number): Promise<DatasetDetail>;
  /** Cells in clear, for people with content rights. */
  readRows(dataset: DatasetId, version: number, offset: number, limit: number): Promise<RowsView>;
  /** All cells of one column in clear. */
  readCells(dataset: DatasetId, version: number, column: string): Promise<Cells>;
  findings(
    dataset: DatasetId,
    version: number,
    run: RunContext,
    options?: CancelOptions,
  ): Promise<readonly FindingDraft[]>;
  estimate(
    dataset: DatasetId,
    version: number,
    tool: ToolName,
    args: ToolArguments,
    options: CallOptions,
  ): Promise<Estimate>;
  /** Makes a new version; the old one stays as it was. A call that changes nothing gives the same version. */
  apply(
    dataset: DatasetId,
    version: number,
    tool: ToolName,
    args: ToolArguments,
    options: CallOptions,
  ): Promise<Applied>;
  /** What the call that made a version changed. */
  differences(
    dataset: DatasetId,
    version: number,
  ): Promise<{ readonly record: ChangeRecord; readonly examples: readonly CellExample[] }>;
  /** The first of these columns of redacted text in which a value still stands that is known by now. */
  columnWithRemains(request: RemainsRequest, options?: CancelOptions): Promise<string | undefined>;
  /** Columns of hashes and of codes derived from the person (45 CFR 164.514(c)). */
  lint(dataset: DatasetId, version: number): Promise<readonly TableLint[]>;
  /** Values of the identifying columns as imported, for a redactor's dictionary; in clear, bounded. */
  knownValues(dataset: DatasetId): Promise<readonly KnownValue[]>;
  /**
   * A version in clear, piece by piece, for whoever shuts and writes it; the counts are the generator's result.
   *
   * @throws Problem `not_found`, `damaged`, `cancelled`
   */
  exportPieces(
    dataset: DatasetId,
    version: number,
    shape: ExportShape,
    options?: CancelOptions,
  ): AsyncGenerator<Uint8Array, ExportCounts>;
  recordSourceFate(dataset: DatasetId, fate: SourceFate): Promise<DatasetSummary>;
  /** Removes a dataset and all its versions; its key goes first. */
  remove(dataset: DatasetId): Promise<void>;
  /** Wraps a dataset's key once more under another one, 32 bytes, copied: for a store opened with `keysIn`. */
  shareKey(dataset: DatasetId, keysIn: string, key: Uint8Array): Promise<void>;
  /** Takes a newer epoch of keys, newest first, copied; what was wrapped before waits. */
  adoptKeys(keys: OpenOptions['keys']): Promise<void>;
  /** The datasets' keys, to be wrapped under the newest epoch; cells stay as they are. */
  readonly keyed: KeyedStore;
  /** Wipes the keys and ends the worker. */
  close(): Promise<void>;
}

/** Starts the worker and opens the folder; leftovers of an interrupted import are removed. */
export async function openDatasets(options: OpenOptions): Promise<DatasetStore> {
  const channel = startWorker(new URL('./datasets.worker.ts', import.meta.url), 'datasets');
  const worker = connect<DatasetMethods>(channel, 'datasets');
  const { folder, workspaceId, keys, keysIn } = options;
  try {
    const { moved, transfer } = copied(keys);
    await worker.call('open', { folder, workspace: workspaceId, keysIn, ...moved }, { transfer });
  } catch (error) {
    await worker.close();
    throw error;
  }
  return {
    previewFile: (file, delimiter) => worker.call('previewFile', { file, delimiter }),
    importFile: (request, { signal, onProgress } = {}) =>
      worker.call('importFile', request, {
        signal,
        onProgress: (value) => onProgress?.(value as ImportProgress),
      }),
    list: () => worker.call('list', undefined),
    get: (dataset, version) => worker.call('get', { dataset, version }),
    readRows: (dataset, version, offset, limit) =>
      worker.call('readRows', { dataset, version, offset, limit }),
    readCells: (dataset, version, column) => worker.call('readCells', { dataset, version, column }),
    findings: (dataset, version, run, { signal } = {}) =>
      worker.call('findings', { dataset, version, run }, { signal }),
    estimate: (dataset, version, tool, args, { signal, redaction }) =>
      worker.call('estimate', { dataset, version, tool, args, redaction }, { signal }),
    apply: (dataset, version, tool, args, { signal, redaction }) =>
      worker.call('apply', { dataset, version, tool, args, redaction }, { signal }),
    columnWithRemains: (request, { signal } = {}) => worker.call('columnWithRemains', request, { signal }),
    differences: (dataset, version) => worker.call('differences', { dataset, version }),
    lint: (dataset, version) => worker.call('lint', { dataset, version }),
    knownValues: (dataset) => worker.call('knownValues', { dataset }),
    exportPieces: (dataset, version, shape, { signal } = {}) =>
      piecesFrom(worker, { dataset, version, shape }, signal),
    recordSourceFate: (dataset, fate) => worker.call('recordSourceFate', { dataset, fate }),
    remove: (dataset) => worker.call('remove', { dataset }),
    shareKey: (dataset, keysIn, key) => worker.call('shareKey', { dataset, keysIn, key }),
    adoptKeys: (newer) => {
      const { moved, transfer } = copied(newer);
      return worker.call('adoptKeys', moved, { transfer });
    },
    keyed: {
      waiting: () => worker.call('keysWaiting', undefined),
      rewrap: (most) => worker.call('rewrapKeys', most),
    },
    close: async () => {
      await worker.call('close', undefined);
      await worker.close();
    },
  };
}

/** Moved, not cloned: only the worker has these buffers afterwards. */
function copied(keys: OpenOptions['keys']) {
  const [newest, ...former] = keys.map(({ epoch, key }) => ({ epoch, key: Uint8Array.from(key) }));
  if (newest === undefined) throw new RangeError('there is no key');
  return {
    moved: { newest, former },
    transfer: [newest, ...former].map(({ key }) => key.buffer),
  };
}

/** Asks the worker for one piece after the other; an export that is not read to its end is dropped there. */
async function* piecesFrom(
  worker: Client<DatasetMethods>,
  request: { readonly dataset: DatasetId; readonly version: number; readonly shape: ExportShape },
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, ExportCounts> {
  const id = await worker.call('beginExport', request);
  let finished = false;
  try {
    for (;;) {
      if (signal?.aborted === true)
        throw new Problem('cancelled', 'the export was cancelled; no file was written');
      const step = await worker.call('continueExport', { id });
      if (step.done) {
        finished = true;
        return step.counts;
      }
      yield step.bytes;
    }
  } finally {
    if (!finished) await worker.call('dropExport', { id });
  }
}
