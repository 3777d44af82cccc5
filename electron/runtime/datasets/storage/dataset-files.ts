import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, SourceFate, type DatasetId, type WorkspaceId } from '../../../../shared/domain/index.ts';
import { sha256Hex, writeFileAtomic } from '../../../core/index.ts';
import { readDatasetKey, writeDatasetKey, type CategoryKeys } from './category-keys.ts';
import type { CellChunk } from './cells.ts';
import { Manifest, type ChunkRef } from './manifest.ts';
import { seal, unseal } from './sealing.ts';

const FATE_FILE = 'source-fate.sealed';
const KEY_BYTES = 32;

/** Whose data it is; bound into everything that is sealed. */
export interface DatasetPlace {
  readonly workspace: WorkspaceId;
  readonly dataset: DatasetId;
}

/**
 * The files of one dataset: its wrapped key, a sealed manifest and a segment of sealed chunks per
 * version, and the sealed fate of the source file. Nothing here is ever written in clear.
 */
export class DatasetFiles {
  readonly folder: string;
  readonly place: DatasetPlace;
  // INVARIANT: the key never leaves this object in clear (guarded by at-rest.security.test.ts).
  readonly #key: Uint8Array;
  readonly #segments = new Map<string, FileHandle>();
  /** Memory for sealed chunks, used again: a fresh mebibyte for each costs more than opening it. */
  readonly #spare: Buffer[] = [];

  private constructor(folder: string, place: DatasetPlace, key: Uint8Array) {
    this.folder = folder;
    this.place = place;
    this.#key = key;
  }

  /** Makes the folder and a fresh random key, wrapped by the category key of the newest epoch. */
  static async create(folder: string, place: DatasetPlace, keys: CategoryKeys): Promise<DatasetFiles> {
    await mkdir(folder, { mode: 0o700 });
    const key = randomBytes(KEY_BYTES);
    await writeDatasetKey(folder, place, keys, key);
    return new DatasetFiles(folder, place, key);
  }

  /**
   * @param keyFolder where the wrapped key lies, if not with the other files
   * @throws Problem `not_found`, or `damaged` where the key does not open under these category keys and place
   */
  static async open(
    folder: string,
    place: DatasetPlace,
    keys: CategoryKeys,
    keyFolder = folder,
  ): Promise<DatasetFiles> {
    return new DatasetFiles(folder, place, await openDatasetKey(keyFolder, place, keys));
  }

  /** By the dataset's own key, for whoever may open this one and no other. Takes the key over. */
  static withKey(folder: string, place: DatasetPlace, key: Uint8Array): DatasetFiles {
    return new DatasetFiles(folder, place, key);
  }

  /** Versions with a manifest, ascending. */
  async versions(): Promise<number[]> {
    const names = await readdir(this.folder);
    return names
      .flatMap((name) => {
        const match = /^v(\d{4,})\.manifest$/.exec(name);
        return match === null ? [] : [Number(match[1])];
      })
      .sort((a, b) => a - b);
  }

  /** Removes segments whose version never got its manifest, and half-written neighbours. */
  async sweep(): Promise<void> {
    const known = new Set(await this.versions());
    await this.#removeFiles((name) => {
      const version = versionOfSegment(name);
      return name.endsWith('.tmp') || (version !== undefined && !known.has(version));
    });
  }

  async readManifest(version: number): Promise<Manifest> {
    const sealed = await readOrMissing(join(this.folder, manifestName(version)));
    if (sealed === undefined)
      throw new Problem('not_found', `dataset \`${this.place.dataset}\` has no version ${version}`);
    const clear = unseal(this.#key, this.#at('manifest', version), sealed, `version ${version}`);
    const parsed: unknown = JSON.parse(clear.toString('utf8'));
    if ((parsed as { format?: unknown }).format !== 1)
      throw new Problem(
        'newer_format',
        'the dataset was written by a newer version of this application',
        'Open it with that version.',
      );
    const manifest = Manifest.safeParse(parsed);
    if (!manifest.success) throw new Problem('damaged', `version ${version} holds what no version can hold`);
    return manifest.data;
  }

  /** Durable and complete, or not there. Its segment MUST have been finished before. */
  async writeManifest(manifest: Manifest): Promise<void> {
    const clear = Buffer.from(JSON.stringify(manifest), 'utf8');
    const sealed = seal(this.#key, this.#at('manifest', manifest.version), clear);
    await writeFileAtomic(join(this.folder, manifestName(manifest.version)), sealed);
  }

  /** A new segment for `version`; what an earlier attempt at that version left is removed. */
  async writeSegment(version: number): Promise<SegmentWriter> {
    await this.#removeFiles((name) => versionOfSegment(name) === version);
    const segment = `${versionName(version)}-${randomBytes(8).toString('hex')}`;
    const file = await open(join(this.folder, segmentFile(segment)), 'wx', 0o600);
    return new SegmentWriter(file, segment, (columnId, index, clear) =>
      seal(this.#key, this.#chunkPlace(segment, columnId, index), clear),
    );
  }

  /** @throws Problem `damaged` when the chunk is not the one that was written there */
  async readChunk(columnId: number, ref: ChunkRef): Promise<Buffer> {
    const file = await this.#segment(ref.segment);
    const spare = this.#spare.pop();
    const buffer =
      spare !== undefined && spare.length >= ref.sizeBytes ? spare : Buffer.allocUnsafeSlow(ref.sizeBytes);
    const { bytesRead } = await file.read(buffer, 0, ref.sizeBytes, ref.offset);
    const place = this.#chunkPlace(ref.segment, columnId, ref.index);
    const clear = unseal(this.#key, place, buffer.subarray(0, bytesRead), 'a chunk of cells');
    this.#spare.push(buffer);
    return clear;
  }

  async readFate(): Promise<SourceFate> {
    const sealed = await readOrMissing(join(this.folder, FATE_FILE));
    if (sealed === undefined) return { fate: 'open', reason: '' };
    const clear = unseal(this.#key, this.#at('fate', 0), sealed, 'the fate of the source file');
    return SourceFate.parse(JSON.parse(clear.toString('utf8')));
  }

  async writeFate(fate: SourceFate): Promise<void> {
    const clear = Buffer.from(JSON.stringify(fate), 'utf8');
    await writeFileAtomic(join(this.folder, FATE_FILE), seal(this.#key, this.#at('fate', 0), clear));
  }

  /** The same files after their folder was renamed. */
  movedTo(folder: string): DatasetFiles {
    return new DatasetFiles(folder, this.place, this.#key);
  }

  /** Closes files and wipes the key; the object is of no use afterwards. */
  async close(): Promise<void> {
    this.#key.fill(0);
    this.#spare.length = 0;
    await this.closeSegments();
  }

  /** Closes files; they open again when they are needed. */
  async closeSegments(): Promise<void> {
    const open = [...this.#segments.values()];
    this.#segments.clear();
    for (const file of open) await file.close();
  }

  async #segment(segment: string): Promise<FileHandle> {
    let file = this.#segments.get(segment);
    if (file === undefined) {
      file = await open(join(this.folder, segmentFile(segment)), 'r').catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        throw new Problem('damaged', 'a file of cells is missing', 'Restore the dataset from a backup.');
      });
      const other = this.#segments.get(segment);
      if (other !== undefined) {
        await file.close();
        return other;
      }
      this.#segments.set(segment, file);
    }
    return file;
  }

  #at(kind: string, version: number): (string | number)[] {
    return [this.place.workspace, this.place.dataset, kind, version];
  }

  #chunkPlace(segment: string, columnId: number, index: number): (string | number)[] {
    return [this.place.workspace, this.place.dataset, 'chunk', segment, columnId, index];
  }

  async #removeFiles(unwanted: (name: string) => boolean): Promise<void> {
    for (const name of await readdir(this.folder))
      if (unwanted(name)) await rm(join(this.folder, name), { force: true });
  }
}

/**
 * The key of one dataset; the caller wipes it.
 *
 * @throws Problem `not_found`, or `damaged` where the key does not open under these category keys and place
 */
export async function openDatasetKey(
  folder: string,
  place: DatasetPlace,
  keys: CategoryKeys,
): Promise<Uint8Array> {
  try {
    return (await readDatasetKey(folder, place, keys)).key;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new Problem('not_found', `there is no dataset \`${place.dataset}\``);
  }
}

/** Appends sealed chunks to one segment file. Either `finish` or `abandon` MUST be called. */
export class SegmentWriter {
  readonly #file: FileHandle;
  readonly #segment: string;
  readonly #seal: (columnId: number, index: number, clear: Uint8Array) => Buffer;
  readonly #next = new Map<number, number>();
  #offset = 0;

  constructor(
    file: FileHandle,
    segment: string,
    sealChunk: (columnId: number, index: number, clear: Uint8Array) => Buffer,
  ) {
    this.#file = file;
    this.#segment = segment;
    this.#seal = sealChunk;
  }

  /** Seals and writes the next chunk of a column. */
  async append(columnId: number, chunk: CellChunk): Promise<ChunkRef> {
    const index = this.#next.get(columnId) ?? 0;
    this.#next.set(columnId, index + 1);
    const sealed = this.#seal(columnId, index, chunk.bytes);
    const offset = this.#offset;
    this.#offset += sealed.length;
    await writeAll(this.#file, sealed, offset);
    return {
      segment: this.#segment,
      index,
      offset,
      sizeBytes: sealed.length,
      rows: chunk.rows,
      sha256: sha256Hex(sealed),
    };
  }

  /** Makes everything appended durable. */
  async finish(): Promise<void> {
    try {
      await this.#file.sync();
    } finally {
      await this.#file.close();
    }
  }

  async abandon(): Promise<void> {
    await this.#file.close();
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  try {
    let written = 0;
    while (written < bytes.length)
      written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new Problem('storage_full', 'the workspace disk is full', 'Make room and try again.');
  }
}

async function readOrMissing(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function versionName(version: number): string {
  return `v${String(version).padStart(4, '0')}`;
}

function manifestName(version: number): string {
  return `${versionName(version)}.manifest`;
}

function segmentFile(segment: string): string {
  return `${segment}.segment`;
}

function versionOfSegment(name: string): number | undefined {
  const match = /^v(\d{4,})-[0-9a-f]{16}\.segment$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}
