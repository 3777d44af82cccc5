import { Problem } from '../../../../shared/domain/index.ts';
import { malformed, readRecords } from './records.ts';

export const DELIMITERS = [',', '\t', '|', ';'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Bytes at the start of a file that decide its delimiter and header. */
export const HEAD_BYTES = 256 * 1024;

/**
 * The delimiter that cuts the first records into the most columns, all of one width where possible.
 *
 * @param head start of the file in UTF-8, without a byte order mark
 * @throws Problem `invalid_input` when none of them cuts the header in two
 */
export function findDelimiter(head: Buffer, complete: boolean): Delimiter {
  let best: { delimiter: Delimiter; score: number } | undefined;
  for (const delimiter of DELIMITERS) {
    const read = readRecords(head, { delimiter, limit: 50, complete });
    if (read.records.length === 0 && read.broken !== undefined)
      throw malformed(read.broken.line, `column ${read.broken.column}`, read.broken.message);
    const records = read.records.filter((record) => record.cells.length > 1 || record.cells[0] !== '');
    const width = records[0]?.cells.length ?? 0;
    if (width < 2) continue;
    const even = records.filter((record) => record.cells.length === width).length / records.length;
    const score = even * 1000 + Math.min(width, 900);
    if (best === undefined || score > best.score) best = { delimiter, score };
  }
  if (best === undefined)
    throw new Problem(
      'invalid_input',
      'the file is not a table: no comma, tab, bar or semicolon separates its first line',
      'Choose a CSV, XLSX or Parquet file, or name the delimiter if one column is right.',
    );
  return best.delimiter;
}
