import {
  Problem,
  type ChangeRecord,
  type DatasetId,
  type DatasetSummary,
  type SourceFate,
  type ToolName,
} from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/index.ts';
import type { RowsView } from '../../../shared/ipc/index.ts';
import type { Rewrapped } from '../../keys/index.ts';
import type { FindingDraft, RunContext } from '../findings/index.ts';
import {
  createKnownSearch,
  type DictionaryState,
  type KnownValue,
  type Redactor,
  type TableLint,
} from '../phi/index.ts';
import type {
  ColumnArguments,
  TableChange,
  TableSource,
  ToolContext,
  TransformTool,
} from '../tools/index.ts';
import { changesNothing, writeChange } from './apply-change.ts';
import { CellCache } from './cell-cache.ts';
import { exportPieces, type ExportCounts, type ExportShape } from './export-table.ts';
import { importTable, type ImportHooks, type ImportPorts, type ImportRequest } from './import-table.ts';
import { isSought, KnownValues, RUN_BOUNDS } from './known-values.ts';
import { watchReads, withInheritedLabels } from './label-flow.ts';
import { Shelf, type OpenDataset } from './shelf.ts';
import type { EpochKey } from './storage/category-keys.ts';
import { isMissing } from './storage/dataset-files.ts';
import type { CellExample, ImportNotes, Made, Manifest } from './storage/manifest.ts';
import { lintVersion } from './lint-version.ts';
import { patientColumn } from './patient-column.ts';
import { TableVersion } from './table-version.ts';
import { Vaults } from './vaults.ts';
import {
  madeInWords,
  type Applied,
  type DatasetDetail,
  type DatasetList,
  type Estimate,
  type RemainsRequest,
  type ToolRequest,
  type VersionLine,
} from './views.ts';

/** Each dataset's key is made durable by itself, so a batch of them is bounded by time as well. */
const REWRAP_MS = 1000;

/** What the library is given by those who build it. */
export interface LibraryPorts extends ImportPorts {
  readonly tools: ReadonlyMap<ToolName, TransformTool<ColumnArguments>>;
  /** Where the datasets' wrapped keys lie, if not with the datasets. */
  readonly keysIn?: string | undefined;
  randomBytes(length: number): Uint8Array;
  lookFor(source: TableSource, run: RunContext, signal: AbortSignal): Promise<FindingDraft[]>;
}

/** What a call would change. Versions never change and tools are pure, so it stays true. */
interface Planned {
  readonly change: TableChange;
  readonly source: TableVersion;
}

/** All datasets of one workspace, over their files. Lives inside the worker. */
export class Library {
  readonly #ports: LibraryPorts;
  readonly #shelf: Shelf;
  readonly #cells = new CellCache();
  /** One per dataset, made with the dictionary of that revision. */
  readonly #redactors = new Map<DatasetId, { revision: number; made: Promise<Redactor> }>();
  /** The plan that was estimated last: what a person approved by it is what is then applied. */
  #estimated: { readonly request: string; readonly planned: Planned } | undefined;
  /** The last write on each dataset; the next waits for it. */
  readonly #writes = new Map<DatasetId, Promise<unknown>>();

  readonly #vaults: Vaults;
  /** Datasets whose key did not open when it was to be wrapped anew. */
  readonly #unopened = new Set<DatasetId>();

  private constructor(ports: LibraryPorts, shelf: Shelf) {
    this.#ports = ports;
    this.#shelf = shelf;
    this.#vaults = new Vaults(ports.root, (length) => ports.randomBytes(length));
  }

  static async open(ports: LibraryPorts): Promise<Library> {
    return new Library(ports, await Shelf.open(ports));
  }

  /** Wraps a dataset's key once more, for others. @throws Problem as `Shelf.dataset` */
  async shareKey(dataset: DatasetId, keysIn: string, key: Uint8Array): Promise<void> {
    await this.#shelf.share(dataset, keysIn, key);
  }

  async importFile(request: ImportRequest, hooks: ImportHooks): Promise<DatasetSummary> {
    return this.#afterWrites(request.dataset, async () => {
      if ((await this.#shelf.ids()).includes(request.dataset))
        throw new Problem('already_exists', `there is a dataset \`${request.dataset}\` already`);
      const open = this.#shelf.add(await importTable(this.#ports, request, hooks));
      // Newer keys may have come while it was read.
      await this.#shelf.rewrap(request.dataset);
      return summarise(open);
    });
  }

  async list(): Promise<DatasetList> {
    const datasets: DatasetSummary[] = [];
    const damaged: DatasetId[] = [];
    for (const id of await this.#shelf.ids()) {
      try {
        datasets.push(await summarise(await this.#shelf.dataset(id)));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        damaged.push(id);
      }
    }
    datasets.sort((a, b) => a.importedAtMs - b.importedAtMs || (a.id < b.id ? -1 : 1));
    return { datasets, damaged };
  }

  async get(id: DatasetId, version?: number): Promise<DatasetDetail> {
    const open = await this.#shelf.dataset(id);
    const numbers = await open.versions();
    const wanted = await open.manifest(version ?? numbers.last);
    const versions: VersionLine[] = [];
    for (const number of numbers.all) {
      const { rows, columns, made } = await open.manifest(number);
      versions.push({ version: number, rows, columns: columns.length, made: madeInWords(made) });
    }
    return {
      summary: await summarise(open),
      version: wanted.version,
      rows: wanted.rows,
      columns: wanted.columns.map((column) => column.info),
      snapshotSha256: wanted.snapshotSha256,
      parent: wanted.parent,
      versions,
      notes: importNotes(await open.manifest(numbers.first)),
    };
  }

  async readRows(id: DatasetId, version: number, offset: number, limit: number): Promise<RowsView> {
    const source = await this.source(id, version);
    const rows = await source.window(offset, limit);
    const columns = source.manifest.columns.map((column) => column.info.name);
    return { offset, total: source.rows, columns, rows };
  }

  /** @throws Problem `not_found`, `damaged` */
  async source(id: DatasetId, version: number): Promise<TableVersion> {
    const open = await this.#shelf.dataset(id);
    return new TableVersion(open.files, await open.manifest(version), this.#cells);
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
    const { rows } = planned.source;
    const all = record.columnsRemoved.length + record.columnsAdded.length > 0;
    const recordsTouched = all ? rows : Math.min(rows, record.cellsChanged + record.rowsRemoved);
    return { valuesLost: record.valuesLost, recordsTouched, examples };
  }

  /** Makes the version that a call leads to; a call that changes nothing leads to the same version. */
  async apply(request: ToolRequest, signal: AbortSignal): Promise<Applied> {
    return this.#afterWrites(request.dataset, async () => {
      const same = this.#estimated?.request === requestKey(request);
      const estimated = same ? this.#estimated?.planned : undefined;
      this.#estimated = undefined;
      const { change, source } = estimated ?? (await this.#plan(request, signal));
      const { record, examples } = change;
      const { snapshotSha256 } = source.manifest;
      if (changesNothing(change)) return { version: request.version, record, examples, snapshotSha256 };
      const open = await this.#shelf.dataset(request.dataset);
      // Before the version: a surrogate that stands in a table stands in the vault.
      await this.#vaults.keep(request.redaction);
      const manifest = await writeChange(open.files, source, change, {
        version: (await open.versions()).last + 1,
        made: madeBy(request, change),
        madeAtMs: this.#ports.clock.wallMs(),
        redactor: await this.#redactor(request.dataset, request.redaction.dictionary),
      });
      return { version: manifest.version, record, examples, snapshotSha256: manifest.snapshotSha256 };
    });
  }

  /** What the call that made a version changed. */
  async differences(
    id: DatasetId,
    version: number,
  ): Promise<{ readonly record: ChangeRecord; readonly examples: readonly CellExample[] }> {
    const { made } = await (await this.#shelf.dataset(id)).manifest(version);
    if (made.by === 'import')
      throw new Problem('not_found', `version ${version} was imported, not made by a call`);
    return { record: made.record, examples: made.examples };
  }

  /** Values of identifying columns as they were imported, for the dictionary of a redactor. */
  async knownValues(id: DatasetId): Promise<readonly KnownValue[]> {
    const { first } = await (await this.#shelf.dataset(id)).versions();
    const source = await this.source(id, first);
    const known = new KnownValues(RUN_BOUNDS);
    for (const column of source.columns)
      if (isSought(column.profile)) known.add(column.profile, await source.cells(column.name));
    return known.list();
  }

  /**
   * The first of these columns in which a value still stands that identifying columns or the hospital's dictionary hold by
   * now; undefined where none does. Linear in the text of the columns.
   */
  async columnWithRemains(request: RemainsRequest, signal: AbortSignal): Promise<string | undefined> {
    const { dataset, version, columns, dictionary, keeps } = request;
    const known = [...(await this.knownValues(dataset)), ...dictionary.identifiers];
    const holdsKnown = createKnownSearch(known.filter(({ label }) => !keeps.includes(label)));
    const source = await this.source(dataset, version);
    for (const column of columns) {
      const seen = new Set<string>();
      for (const cell of await source.cells(column)) {
        if (signal.aborted) throw new Problem('cancelled', 'the search was cancelled');
        if (cell === null || seen.has(cell)) continue;
        seen.add(cell);
        if (holdsKnown(cell)) return column;
      }
    }
    return undefined;
  }

  /** Columns of hashes and of codes derived from the person, for whoever is about to take the table out. */
  async lint(id: DatasetId, version: number): Promise<TableLint[]> {
    const { first } = await (await this.#shelf.dataset(id)).versions();
    return lintVersion(await this.source(id, version), await this.source(id, first));
  }

  /** @throws Problem `not_found`, and while it is read as `exportPieces` */
  async exportPieces(
    id: DatasetId,
    version: number,
    shape: ExportShape,
    signal: AbortSignal,
  ): Promise<AsyncGenerator<Uint8Array, ExportCounts>> {
    return exportPieces(await this.source(id, version), shape, signal);
  }

  async recordSourceFate(id: DatasetId, fate: SourceFate): Promise<DatasetSummary> {
    return this.#afterWrites(id, async () => {
      const open = await this.#shelf.dataset(id);
      await open.files.writeFate(fate);
      return summarise(open);
    });
  }

  /** Removes a dataset with all its versions. */
  async remove(id: DatasetId): Promise<void> {
    await this.#afterWrites(id, async () => {
      this.#estimated = undefined;
      this.#cells.clear();
      this.#redactors.delete(id);
      await this.#shelf.remove(id);
    });
  }

  /** Takes a newer epoch of keys: what is written from now on is wrapped under it. */
  adoptKeys(newest: EpochKey, former: readonly EpochKey[]): void {
    this.#ports.keys.adopt(newest, former);
  }

  /** How many datasets' keys are wrapped under an earlier epoch. */
  async keysWaiting(): Promise<number> {
    return (await this.#shelf.waiting()).length;
  }

  /**
   * Wraps the keys of up to `most` more datasets under the newest epoch, each file in one step. A key that does
   * not open is left as it is.
   */
  async rewrapKeys(most: number): Promise<Rewrapped> {
    const waiting = (await this.#shelf.waiting()).filter((id) => !this.#unopened.has(id));
    const untilMs = performance.now() + REWRAP_MS;
    let [done, damaged] = [0, 0];
    for (const id of waiting.slice(0, most)) {
      try {
        await this.#afterWrites(id, () => this.#shelf.rewrap(id));
        done += 1;
      } catch (error) {
        // One that was removed meanwhile waits for nothing.
        if (isMissing(error)) done += 1;
        else if (error instanceof Problem) {
          this.#unopened.add(id);
          damaged += 1;
        } else throw error;
      }
      if (performance.now() > untilMs) break;
    }
    return { done, damaged, finished: done + damaged === waiting.length };
  }

  /** Waits for writes, forgets everything in clear, closes files and wipes every key. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#writes.values()]);
    this.#estimated = undefined;
    this.#cells.clear();
    this.#redactors.clear();
    this.#vaults.clear();
    await this.#shelf.close();
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
    const source = await this.source(request.dataset, request.version);
    const { manner } = request.redaction;
    const context: ToolContext = {
      redactor: await this.#redactor(request.dataset, request.redaction.dictionary),
      rendering: {
        ...{ profile: manner.profile, realistic: manner.realistic },
        vault: await this.#vaults.of(request.redaction),
        patientOf: manner.profile === 'expert' ? await this.#patientsOf(request.dataset, source) : undefined,
      },
      randomBytes: (length) => this.#ports.randomBytes(length),
      currentYear: new Date(this.#ports.clock.wallMs()).getFullYear(),
      signal,
    };
    const watched = watchReads(source);
    const planned = await tool.plan(watched, args.data, context);
    return { change: withInheritedLabels(planned, watched, tool), source };
  }

  /**
   * Whose row each is. The column is read here and not by the tool: what a tool makes of a patient's shift holds nothing of
   * the patient's number, so it does not inherit the column's labels. The first version tells it as long as no row went.
   */
  async #patientsOf(
    id: DatasetId,
    source: TableVersion,
  ): Promise<((row: number) => string | undefined) | undefined> {
    const { first } = await (await this.#shelf.dataset(id)).versions();
    const imported = await this.source(id, first);
    for (const table of imported.rows === source.rows ? [imported, source] : [source]) {
      const column = patientColumn(table.columns);
      if (column === undefined) continue;
      const cells = await table.cells(column);
      return (row) => cells[row]?.trim() ?? undefined;
    }
    return undefined;
  }

  #redactor(id: DatasetId, { revision, identifiers, words }: DictionaryState): Promise<Redactor> {
    const kept = this.#redactors.get(id);
    if (kept?.revision === revision) return kept.made;
    const made = this.knownValues(id).then((known) =>
      this.#ports.createRedactor([...known, ...identifiers], words),
    );
    this.#redactors.set(id, { revision, made });
    // A failure is not remembered: the next call tries again.
    made.catch(() => this.#redactors.delete(id));
    return made;
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

async function summarise(open: OpenDataset): Promise<DatasetSummary> {
  const versions = await open.versions();
  const { madeAtMs } = await open.manifest(versions.first);
  const { dataset, table, version, rows, columns } = await open.manifest(versions.last);
  const sourceFate = await open.files.readFate();
  return { id: dataset, table, version, rows, columns: columns.length, importedAtMs: madeAtMs, sourceFate };
}

function madeBy({ tool, args }: ToolRequest, { record, examples }: TableChange): Made {
  const plainArgs = JSON.parse(canonicalJson(args)) as Extract<Made, { by: 'tool' }>['args'];
  return { by: 'tool', tool, args: plainArgs, record, examples: [...examples] };
}

function requestKey({ dataset, version, tool, args, redaction }: ToolRequest): string {
  const { dictionary, manner } = redaction;
  return canonicalJson({ dataset, version, tool, args, manner, revision: dictionary.revision });
}

function importNotes({ made }: Manifest): ImportNotes {
  if (made.by !== 'import') throw new Problem('damaged', 'the first version is not an import');
  return made.notes;
}
