import { basename } from 'node:path';
import {
  readBoolean,
  readDate,
  readNumber,
  readsAsInteger,
  type ColumnType,
} from '../../../shared/domain/index.ts';
import type { PreviewView } from '../../../shared/ipc/index.ts';
import type { Delimiter } from './reading/dialect.ts';
import { previewSource } from './reading/open-source.ts';

/** The first rows of a file as an import would read them. Cells in clear; nothing is kept. */
export async function previewFile(path: string, delimiter: Delimiter | undefined): Promise<PreviewView> {
  const { headers, rows, notes } = await previewSource(path, delimiter);
  return {
    file: basename(path),
    format: notes.format,
    sizeBytes: notes.sizeBytes,
    ...(notes.delimiter === undefined ? {} : { delimiter: notes.delimiter }),
    ...(notes.encoding === undefined ? {} : { encoding: notes.encoding }),
    headers: [...headers],
    types: headers.map((_, column) => typeOfCells(rows.map((row) => row[column] ?? null))),
    rows: rows.map((row) => [...row]),
    problems: notes.problems,
  };
}

function typeOfCells(cells: readonly (string | null)[]): ColumnType {
  const filled = cells.filter((cell) => cell !== null);
  if (filled.length === 0) return 'text';
  if (filled.every(readsAsInteger)) return 'integer';
  if (filled.every((cell) => readNumber(cell) !== undefined)) return 'double';
  if (filled.every((cell) => readBoolean(cell) !== undefined)) return 'boolean';
  const dates = filled.map(readDate);
  if (dates.some((date) => date === undefined)) return 'text';
  return dates.every((date) => date?.timed === true) ? 'timestamp' : 'date';
}
