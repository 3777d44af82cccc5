import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem, type DatasetId, type SafeName, type WorkspaceId } from '../../../shared/domain/index.ts';
import { syncFolder, type Clock } from '../../core/index.ts';
import type { KnownValue, Redactor } from '../phi/index.ts';
import { countIdentifiers } from './identifier-hits.ts';
import { IMPORT_BOUNDS, isSought, KnownValues } from './known-values.ts';
import { labelsOf } from './profile/labels.ts';
import { ProfileLanes } from './profile/lanes.ts';
import type { Delimiter } from './reading/dialect.ts';
import { stopIfAborted } from './reading/encoding.ts';
import { openSource } from './reading/open-source.ts';
import type { ReadProgress, TableReader } from './reading/source.ts';
import { safeNames, safeTableName } from './safe-name.ts';
import type { CategoryKeys } from './storage/category-keys.ts';
import { DatasetFiles, type SegmentWriter } from './storage/dataset-files.ts';
import type { ChunkRef, Manifest, StoredColumn } from './storage/manifest.ts';
import { snapshotSha256 } from './storage/snapshot.ts';

/** Unfinished imports lie under this name until they are whole; swept at the next start. */
export const IMPORT_PREFIX = '.import-';

/** Rows beyond which a column no longer fits into memory beside its profile. */
const MOST_ROWS = 20_000_000;

export interface ImportRequest {
  readonly file: string;
  readonly dataset: DatasetId;
  readonly delimiter?: Delimiter | undefined;
}

/** How far an import is. */
export interface ImportProgress {
  readonly stage: 'reading' | 'profiling';
  readonly rows: number;
  /** Share of the whole work that is done, 0 to 1. */
  readonly share: number;
  readonly secondsLeft?: number | undefined;
}

export interface ImportPorts {
  readonly root: string;
  readonly workspace: WorkspaceId;
  readonly keys: CategoryKeys;
  readonly clock: Clock;
  createRedactor(known: readonly KnownValue[], ordinaryWords?: readonly string[]): Redactor;
}

export interface ImportHooks {
  readonly signal: AbortSignal;
  onProgress(progress: ImportProgress): void;
}

/** Share of an import's time that reading takes; profiling takes the rest. */
const READING = 0.5;

/**
 * Reads a table, seals it at rest and profiles every column. It appears under its id only when it is
 * whole and durable; on any failure nothing of it stays.
 *
 * @throws Problem `invalid_input` naming line and column, `limit_reached`, `cancelled`, `storage_full`, ...
 */
export async function importTable(
  ports: ImportPorts,
  request: ImportRequest,
  hooks: ImportHooks,
): Promise<DatasetFiles> {
  const reader = await openSource(request.file, { delimiter: request.delimiter, signal: hooks.signal });
  const folder = join(ports.root, `${IMPORT_PREFIX}${request.dataset}`);
  let files: DatasetFiles | undefined;
  try {
    const place = { workspace: ports.workspace, dataset: request.dataset };
    files = await DatasetFiles.create(folder, place, ports.keys);
    const lanes = ProfileLanes.start(reader.notes().sizeBytes);
    let manifest: Manifest;
    try {
      manifest = await fill(ports, request, hooks, reader, files, lanes);
    } finally {
      await lanes.close();
    }
    await files.writeManifest(manifest);
    const target = join(ports.root, request.dataset);
    // Windows renames no folder while a file in it is open.
    await files.closeSegments();
    await rename(folder, target);
    await syncFolder(ports.root);
    return files.movedTo(target);
  } catch (error) {
    await files?.close();
    if (files !== undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await reader.close();
  }
}

async function fill(
  ports: ImportPorts,
  request: ImportRequest,
  hooks: ImportHooks,
  reader: TableReader,
  files: DatasetFiles,
  lanes: ProfileLanes,
): Promise<Manifest> {
  const names = safeNames(reader.headers, ports.createRedactor([]));
  const report = progressReport(ports.clock, hooks);
  const writer = await files.writeSegment(1);
  let sealed: Sealed[];
  try {
    sealed = await sealColumns(reader, names, writer, lanes, hooks.signal, report);
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  const durable = writer.finish();
  // A failure of the profile comes first; this one is not lost, it is awaited below.
  durable.catch(() => undefined);
  if (reader.rows === 0)
    throw new Problem(
      'invalid_input',
      'the table has a header but no rows',
      'Choose a file with rows in it.',
    );
  const known = new KnownValues(IMPORT_BOUNDS);
  const toProfile = sealed.map((column) => ({
    header: column.header,
    chunks: () => opened(files, column, hooks.signal),
  }));
  const profiles = await lanes.profileAll(toProfile, (done) => {
    report('profiling', reader.rows, done / sealed.length);
  });
  for (const { profile, values } of profiles)
    if (isSought(profile))
      known.add(
        profile,
        values.map((value) => value.text),
      );
  // Headers and file name may hold what only the table's own cells show to be a name.
  const redactor = ports.createRedactor(known.list());
  const safe = safeNames(reader.headers, redactor);
  const columns = sealed.map(({ id, header, chunks }, index): StoredColumn => {
    const profiled = profiles[index];
    const name = safe[index];
    if (profiled === undefined || name === undefined) throw new Error('a column was not profiled');
    const { freeText, type } = profiled;
    const identifierHits = freeText ? countIdentifiers(redactor, profiled) : 0;
    const profile = { ...profiled.profile, identifierHits };
    const labels = labelsOf({ header, profile, freeText });
    return { id, info: { name, header, type, labels, profile }, chunks };
  });
  await durable;
  stopIfAborted(hooks.signal);
  return {
    format: 1,
    dataset: request.dataset,
    version: 1,
    parent: null,
    table: safeTableName(request.file, redactor),
    rows: reader.rows,
    madeAtMs: ports.clock.wallMs(),
    made: { by: 'import', file: basename(request.file), notes: reader.notes() },
    nextColumnId: columns.length + 1,
    snapshotSha256: snapshotSha256(request.dataset, reader.rows, columns),
    columns,
  };
}

/** A column whose cells lie sealed in the segment. */
interface Sealed {
  readonly id: number;
  readonly header: string;
  readonly chunks: ChunkRef[];
}

async function sealColumns(
  reader: TableReader,
  names: readonly SafeName[],
  writer: SegmentWriter,
  lanes: ProfileLanes,
  signal: AbortSignal,
  report: (stage: 'reading', rows: number, share: number) => void,
): Promise<Sealed[]> {
  const columns = reader.headers.map((header, index) => {
    const chunks: ChunkRef[] = [];
    return { id: index + 1, header, chunks };
  });
  const progress = ({ rows, share }: ReadProgress): void => {
    if (rows > MOST_ROWS)
      throw new Problem(
        'limit_reached',
        'the table has more than 20 million rows',
        'Split it and import the parts.',
      );
    report('reading', rows, share);
  };
  for await (const { column, chunk } of reader.read(names, signal, progress)) {
    lanes.offer(column, reader.headers[column] ?? '', chunk.bytes);
    columns[column]?.chunks.push(await writer.append(column + 1, chunk));
  }
  return columns;
}

async function* opened(
  files: DatasetFiles,
  column: { readonly id: number; readonly chunks: readonly ChunkRef[] },
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for (const ref of column.chunks) {
    stopIfAborted(signal);
    yield await files.readChunk(column.id, ref);
  }
}

function progressReport(
  clock: Clock,
  hooks: ImportHooks,
): (stage: ImportProgress['stage'], rows: number, share: number) => void {
  const startedMs = clock.monoMs();
  let lastMs = startedMs;
  return (stage, rows, partShare) => {
    const now = clock.monoMs();
    if (now - lastMs < 100 && partShare < 1) return;
    lastMs = now;
    const part = Math.min(1, partShare);
    const share = stage === 'reading' ? part * READING : READING + part * (1 - READING);
    const seconds = (now - startedMs) / 1000;
    const secondsLeft =
      share > 0.02 && seconds > 0.5 ? Math.ceil((seconds / share) * (1 - share)) : undefined;
    hooks.onProgress({ stage, rows, share, secondsLeft });
  };
}
