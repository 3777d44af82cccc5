import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetId, WorkspaceId, type DatasetSummary } from '../../../shared/domain/index.ts';
import { systemClock } from '../../core/index.ts';
import { findFindings, readTableFacts } from '../findings/index.ts';
import { createRedactor } from '../phi/index.ts';
import { TRANSFORM_TOOLS, type Cells } from '../tools/index.ts';
import type { ExportCounts, ExportShape } from './export-table.ts';
import type { ImportProgress } from './import-table.ts';
import { Library, type LibraryPorts } from './library.ts';
import { CategoryKeys } from './storage/category-keys.ts';
import type { Delimiter } from './reading/dialect.ts';

/** A library in a fresh folder, with the parts the worker has. For tests. */
export class TestLibrary {
  readonly folder: string;
  readonly root: string;
  readonly workspace = WorkspaceId.parse(randomUUID());
  readonly key = randomBytes(32);
  library: Library;

  private constructor(folder: string, library: (test: TestLibrary) => LibraryPorts) {
    this.folder = folder;
    this.root = join(folder, 'datasets');
    this.library = undefined as never;
    this.ports = () => library(this);
  }

  readonly ports: () => LibraryPorts;

  static async make(overrides: Partial<LibraryPorts> = {}): Promise<TestLibrary> {
    const folder = await mkdtemp(join(tmpdir(), 'datasets-'));
    const test = new TestLibrary(folder, (made) => ({
      root: made.root,
      workspace: made.workspace,
      keys: new CategoryKeys({ epoch: 1, key: Uint8Array.from(made.key) }),
      clock: systemClock,
      randomBytes,
      createRedactor,
      tools: TRANSFORM_TOOLS,
      lookFor: async (source, run, signal) =>
        findFindings(source.table, source.columns, await readTableFacts(source, run, signal), run),
      ...overrides,
    }));
    test.library = await Library.open(test.ports());
    return test;
  }

  /** The same folder as after a restart. */
  async reopen(overrides: Partial<LibraryPorts> = {}): Promise<Library> {
    await this.library.close();
    this.library = await Library.open({ ...this.ports(), ...overrides });
    return this.library;
  }

  async file(content: string | Uint8Array, name = 'table.csv'): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  /** Imports content under a new id. */
  async import(
    content: string | Uint8Array,
    options: {
      readonly name?: string;
      readonly delimiter?: Delimiter;
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: ImportProgress) => void;
    } = {},
  ): Promise<DatasetSummary> {
    const file = await this.file(content, options.name);
    return this.library.importFile(
      { file, dataset: DatasetId.parse(randomUUID()), delimiter: options.delimiter },
      {
        signal: options.signal ?? new AbortController().signal,
        onProgress: options.onProgress ?? (() => undefined),
      },
    );
  }

  /** A version in clear, and what its export counted. */
  async export(
    id: DatasetId,
    shape: ExportShape,
  ): Promise<{ readonly bytes: Buffer; readonly counts: ExportCounts }> {
    const pieces = await this.library.exportPieces(id, 1, shape, new AbortController().signal);
    const read: Uint8Array[] = [];
    for (;;) {
      const step = await pieces.next();
      if (step.done === true) return { bytes: Buffer.concat(read), counts: step.value };
      read.push(step.value);
    }
  }

  /** All cells of a version, column by column, by header. */
  async columns(id: DatasetId, version = 1): Promise<Record<string, Cells>> {
    const source = await this.library.source(id, version);
    const columns: Record<string, Cells> = {};
    for (const info of source.columns) columns[info.header] = await source.cells(info.name);
    return columns;
  }

  /** Path of the one segment that a version wrote. */
  async segment(id: DatasetId, version = 1): Promise<string> {
    const names = await readdir(join(this.root, id));
    const start = `v${String(version).padStart(4, '0')}-`;
    return join(this.root, id, names.find((name) => name.startsWith(start)) ?? '');
  }

  /** Names in the datasets folder. */
  async left(): Promise<string[]> {
    return (await readdir(this.root)).sort();
  }

  /** Every byte of every file below the datasets folder. */
  async bytesAtRest(): Promise<Buffer> {
    const names = await readdir(this.root, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile());
    return Buffer.concat(
      await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name)))),
    );
  }

  async destroy(): Promise<void> {
    await this.library.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
