import { open, type FileHandle } from 'node:fs/promises';
import { Problem } from '../../../../shared/domain/index.ts';
import { openCsv, previewCsv } from './csv.ts';
import type { Delimiter } from './dialect.ts';
import { openParquet, previewParquet } from './parquet.ts';
import type { TablePreview, TableReader } from './source.ts';
import { openXlsx, previewXlsx } from './xlsx/index.ts';

/** Largest source file. Beyond it a workstation would not hold a column in memory. */
const LARGEST_BYTES = 8 * 2 ** 30;

export interface SourceOptions {
  readonly delimiter: Delimiter | undefined;
  readonly signal: AbortSignal;
}

/**
 * Opens a table by what is in the file, whatever its name says.
 *
 * @throws Problem `not_found`, `not_allowed`, `invalid_input`, `unsupported`, `limit_reached`
 */
export async function openSource(path: string, options: SourceOptions): Promise<TableReader> {
  const { file, sizeBytes, format } = await openFile(path);
  if (format === 'csv') {
    try {
      return await openCsv(file, sizeBytes, options);
    } catch (error) {
      await file.close();
      throw error;
    }
  }
  await file.close();
  return format === 'xlsx' ? openXlsx(path, sizeBytes) : openParquet(path, sizeBytes);
}

/** The first rows of a table, without reading it all. */
export async function previewSource(path: string, delimiter: Delimiter | undefined): Promise<TablePreview> {
  const { file, sizeBytes, format } = await openFile(path);
  try {
    if (format === 'csv') return await previewCsv(file, sizeBytes, delimiter);
  } finally {
    await file.close();
  }
  return format === 'xlsx' ? previewXlsx(path, sizeBytes) : previewParquet(path, sizeBytes);
}

async function openFile(
  path: string,
): Promise<{ file: FileHandle; sizeBytes: number; format: 'csv' | 'xlsx' | 'parquet' }> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw cannotOpen(error, path);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile())
      throw new Problem('invalid_input', 'that is not a file', 'Choose a CSV, XLSX or Parquet file.');
    if (stat.size === 0)
      throw new Problem('invalid_input', 'the file is empty', 'Choose a file with a table in it.');
    if (stat.size > LARGEST_BYTES)
      throw new Problem('limit_reached', 'the file is larger than 8 GiB', 'Split it and import the parts.');
    const start = Buffer.alloc(8);
    await file.read(start, 0, start.length, 0);
    return { file, sizeBytes: stat.size, format: formatOf(start) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Files that people mistake for tables, by their first bytes. */
const OTHER_KINDS: readonly (readonly [string, string])[] = [
  ['%PDF', 'a PDF'],
  ['\xd0\xcf\x11\xe0', 'an old Excel or Word file (.xls, .doc)'],
  ['\x1f\x8b', 'a gzip archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['SQLite f', 'a database'],
  ['\x7fELF', 'a program'],
  ['{\\rtf', 'an RTF document'],
];

function formatOf(start: Buffer): 'csv' | 'xlsx' | 'parquet' {
  const text = start.toString('latin1');
  if (text.startsWith('PAR1')) return 'parquet';
  if (text.startsWith('PK\x03\x04')) return 'xlsx';
  const other = OTHER_KINDS.find(([magic]) => text.startsWith(magic));
  if (other !== undefined)
    throw new Problem(
      'unsupported',
      `the file is not a table but ${other[1]}`,
      'Save the table as CSV, XLSX or Parquet and import that.',
    );
  return 'csv';
}

function cannotOpen(error: unknown, path: string): Problem {
  switch (String((error as NodeJS.ErrnoException).code)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Problem(
        'not_found',
        'there is no such file',
        `Nothing lies at \`${path}\`. Check how it is written, and whether its medium is in.`,
      );
    case 'EACCES':
    case 'EPERM':
      return new Problem('not_allowed', 'the file may not be read', 'Ask for read access to it.');
    default:
      return new Problem(
        'invalid_input',
        'the file cannot be opened',
        'Copy it to this workstation and try again.',
      );
  }
}
