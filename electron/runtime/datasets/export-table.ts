import { Problem, readNumber } from '../../../shared/domain/index.ts';
import { ParquetFile } from '../../core/parquet/index.ts';
import type { Cells } from '../tools/index.ts';
import { ColumnCursor } from './column-cursor.ts';
import type { TableVersion } from './table-version.ts';

/** What an export is to be. */
export interface ExportShape {
  readonly format: 'csv' | 'parquet';
  /**
   * What becomes of cells that a spreadsheet would run: `shield` puts an apostrophe in front of each, which changes
   * them; `keep` writes them as they are. Parquet is read by no spreadsheet and keeps every cell.
   */
  readonly formulas: 'shield' | 'keep';
  /** Put into what can carry it: the metadata of Parquet. CSV has no place for it. */
  readonly about?: Readonly<Record<string, string>> | undefined;
}

export interface ExportCounts {
  readonly rows: number;
  /** Cells that a spreadsheet would read as formulas. */
  readonly formulaLikeCells: number;
  /** How many of them bear an apostrophe now. */
  readonly shieldedCells: number;
}

/** Rows at a time. */
const WINDOW = 2048;

/**
 * A version in clear, piece by piece, for whoever shuts it and writes it: nothing of it touches a disk here.
 *
 * @returns the counts, as the generator's own result
 * @throws Problem `cancelled`, `damaged`
 */
export async function* exportPieces(
  version: TableVersion,
  shape: ExportShape,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, ExportCounts> {
  const pieces = shape.format === 'csv' ? csv(version, shape, signal) : parquet(version, shape, signal);
  const counts = yield* pieces;
  return { rows: version.rows, ...counts };
}

type Counts = Omit<ExportCounts, 'rows'>;

async function* csv(
  version: TableVersion,
  { formulas }: ExportShape,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, Counts> {
  let formulaLikeCells = 0;
  yield Buffer.from(`${version.columns.map((column) => column.name).join(',')}\r\n`, 'utf8');
  for await (const columns of windows(version, signal)) {
    for (const cells of columns)
      for (let row = 0; row < cells.length; row++) {
        const cell = cells[row] ?? '';
        const runs = looksLikeFormula(cell);
        if (runs) formulaLikeCells++;
        cells[row] = csvCell(runs && formulas === 'shield' ? `'${cell}` : cell);
      }
    let text = '';
    for (let row = 0; row < (columns[0]?.length ?? 0); row++)
      text += `${columns.map((cells) => cells[row] ?? '').join(',')}\r\n`;
    yield Buffer.from(text, 'utf8');
  }
  return { formulaLikeCells, shieldedCells: formulas === 'shield' ? formulaLikeCells : 0 };
}

async function* parquet(
  version: TableVersion,
  { about = {} }: ExportShape,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, Counts> {
  const columns = version.columns.map(({ name }) => ({ name, type: 'text' as const, optional: true }));
  const writer = new ParquetFile(columns, about);
  yield writer.begin();
  for await (const columns of windows(version, signal)) {
    const group = writer.put(columns);
    if (group !== undefined) yield group;
  }
  yield writer.end();
  return { formulaLikeCells: 0, shieldedCells: 0 };
}

/** Quoting of RFC 4180; white space at an end is quoted too, since some readers trim it. */
function csvCell(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * What spreadsheet programs run instead of show (OWASP, CSV injection). A plain signed number is none, nor are the
 * signs alone with which laboratories write results.
 */
export function looksLikeFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]+$/.test(cell) && readNumber(cell) === undefined;
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
