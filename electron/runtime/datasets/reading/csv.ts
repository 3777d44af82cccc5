import type { FileHandle } from 'node:fs/promises';
import { Problem } from '../../../../shared/domain/index.ts';
import { chunkBytesFor } from '../storage/cells.ts';
import type { ImportNotes } from '../storage/manifest.ts';
import { BodyReader } from './body-reader.ts';
import { findDelimiter, HEAD_BYTES, type Delimiter } from './dialect.ts';
import {
  byteOrderMark,
  findEncoding,
  startsAsUtf8,
  stopIfAborted,
  windows1252ToUtf8,
  type Encoding,
} from './encoding.ts';
import { malformed, readRecords, type TextRecord } from './records.ts';
import type { ColumnChunk, ReadProgress, TablePreview, TableReader } from './source.ts';

const BLOCK = 1 << 19;
export const MOST_COLUMNS = 2000;
const PREVIEW_ROWS = 50;

interface Head {
  readonly delimiter: Delimiter;
  readonly encoding: Encoding;
  readonly headers: string[];
  readonly records: TextRecord[];
  readonly broken: { line: number; column: number; message: string } | undefined;
  /** Offset in the file behind the header. */
  readonly bodyStart: number;
  readonly bodyLine: number;
  readonly mtimeMs: number;
}

/** Opens a delimited text file. The handle is the reader's from here on. */
export async function openCsv(
  file: FileHandle,
  sizeBytes: number,
  options: { readonly delimiter: Delimiter | undefined; readonly signal: AbortSignal },
): Promise<TableReader> {
  const { encoding, markBytes } = await findEncoding(file, options.signal);
  const head = await readHead(file, sizeBytes, encoding, markBytes, options.delimiter);
  return new CsvReader(file, sizeBytes, head);
}

/** The first rows of a delimited text file, judged by its first 256 KiB alone. */
export async function previewCsv(
  file: FileHandle,
  sizeBytes: number,
  delimiter: Delimiter | undefined,
): Promise<TablePreview> {
  const start = Buffer.alloc(Math.min(HEAD_BYTES, sizeBytes));
  await file.read(start, 0, start.length, 0);
  const markBytes = byteOrderMark(start);
  const encoding = startsAsUtf8(start) ? 'utf-8' : 'windows-1252';
  const head = await readHead(file, sizeBytes, encoding, markBytes, delimiter);
  const width = head.headers.length;
  const body = head.records.slice(1).filter((record) => record.cells.some((cell) => cell.trim() !== ''));
  const problems: { line: number; column?: string; message: string }[] = [];
  for (const record of body) {
    const count = record.cells.length;
    if (count < width) problems.push({ line: record.line, message: `${count} of ${width} cells` });
    if (count > width) problems.push({ line: record.line, message: `more cells than the ${width} columns` });
  }
  if (head.broken !== undefined) {
    const { line, column, message } = head.broken;
    problems.push({ line, column: `column ${column}`, message });
  }
  const rows = body.slice(0, PREVIEW_ROWS).map((record) =>
    head.headers.map((_, column) => {
      const cell = record.cells[column]?.trim() === '' ? undefined : record.cells[column];
      return cell ?? null;
    }),
  );
  const notes: ImportNotes = {
    format: 'csv',
    sizeBytes,
    delimiter: head.delimiter,
    encoding,
    emptyRows: 0,
    paddedRows: 0,
    problems: problems.slice(0, 100),
  };
  return { headers: head.headers, rows, notes };
}

class CsvReader implements TableReader {
  readonly headers: readonly string[];
  readonly #file: FileHandle;
  readonly #size: number;
  readonly #head: Head;
  #body: BodyReader | undefined;

  constructor(file: FileHandle, size: number, head: Head) {
    this.#file = file;
    this.#size = size;
    this.#head = head;
    this.headers = head.headers;
  }

  get rows(): number {
    return this.#body?.rows ?? 0;
  }

  async *read(
    names: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: ReadProgress) => void,
  ): AsyncGenerator<ColumnChunk> {
    const body = new BodyReader(names, this.#head.delimiter, this.#head.bodyLine);
    this.#body = body;
    const chunkBytes = chunkBytesFor(names.length);
    const legacy = this.#head.encoding === 'windows-1252';
    const raw = legacy ? Buffer.allocUnsafe(BLOCK) : Buffer.alloc(0);
    let buffer = new Uint8Array((legacy ? 3 : 1) * BLOCK + 1);
    let position = this.#head.bodyStart;
    let held = 0;
    for (;;) {
      stopIfAborted(signal);
      // A record longer than the buffer: look at more of it at once.
      if (held > BLOCK / 2) buffer = roomier(buffer, held, legacy);
      const { bytesRead } = legacy
        ? await this.#file.read(raw, 0, BLOCK, position)
        : await this.#file.read(buffer, held, Math.min(BLOCK, buffer.length - 1 - held), position);
      position += bytesRead;
      const end = legacy ? windows1252ToUtf8(raw.subarray(0, bytesRead), buffer, held) : held + bytesRead;
      const used = body.read(buffer, end, bytesRead === 0);
      yield* body.take(chunkBytes);
      onProgress({ rows: body.rows, share: position / this.#size });
      if (bytesRead === 0) break;
      buffer.copyWithin(0, used, end);
      held = end - used;
    }
    yield* body.take(0);
    const { size, mtimeMs } = await this.#file.stat();
    if (size !== this.#size || mtimeMs !== this.#head.mtimeMs)
      throw new Problem(
        'changed',
        'the file was changed while it was read',
        'Import it again; nothing was kept.',
      );
  }

  notes(): ImportNotes {
    const body = this.#body;
    return {
      format: 'csv',
      sizeBytes: this.#size,
      delimiter: this.#head.delimiter,
      encoding: this.#head.encoding,
      emptyRows: body?.emptyRows ?? 0,
      paddedRows: body?.paddedRows ?? 0,
      problems: [...(body?.problems ?? [])],
    };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function roomier(buffer: Uint8Array<ArrayBuffer>, held: number, legacy: boolean): Uint8Array<ArrayBuffer> {
  const needed = held + (legacy ? 3 : 1) * BLOCK + 1;
  if (buffer.length >= needed) return buffer;
  const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
  larger.set(buffer.subarray(0, held));
  return larger;
}

async function readHead(
  file: FileHandle,
  sizeBytes: number,
  encoding: Encoding,
  markBytes: number,
  chosen: Delimiter | undefined,
): Promise<Head> {
  const { mtimeMs } = await file.stat();
  const raw = Buffer.alloc(Math.min(HEAD_BYTES, sizeBytes - markBytes));
  await file.read(raw, 0, raw.length, markBytes);
  const complete = markBytes + raw.length === sizeBytes;
  const zero = raw.indexOf(0);
  if (zero !== -1) refuseZeroByte(raw, zero);
  const bytes = encoding === 'utf-8' ? raw : toUtf8(raw);
  const delimiter = chosen ?? findDelimiter(bytes, complete);
  const { records, broken } = readRecords(bytes, { delimiter, limit: PREVIEW_ROWS * 2, complete });
  const first = records.findIndex((record) => record.cells.some((cell) => cell.trim() !== ''));
  const header = records[first];
  if (header === undefined) {
    if (broken !== undefined) throw malformed(broken.line, `column ${broken.column}`, broken.message);
    throw new Problem(
      'invalid_input',
      'the file holds no header line',
      'Choose a file whose first line names its columns.',
    );
  }
  if (header.cells.length > MOST_COLUMNS)
    throw new Problem(
      'limit_reached',
      `the table has ${header.cells.length} columns; ${MOST_COLUMNS} are possible`,
    );
  return {
    delimiter,
    encoding,
    headers: header.cells.map((cell) => cell.trim()),
    records: records.slice(first),
    broken,
    bodyStart: markBytes + (encoding === 'utf-8' ? header.end : legacyLength(raw, header.end)),
    bodyLine: header.nextLine,
    mtimeMs,
  };
}

/** A file of many zero bytes is no text at all; a single one is a damaged line. */
function refuseZeroByte(raw: Buffer, zero: number): never {
  let zeros = 0;
  for (const byte of raw) if (byte === 0) zeros++;
  if (zeros > 8 && zeros > raw.length / 100)
    throw new Problem(
      'invalid_input',
      'the file is not a table but binary data',
      'Choose a CSV, XLSX or Parquet file.',
    );
  const before = raw.subarray(0, zero).toString('latin1');
  const line = before.split('\n').length;
  throw malformed(line, `byte ${zero - before.lastIndexOf('\n')}`, 'a zero byte; the file is damaged');
}

function toUtf8(raw: Uint8Array): Buffer {
  const target = Buffer.allocUnsafe(raw.length * 3);
  return target.subarray(0, windows1252ToUtf8(raw, target, 0));
}

/** How many bytes of Windows-1252 give `length` bytes of UTF-8. */
function legacyLength(raw: Uint8Array, length: number): number {
  const one = Buffer.alloc(3);
  let made = 0;
  let at = 0;
  while (made < length) {
    made += windows1252ToUtf8(raw.subarray(at, at + 1), one, 0);
    at++;
  }
  return at;
}
