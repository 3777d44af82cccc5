import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem, readNumber, type Sha256Hex } from '../../../shared/domain/index.ts';
import { sha256File, syncFolder } from '../../core/index.ts';
import type { Cells } from '../tools/index.ts';
import { ColumnCursor } from './column-cursor.ts';
import { openLocked, quoted } from './reading/duckdb.ts';
import type { TableVersion } from './table-version.ts';

export interface ExportedFile {
  readonly rows: number;
  readonly sizeBytes: number;
  readonly sha256: Sha256Hex;
  /** Cells that a spreadsheet would read as formulas; they are written as they are. */
  readonly formulaLikeCells: number;
}

/** Rows at a time; also the most that a chunk of DuckDB holds. */
const WINDOW = 2048;

/**
 * Writes a version in clear to a path that a person chose. The file is there whole or not at all.
 *
 * @throws Problem `storage_full`, `not_allowed`, `cancelled`
 */
export async function exportTable(
  version: TableVersion,
  format: 'csv' | 'parquet',
  path: string,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const formulaLikeCells =
      format === 'csv'
        ? await writeCsv(version, temporary, signal)
        : await writeParquet(version, temporary, signal);
    const sha256 = await sha256File(temporary);
    const { size } = await stat(temporary);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return { rows: version.rows, sizeBytes: size, sha256, formulaLikeCells };
  } catch (error) {
    await rm(temporary, { force: true });
    throw explained(error);
  }
}

async function writeCsv(version: TableVersion, path: string, signal: AbortSignal): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let formulas = 0;
  try {
    await file.writeFile(`${version.columns.map((column) => column.name).join(',')}\r\n`);
    for await (const columns of windows(version, signal)) {
      for (const cells of columns)
        for (let row = 0; row < cells.length; row++) {
          const cell = cells[row] ?? '';
          if (looksLikeFormula(cell)) formulas++;
          cells[row] = csvCell(cell);
        }
      let text = '';
      for (let row = 0; row < (columns[0]?.length ?? 0); row++)
        text += `${columns.map((cells) => cells[row] ?? '').join(',')}\r\n`;
      await file.writeFile(text);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return formulas;
}

/** Quoting of RFC 4180; white space at an end is quoted too, since some readers trim it. */
function csvCell(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** What spreadsheet programs run instead of show; a plain signed number is none. */
function looksLikeFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell) && readNumber(cell) === undefined;
}

async function writeParquet(version: TableVersion, path: string, signal: AbortSignal): Promise<number> {
  const { DuckDBDataChunk, VARCHAR } = await import('@duckdb/node-api');
  const database = await openLocked(path);
  try {
    const { connection } = database;
    const columns = version.columns.map((column) => `${identifier(column.name)} VARCHAR`);
    await connection.run(`CREATE TABLE cells (${columns.join(', ')})`);
    const appender = await connection.createAppender('cells');
    const types = version.columns.map(() => VARCHAR);
    for await (const cells of windows(version, signal)) {
      const chunk = DuckDBDataChunk.create(types, cells[0]?.length ?? 0);
      chunk.setColumns(cells);
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await connection.run(`COPY cells TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    database.close();
  }
  const file = await open(path, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
  return 0;
}

/** The table in windows of rows, column by column; every chunk is opened once. */
async function* windows(version: TableVersion, signal: AbortSignal): AsyncGenerator<Cells[]> {
  const cursors = version.manifest.columns.map((column) => new ColumnCursor(version.clearChunks(column)));
  for (let offset = 0; offset < version.rows; offset += WINDOW) {
    if (signal.aborted) throw new Problem('cancelled', 'the export was cancelled; no file was written');
    const cells: Cells[] = [];
    for (const cursor of cursors) cells.push(await cursor.take(WINDOW));
    yield cells;
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function explained(error: unknown): unknown {
  switch (String((error as NodeJS.ErrnoException).code)) {
    case 'ENOSPC':
      return new Problem(
        'storage_full',
        'the disk that was chosen is full',
        'Make room or choose another place.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Problem(
        'not_allowed',
        'the place that was chosen may not be written to',
        'Choose another place.',
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new Problem('not_found', 'the folder that was chosen is not there', 'Choose another place.');
    default:
      return error;
  }
}
