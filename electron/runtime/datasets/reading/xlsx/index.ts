import { open, type FileHandle } from 'node:fs/promises';
import { Problem } from '../../../../../shared/domain/index.ts';
import type { ImportNotes } from '../../storage/manifest.ts';
import { MOST_COLUMNS } from '../csv.ts';
import { stopIfAborted } from '../encoding.ts';
import { malformed } from '../records.ts';
import type { ColumnChunk, ReadProgress, TablePreview, TableReader } from '../source.ts';
import { StringColumns } from '../string-columns.ts';
import { openWorkbook, readSheet, type SheetRow, type Workbook } from './workbook.ts';
import { ZipFile } from './zip.ts';

const PREVIEW_ROWS = 50;
/** Rows between two looks at full columns and the abort signal. */
const STRIDE = 1024;

/** Opens the first visible sheet of a workbook; its first filled row names the columns. */
export async function openXlsx(path: string, sizeBytes: number): Promise<XlsxReader> {
  const file = await open(path, 'r');
  try {
    const zip = await ZipFile.open(file, sizeBytes);
    const workbook = await openWorkbook(zip);
    return await XlsxReader.start(file, zip, workbook, sizeBytes);
  } catch (error) {
    await file.close();
    throw error;
  }
}

export async function previewXlsx(path: string, sizeBytes: number): Promise<TablePreview> {
  const reader = await openXlsx(path, sizeBytes);
  try {
    return await reader.preview();
  } finally {
    await reader.close();
  }
}

class XlsxReader implements TableReader {
  readonly headers: readonly string[];
  rows = 0;
  readonly #file: FileHandle;
  readonly #zip: ZipFile;
  readonly #sheet: AsyncGenerator<SheetRow>;
  readonly #size: number;
  readonly #headerLine: number;
  #emptyRows = 0;

  private constructor(
    file: FileHandle,
    zip: ZipFile,
    sheet: AsyncGenerator<SheetRow>,
    size: number,
    header: SheetRow,
  ) {
    this.#file = file;
    this.#zip = zip;
    this.#sheet = sheet;
    this.#size = size;
    this.#headerLine = header.line;
    this.headers = header.cells.map((cell) => (cell ?? '').trim());
  }

  static async start(file: FileHandle, zip: ZipFile, workbook: Workbook, size: number): Promise<XlsxReader> {
    const sheet = readSheet(zip, workbook);
    const first = await sheet.next();
    if (first.done === true)
      throw new Problem('invalid_input', 'the first sheet is empty', 'Put the table on the first sheet.');
    if (first.value.cells.length > MOST_COLUMNS)
      throw new Problem(
        'limit_reached',
        `the table has ${first.value.cells.length} columns; ${MOST_COLUMNS} are possible`,
      );
    return new XlsxReader(file, zip, sheet, size, first.value);
  }

  async *read(
    names: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: ReadProgress) => void,
  ): AsyncGenerator<ColumnChunk> {
    const width = this.headers.length;
    const columns = new StringColumns(width);
    let line = this.#headerLine;
    for await (const row of this.#sheet) {
      this.#emptyRows += Math.max(0, row.line - line - 1);
      line = row.line;
      if (row.cells.every((cell) => cell === null || cell.trim() === '')) {
        this.#emptyRows++;
        continue;
      }
      const extra = row.cells.findIndex((cell, column) => column >= width && cell !== null);
      if (extra !== -1)
        throw malformed(line, `column ${extra + 1}`, `a cell beyond the ${width} columns of the header`);
      for (let column = 0; column < width; column++)
        columns.put(column, row.cells[column] ?? null, line, names[column]);
      this.rows++;
      if (this.rows % STRIDE === 0) {
        stopIfAborted(signal);
        yield* columns.take(false);
        onProgress({ rows: this.rows, share: this.#zip.readShare });
      }
    }
    yield* columns.take(true);
    onProgress({ rows: this.rows, share: 1 });
  }

  async preview(): Promise<TablePreview> {
    const rows: (string | null)[][] = [];
    for await (const row of this.#sheet) {
      rows.push(this.headers.map((_, column) => row.cells[column] ?? null));
      if (rows.length === PREVIEW_ROWS) break;
    }
    return { headers: this.headers, rows, notes: this.notes() };
  }

  notes(): ImportNotes {
    return { format: 'xlsx', sizeBytes: this.#size, emptyRows: this.#emptyRows, paddedRows: 0, problems: [] };
  }

  async close(): Promise<void> {
    await this.#sheet.return(undefined);
    await this.#file.close();
  }
}
