import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DatasetId,
  Problem,
  type ChangeRecord,
  type ColumnInfo,
  type DatasetSummary,
  type Sha256Hex,
  type SourceFate,
  type ToolName,
} from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/index.ts';
import type { RowsView } from '../../../shared/ipc/index.ts';
import { syncFolder } from '../../core/index.ts';
import type { FindingDraft, RunContext } from '../findings/index.ts';
import type { KnownValue, Redactor } from '../phi/index.ts';
import type {
  ColumnArguments,
  TableChange,
  TableSource,
  ToolContext,
  TransformTool,
} from '../tools/index.ts';
import { CellCache } from './cell-cache.ts';
import { changesNothing, writeChange } from './apply-change.ts';
import { exportTable, type ExportedFile } from './export-table.ts';
import {
  IMPORT_PREFIX,
  importTable,
  type ImportHooks,
  type ImportPorts,
  type ImportRequest,
} from './import-table.ts';
import { isSought, KnownValues, RUN_BOUNDS } from './known-values.ts';
import { DatasetFiles, isMissing } from './storage/dataset-files.ts';
import type { CellExample, ImportNotes, Made, Manifest } from './storage/manifest.ts';
import { TableVersion } from './table-version.ts';

/** Deleted datasets lie under this name for the moment it takes to remove them. */
const REMOVED_PREFIX = '.removed-';

/** What the library is given by those who build it. */
export interface LibraryPorts extends ImportPorts {
  readonly tools: ReadonlyMap<ToolName, TransformTool<ColumnArguments>>;
  randomBytes(length: number): Uint8Array;
  lookFor(source: TableSource, run: RunContext, signal: AbortSignal): Promise<FindingDraft[]>;
}

/** A dataset version as people with content rights may see it. */
export interface DatasetDetail {
  readonly summary: DatasetSummary;
  readonly version: number;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  readonly snapshotSha256: Sha256Hex;
  readonly parent: number | null;
  readonly versions: readonly VersionLine[];
  /** What reading the source met. */
  readonly notes: ImportNotes;
}

export interface VersionLine {
  readonly version: number;
  readonly rows: number;
  readonly columns: number;
  /** In words without cells: `imported from csv`, `drop_column mrn`. */
  readonly made: string;
}

export interface DatasetList {
  readonly datasets: readonly DatasetSummary[];
  /** Datasets whose files are there but do not open; unreadable is not absent. */
  readonly damaged: readonly DatasetId[];
}

export interface Estimate {
  readonly valuesLost: number;
  readonly recordsTouched: number;
  readonly examples: readonly CellExample[];
}

export interface Applied {
  readonly version: number;
  readonly record: ChangeRecord;
  readonly examples: readonly CellExample[];
  readonly snapshotSha256: Sha256Hex;
}

export interface ToolRequest {
  readonly dataset: DatasetId;
  readonly version: number;
  readonly tool: ToolName;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What a call would change. Versions never change and tools are pure, so it stays true. */
interface Planned {
  readonly change: TableChange;
  readonly source: TableVersion;
  readonly tool: TransformTool<ColumnArguments>;
}

interface OpenDataset {
  readonly files: DatasetFiles;
  readonly manifests: Map<number, Manifest>;
  redactor: Promise<Redactor> | undefined;
}

/** All datasets of one workspace, over their files. Lives inside the worker. */
export class Library {
  readonly #ports: LibraryPorts;
  readonly #cells = new CellCache();
  readonly #open = new Map<DatasetId, Promise<OpenDataset>>();
  /** The plan that was estimated last: what a person approved by it is what is then applied. */
  #estimated: { readonly request: string; readonly planned: Planned } | undefined;
  /** The last write on each dataset; the next waits for it. */
  readonly #writes = new Map<DatasetId, Promise<unknown>>();

  private constructor(ports: LibraryPorts) {
    this.#ports = ports;
  }

  /** Opens the folder, making it if need be, and removes what an interrupted import or removal left. */
  static async open(ports: LibraryPorts): Promise<Library> {
    await mkdir(ports.root, { recursive: true, mode: 0o700 });
    for (const name of await readdir(ports.root)) {
      const path = join(ports.root, name);
      if (name.startsWith(IMPORT_PREFIX) || name.startsWith(REMOVED_PREFIX))
        await rm(path, { recursive: true, force: true });
    }
    return new Library(ports);
  }

  async importFile(request: ImportRequest, hooks: ImportHooks): Promise<DatasetSummary> {
    return this.#afterWrites(request.dataset, async () => {
      if ((await this.#ids()).includes(request.dataset))
        throw new Problem('already_exists', `there is a dataset \`${request.dataset}\` already`);
      const { files, manifest } = await importTable(this.#ports, request, hooks);
      const open = { files, manifests: new Map([[1, manifest]]), redactor: undefined };
      this.#open.set(request.dataset, Promise.resolve(open));
      return this.#summary(open);
    });
  }

  async list(): Promise<DatasetList> {
    const datasets: DatasetSummary[] = [];
    const damaged: DatasetId[] = [];
    for (const id of await this.#ids()) {
      try {
        datasets.push(await this.#summary(await this.#dataset(id)));
      } catch {
        damaged.push(id);
      }
    }
    datasets.sort((a, b) => a.importedAtMs - b.importedAtMs || (a.id < b.id ? -1 : 1));
    return { datasets, damaged };
  }

  async get(id: DatasetId, version?: number): Promise<DatasetDetail> {
    const open = await this.#dataset(id);
    const { numbers, first, last } = await this.#versions(open);
    const wanted = await this.#manifest(open, version ?? last);
    const versions: VersionLine[] = [];
    for (const number of numbers) {
      const manifest = await this.#manifest(open, number);
      versions.push({
        version: number,
        rows: manifest.rows,
        columns: manifest.columns.length,
        made: madeInWords(manifest.made),
      });
    }
    return {
      summary: await this.#summary(open),
      version: wanted.version,
      rows: wanted.rows,
      columns: wanted.columns.map((column) => column.info),
      snapshotSha256: wanted.snapshotSha256,
      parent: wanted.parent,
      versions,
      notes: importNotes(await this.#manifest(open, first)),
    };
  }

  async readRows(id: DatasetId, version: number, offset: number, limit: number): Promise<RowsView> {
    const source = await this.source(id, version);
    const rows = await source.window(offset, limit);
    return {
      offset,
      total: source.rows,
      columns: source.manifest.columns.map((each) => each.info.name),
      rows,
    };
  }

  /** @throws Problem `not_found`, `damaged` */
  async source(id: DatasetId, version: number): Promise<TableVersion> {
    const open = await this.#dataset(id);
    return new TableVersion(open.files, await this.#manifest(open, version), this.#cells);
  }

  async findings(
    id: DatasetId,
    version: number,
    run: RunContext,
    signal: AbortSignal,
  ): Promise<FindingDraft[]> {
    return this.#ports.lookFor(await this.source(id, version), run, signal);
  }

  /** What a call would change, without changing anything. */
  async estimate(request: ToolRequest, signal: AbortSignal): Promise<Estimate> {
    const planned = await this.#plan(request, signal);
    this.#estimated = { request: requestKey(request), planned };
    const { record, examples } = planned.change;
    const { source } = planned;
    const all = record.columnsRemoved.length + record.columnsAdded.length > 0;
    const touched = all ? source.rows : Math.min(source.rows, record.cellsChanged + record.rowsRemoved);
    return { valuesLost: record.valuesLost, recordsTouched: touched, examples };
  }

  /** Makes the version that a call leads to; a call that changes nothing leads to the same version. */
  async apply(request: ToolRequest, signal: AbortSignal): Promise<Applied> {
    return this.#afterWrites(request.dataset, async () => {
      const estimated =
        this.#estimated?.request === requestKey(request) ? this.#estimated.planned : undefined;
      this.#estimated = undefined;
      const { change, source, tool } = estimated ?? (await this.#plan(request, signal));
      const { record, examples } = change;
      if (changesNothing(change))
        return { version: request.version, record, examples, snapshotSha256: source.manifest.snapshotSha256 };
      const open = await this.#dataset(request.dataset);
      const made: Made = {
        by: 'tool',
        tool: request.tool,
        args: request.args as Extract<Made, { by: 'tool' }>['args'],
        record,
        examples: [...examples],
      };
      const manifest = await writeChange(open.files, source, change, {
        version: (await this.#versions(open)).last + 1,
        made,
        madeAtMs: this.#ports.clock.wallMs(),
        redactor: await this.#redactor(open),
        lowers: tool.lowers,
      });
      open.manifests.set(manifest.version, manifest);
      return { version: manifest.version, record, examples, snapshotSha256: manifest.snapshotSha256 };
    });
  }

  /** Which cells the call that made a version changed, and how many. */
  async differences(
    id: DatasetId,
    version: number,
  ): Promise<{ record: ChangeRecord; examples: readonly CellExample[] }> {
    const manifest = await this.#manifest(await this.#dataset(id), version);
    if (manifest.made.by === 'import')
      throw new Problem('not_found', `version ${version} was imported, not made by a call`);
    return { record: manifest.made.record, examples: manifest.made.examples };
  }

  /** Values of identifying columns as they were imported, for the dictionary of a redactor. */
  async knownValues(id: DatasetId): Promise<readonly KnownValue[]> {
    const open = await this.#dataset(id);
    const { first } = await this.#versions(open);
    const source = new TableVersion(open.files, await this.#manifest(open, first), this.#cells);
    const known = new KnownValues(RUN_BOUNDS);
    for (const column of source.columns)
      if (isSought(column.profile)) known.add(column.profile, await source.cells(column.name));
    return known.list();
  }

  async exportTable(
    id: DatasetId,
    version: number,
    format: 'csv' | 'parquet',
    path: string,
    signal: AbortSignal,
  ): Promise<ExportedFile> {
    return exportTable(await this.source(id, version), format, path, signal);
  }

  async recordSourceFate(id: DatasetId, fate: SourceFate): Promise<DatasetSummary> {
    return this.#afterWrites(id, async () => {
      const open = await this.#dataset(id);
      await open.files.writeFate(fate);
      return this.#summary(open);
    });
  }

  /** Removes a dataset with all its versions. Its key goes first, so that nothing left over opens. */
  async remove(id: DatasetId): Promise<void> {
    await this.#afterWrites(id, async () => {
      const open = this.#open.get(id);
      this.#open.delete(id);
      this.#estimated = undefined;
      this.#cells.clear();
      await (await open?.catch(() => undefined))?.files.close();
      const gone = join(this.#ports.root, `${REMOVED_PREFIX}${id}`);
      await rename(join(this.#ports.root, id), gone).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        throw new Problem('not_found', `there is no dataset \`${id}\``);
      });
      await rm(join(gone, 'dataset.key'), { force: true });
      await syncFolder(this.#ports.root);
      await rm(gone, { recursive: true, force: true });
    });
  }

  /** Waits for writes, closes files and wipes every key. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#writes.values()]);
    const all = await Promise.allSettled([...this.#open.values()]);
    this.#open.clear();
    this.#estimated = undefined;
    this.#cells.clear();
    for (const open of all) if (open.status === 'fulfilled') await open.value.files.close();
    this.#ports.categoryKey.fill(0);
  }

  async #plan(request: ToolRequest, signal: AbortSignal): Promise<Planned> {
    const tool = this.#ports.tools.get(request.tool);
    if (tool === undefined) throw new Problem('unsupported', `\`${request.tool}\` does not change tables`);
    const args = tool.args.safeParse(request.args);
    if (!args.success) {
      const issue = args.error.issues[0];
      const where = issue?.path.join('.') ?? '';
      throw new Problem(
        'invalid_input',
        `\`${request.tool}\` cannot take \`${where}\`: ${issue?.message ?? ''}`,
      );
    }
    const open = await this.#dataset(request.dataset);
    const source = await this.source(request.dataset, request.version);
    const context: ToolContext = {
      redactor: await this.#redactor(open),
      randomBytes: (length) => this.#ports.randomBytes(length),
      currentYear: new Date(this.#ports.clock.wallMs()).getFullYear(),
      signal,
    };
    return { change: await tool.plan(source, args.data, context), source, tool };
  }

  #redactor(open: OpenDataset): Promise<Redactor> {
    open.redactor ??= this.knownValues(open.files.place.dataset).then((known) =>
      this.#ports.createRedactor(known),
    );
    return open.redactor;
  }

  #dataset(id: DatasetId): Promise<OpenDataset> {
    let open = this.#open.get(id);
    if (open === undefined) {
      open = this.#openDataset(id);
      this.#open.set(id, open);
      // A failure is not remembered: the files may be put right.
      open.catch(() => this.#open.delete(id));
    }
    return open;
  }

  async #openDataset(id: DatasetId): Promise<OpenDataset> {
    const place = { workspace: this.#ports.workspace, dataset: id };
    const files = await DatasetFiles.open(join(this.#ports.root, id), place, this.#ports.categoryKey);
    await files.sweep();
    return { files, manifests: new Map(), redactor: undefined };
  }

  async #versions(open: OpenDataset): Promise<{ numbers: number[]; first: number; last: number }> {
    const numbers = await open.files.versions();
    const first = numbers[0];
    const last = numbers.at(-1);
    if (first === undefined || last === undefined)
      throw new Problem('damaged', 'the dataset has no version left', 'Restore it from a backup.');
    return { numbers, first, last };
  }

  async #manifest(open: OpenDataset, version: number): Promise<Manifest> {
    let manifest = open.manifests.get(version);
    if (manifest === undefined) {
      manifest = await open.files.readManifest(version);
      open.manifests.set(version, manifest);
    }
    return manifest;
  }

  async #summary(open: OpenDataset): Promise<DatasetSummary> {
    const versions = await this.#versions(open);
    const first = await this.#manifest(open, versions.first);
    const last = await this.#manifest(open, versions.last);
    return {
      id: last.dataset,
      table: last.table,
      version: last.version,
      rows: last.rows,
      columns: last.columns.length,
      importedAtMs: first.madeAtMs,
      sourceFate: await open.files.readFate(),
    };
  }

  async #ids(): Promise<DatasetId[]> {
    const names = await readdir(this.#ports.root);
    return names.flatMap((name) => {
      const id = DatasetId.safeParse(name);
      return id.success ? [id.data] : [];
    });
  }

  #afterWrites<T>(id: DatasetId, write: () => Promise<T>): Promise<T> {
    const before = this.#writes.get(id) ?? Promise.resolve();
    const result = before.then(write, write);
    this.#writes.set(
      id,
      result.catch(() => undefined),
    );
    return result;
  }
}

function requestKey({ dataset, version, tool, args }: ToolRequest): string {
  return canonicalJson({ dataset, version, tool, args });
}

function madeInWords(made: Made): string {
  if (made.by === 'import') return `imported from ${made.notes.format}`;
  const { column } = made.args;
  return typeof column === 'string' ? `${made.tool} ${column}` : made.tool;
}

function importNotes(manifest: Manifest): ImportNotes {
  if (manifest.made.by !== 'import') throw new Problem('damaged', 'the first version is not an import');
  return manifest.made.notes;
}
