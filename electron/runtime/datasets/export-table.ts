import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { sha256File, syncFolder } from '../../core/index.ts';
import { openLocked, quoted } from './reading/duckdb.ts';
import type { TableVersion } from './table-version.ts';

export interface ExportedFile {
  readonly rows: number;
  readonly sizeBytes: number;
  readonly sha256: Sha256Hex;
  /** Cells that a spreadsheet would read as formulas; they are written as they are. */
  readonly formulaLikeCells: number;
}

const WINDOW = 8192;

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
    for await (const rows of windows(version, signal)) {
      let text = '';
      for (const row of rows) {
        for (const cell of row) if (looksLikeFormula(cell)) formulas++;
        text += `${row.map(csvCell).join(',')}\r\n`;
      }
      await file.writeFile(text);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return formulas;
}

/** Quoting of RFC 4180. A row of one missing cell would be an empty line, so missing cells stay unquoted. */
function csvCell(cell: string | null): string {
  if (cell === null) return '';
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** What spreadsheet programs run instead of show; a plain signed number is none. */
function looksLikeFormula(cell: string | null): boolean {
  return cell !== null && /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(cell);
}

async function writeParquet(version: TableVersion, path: string, signal: AbortSignal): Promise<number> {
  const database = await openLocked(path);
  try {
    const { connection } = database;
    const columns = version.columns.map((column) => `${identifier(column.name)} VARCHAR`);
    await connection.run(`CREATE TABLE cells (${columns.join(', ')})`);
    const appender = await connection.createAppender('cells');
    for await (const rows of windows(version, signal)) {
      for (const row of rows) {
        for (const cell of row) {
          if (cell === null) appender.appendNull();
          else appender.appendVarchar(cell);
        }
        appender.endRow();
      }
      appender.flushSync();
    }
    appender.closeSync();
    await connection.run(`COPY cells TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    database.close();
  }
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return 0;
}

/** Windows of rows; a column's chunk is opened once per window that touches it. */
async function* windows(version: TableVersion, signal: AbortSignal): AsyncGenerator<(string | null)[][]> {
  for (let offset = 0; offset < version.rows; offset += WINDOW) {
    if (signal.aborted) throw new Problem('cancelled', 'the export was cancelled; no file was written');
    yield await version.window(offset, WINDOW);
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
